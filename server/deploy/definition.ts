import type { JsonObject, JsonValue } from '../../schemas/model/data.ts';
import type { ProjectObject } from '../language/project.ts';

/**
 * Reads values of a checked definition. A value of the wrong kind was a problem before, so here it counts as absent.
 */
export const read = {
  text: (object: ProjectObject, key: string): string | undefined => {
    const value = object.data[key];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  },
  number: (object: ProjectObject, key: string): number | undefined => {
    const value = object.data[key];
    return typeof value === 'number' ? value : undefined;
  },
  flag: (object: ProjectObject, key: string, otherwise: boolean): boolean => {
    const value = object.data[key];
    return typeof value === 'boolean' ? value : otherwise;
  },
  texts: (object: ProjectObject, key: string): readonly string[] => {
    const value = object.data[key];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  },
  textMap: (object: ProjectObject, key: string): Readonly<Record<string, string>> =>
    entriesOf(object, key, (value) => (isScalar(value) ? String(value) : undefined)),
  scalarMap: (object: ProjectObject, key: string): Readonly<Record<string, string | number | boolean>> =>
    entriesOf(object, key, (value) => (isScalar(value) ? value : undefined)),
  json: (object: ProjectObject, key: string): JsonObject | undefined => {
    const value = object.data[key];
    return isRecord(value) ? (toJson(value) as JsonObject) : undefined;
  },
  jsonList: (object: ProjectObject, key: string): readonly JsonObject[] => {
    const value = object.data[key];
    return Array.isArray(value) ? value.filter(isRecord).map((item) => toJson(item) as JsonObject) : [];
  },
};

/** Plain JSON of what a YAML file may hold: dates as ISO text, bytes as base64, big integers as text. */
export function toJson(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function entriesOf<T>(
  object: ProjectObject,
  key: string,
  convert: (value: unknown) => T | undefined,
): Readonly<Record<string, T>> {
  const value = object.data[key];
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).map(([name, item]) => [name, convert(item)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, T & {}] => entry[1] !== undefined));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
