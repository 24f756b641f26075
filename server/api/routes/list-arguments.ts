import type { JsonObject } from '../../../schemas/model/data.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { flag, integer, listOf, text } from './argument-kinds.ts';
import { badArgument } from './refusals.ts';
import { optional, type ArgumentTable, type JsonLike, type Route, type RouteRequest } from './route.ts';

type Row = Readonly<Record<string, unknown>>;

const name = text({ max: 100 });
const fields = { fields: optional(listOf(name, 200), 'Only these keys of the answer.') };
const page = {
  sort: optional(name, 'Key to sort by.'),
  desc: optional(flag, 'Falling order.'),
  limit: optional(integer(0, 100_000), 'Most rows; all by default.'),
  offset: optional(integer(0, 100_000_000), 'Rows to leave out first.'),
};

/**
 * The same call with what every list can do: `fields` picks keys, and where the call does not do so itself, `sort`, `desc`,
 * `limit` and `offset` make a page of it. A hash has `fields` alone.
 */
export function withListArguments(route: Route): Route {
  const shape = route.method === 'GET' && route.wholeBody === undefined ? shapeOf(route.result.schema) : 'other';
  if (shape === 'other') return route;
  const taken = new Set(Object.entries(route.arguments).flatMap(([own, { aliases }]) => [own, ...aliases]));
  // A page that the call makes itself cannot be sorted afterwards.
  const isPaged = shape === 'hash' || taken.has('limit') || taken.has('offset') || taken.has('sort');
  const added: ArgumentTable = { ...(taken.has('fields') ? {} : fields), ...(isPaged ? {} : page) };
  return {
    ...route,
    arguments: { ...route.arguments, ...added },
    run: async (request) => shown(await route.run(request), request, added),
  };
}

function shapeOf(schema: JsonObject): 'list' | 'hash' | 'other' {
  if (schema['type'] === 'array') return 'list';
  if (Array.isArray(schema['anyOf']))
    return schema['anyOf'].some((one: JsonObject) => one['type'] === 'array') ? 'list' : 'other';
  return schema['$ref'] === undefined ? 'other' : 'hash';
}

function shown(answer: JsonLike, { arguments: given }: RouteRequest, added: ArgumentTable): JsonLike {
  const asked = (key: string): unknown => (Object.hasOwn(added, key) ? given[key] : undefined);
  const keys = asked('fields') as readonly string[] | undefined;
  if (!Array.isArray(answer)) return keys === undefined || !isRow(answer) ? answer : picked([answer], keys)[0];
  const rows = sorted(answer as readonly unknown[], asked('sort') as string | undefined, asked('desc') === true);
  const offset = (asked('offset') as number | undefined) ?? 0;
  const limit = (asked('limit') as number | undefined) ?? rows.length;
  const kept = offset === 0 && limit >= rows.length ? rows : rows.slice(offset, offset + limit);
  return keys === undefined ? kept : picked(kept, keys);
}

function sorted(rows: readonly unknown[], key: string | undefined, isFalling: boolean): readonly unknown[] {
  if (key === undefined) return isFalling ? rows.toReversed() : rows;
  checkKeys(rows, [key]);
  const valueOf = (row: unknown): unknown => (isRow(row) ? row[key] : row);
  const direction = isFalling ? -1 : 1;
  return rows.toSorted((a, b) => direction * compare(valueOf(a), valueOf(b)));
}

/** Numbers by size, everything else as text; what is not there stands first. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function picked(rows: readonly unknown[], keys: readonly string[]): readonly object[] {
  checkKeys(rows, keys);
  return rows.map((row) => {
    if (!isRow(row)) throw badArgument('fields picks keys of hashes; this answer is a list of texts.');
    return Object.fromEntries(keys.filter((key) => Object.hasOwn(row, key)).map((key) => [key, row[key]]));
  });
}

function checkKeys(rows: readonly unknown[], keys: readonly string[]): void {
  if (rows.length === 0) return;
  const known = new Set(rows.flatMap((row) => (isRow(row) ? Object.keys(row) : [])));
  const unknown = keys.find((key) => !known.has(key));
  if (unknown === undefined) return;
  const meant = nearestName(unknown, known);
  const hint = meant === undefined ? `Known: ${[...known].join(', ')}.` : `Did you mean "${meant}"?`;
  throw badArgument(`There is no key "${unknown}" in this answer. ${hint}`);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
