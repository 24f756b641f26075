import type { JsonObject, JsonValue } from '../../schemas/model/data.ts';
import { isObject } from './order-file.ts';

/** A data type in one line, as a hint: `orderNumber: string, lines: array, note?: string`. */
export function describeType(schema: JsonObject): string {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties)
    .map(([key, type]) => `${key}${requiredKeys(schema).includes(key) ? '' : '?'}: ${typeNames(type).join(' | ')}`)
    .join(', ');
}

/**
 * The first thing in which data does not fit its type, while it is typed: missing keys and wrong kinds of value. The
 * engine checks everything when the order is created.
 */
export function misfit(schema: JsonObject, data: JsonValue, place = ''): string | undefined {
  const names = typeNames(schema);
  const here = place === '' ? 'The data' : `"${place}"`;
  if (!names.some((name) => fits[name]?.(data) ?? true)) return `${here} must be ${names.join(' or ')}.`;
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(data)) {
    return `${here} must be one of ${JSON.stringify(schema['enum'])}.`;
  }
  if (Array.isArray(data)) return misfitOfItems(schema, data as readonly JsonValue[], place);
  return isObject(data) ? misfitOfObject(schema, data, place) : undefined;
}

function misfitOfObject(schema: JsonObject, data: JsonObject, place: string): string | undefined {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const at = (key: string): string => (place === '' ? key : `${place}.${key}`);
  const missing = requiredKeys(schema).find((key) => !(key in data));
  if (missing !== undefined) return `"${at(missing)}" is missing.`;
  return firstOf(Object.entries(data), ([key, value]) => {
    const type = properties[key];
    if (isObject(type)) return misfit(type, value, at(key));
    return schema['additionalProperties'] === false ? `"${at(key)}" is not known.` : undefined;
  });
}

function misfitOfItems(schema: JsonObject, data: readonly JsonValue[], place: string): string | undefined {
  const { items } = schema;
  return isObject(items)
    ? firstOf([...data.entries()], ([i, value]) => misfit(items, value, `${place}[${i}]`))
    : undefined;
}

function firstOf<T>(entries: readonly T[], find: (entry: T) => string | undefined): string | undefined {
  for (const entry of entries) {
    const found = find(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeNames(schema: JsonValue | undefined): readonly string[] {
  const type = isObject(schema) ? schema['type'] : undefined;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.map(String) : ['any'];
}

function requiredKeys(schema: JsonObject): readonly string[] {
  return Array.isArray(schema['required']) ? schema['required'].map(String) : [];
}

/** Types that are not listed (date, decimal …) have written forms that only the engine judges. */
const fits: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  object: (value) => isObject(value),
  array: (value) => Array.isArray(value),
  null: (value) => value === null,
};
