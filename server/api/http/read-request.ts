import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { isHash } from '../routes/argument-kinds.ts';
import { badArgument, notFound } from '../routes/refusals.ts';
import type { ArgumentTable, PathParts } from '../routes/route.ts';
import { asReference } from '../routes/workflow-reference.ts';

/** Query arguments as text; a repeated one is a list. `;` separates as well as `&` (manual: qrest). */
export function readQuery(text: string): Record<string, JsonValue> {
  const query: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    const earlier = query[name];
    if (earlier === undefined) query[name] = value;
    else query[name] = Array.isArray(earlier) ? [...(earlier as string[]), value] : [earlier, value];
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badArgument('The query holds a broken % escape.');
  }
}

/** The parts of a path between its slashes, decoded; undefined when an escape is broken. */
export function readPath(path: string): readonly string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** Reads a row's arguments from query and body; the body is preferred (manual: REST API, rules). */
export function readArguments(
  table: ArgumentTable,
  query: Readonly<Record<string, JsonValue>>,
  body: JsonValue | undefined,
  zone: string | undefined,
): Readonly<Record<string, unknown>> {
  const inBody: JsonObject = bodyHash(body);
  const values: Record<string, unknown> = {};
  const known = new Set<string>();
  for (const [name, argument] of Object.entries(table)) {
    const names = [name, ...argument.aliases];
    names.forEach((spelling) => known.add(spelling));
    const raw = firstOf(inBody, names) ?? firstOf(query, names);
    if (raw !== undefined && raw !== null) values[name] = argument.kind.read(raw, name, zone);
    else if (argument.isRequired) throw badArgument(`Argument "${name}" is missing: ${argument.text}`);
  }
  refuseUnknown([...Object.keys(inBody), ...Object.keys(query)], known);
  return values;
}

function bodyHash(body: JsonValue | undefined): JsonObject {
  if (body === undefined || body === null) return {};
  if (!isHash(body)) throw badArgument('The body must be a hash (JSON object) with the arguments.');
  return body;
}

function firstOf(from: Readonly<Record<string, JsonValue>>, names: readonly string[]): JsonValue | undefined {
  const found = names.find((name) => Object.hasOwn(from, name));
  return found === undefined ? undefined : from[found];
}

function refuseUnknown(given: readonly string[], known: ReadonlySet<string>): void {
  const unknown = given.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const shown = unknown.slice(0, 80);
  const meant = nearestName(shown, known);
  const list = [...known].join(', ');
  const hint = meant === undefined ? `Known: ${list === '' ? 'none' : list}.` : `Did you mean "${meant}"?`;
  throw badArgument(`There is no argument "${shown}". ${hint}`);
}

type Readers = { readonly [Name in keyof PathParts]: (text: string) => PathParts[Name] };

const readers: Readers = {
  order: readOrderId,
  workflow: asReference,
  step: asText,
  job: asText,
  result: asText,
  execution: asText,
  option: asText,
  error: asText,
  release: asText,
  listener: asText,
  queue: asText,
  type: asText,
  key: asText,
  domain: asText,
  name: asText,
};

/** Turns the varying parts of a path into what handlers get. */
export function readParts(parts: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, text]) => {
      if (!Object.hasOwn(readers, name)) throw new Error(`No reader for the path part ${name}`);
      return [name, readers[name as keyof PathParts](text)];
    }),
  );
}

function readOrderId(text: string): OrderId {
  const id = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(id)) throw notFound(`There is no order "${text.slice(0, 80)}"; an order id is a number.`);
  return asId<OrderId>(id);
}

function asText(text: string): string {
  return text;
}
