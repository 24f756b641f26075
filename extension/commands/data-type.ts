import type { JsonObject, JsonValue } from '../../schemas/model/data.ts';
import type { Translate } from '../settings/translate.ts';
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
export function misfit(schema: JsonObject, data: JsonValue, t: Translate, place = ''): string | undefined {
  const names = typeNames(schema);
  const here = place === '' ? t('The data') : `"${place}"`;
  if (!names.some((name) => fits[name]?.(data) ?? true)) return t('{0} must be {1}.', here, names.join(' | '));
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(data)) {
    return t('{0} must be one of {1}.', here, JSON.stringify(schema['enum']));
  }
  if (Array.isArray(data)) return misfitOfItems(schema, data, t, place);
  return isObject(data) ? misfitOfObject(schema, data, t, place) : undefined;
}

function misfitOfObject(schema: JsonObject, data: JsonObject, t: Translate, place: string): string | undefined {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const at = (key: string): string => (place === '' ? key : `${place}.${key}`);
  const missing = requiredKeys(schema).find((key) => !(key in data));
  if (missing !== undefined) return t('"{0}" is missing.', at(missing));
  return firstOf(Object.entries(data), ([key, value]) => {
    const type = properties[key];
    if (isObject(type)) return misfit(type, value, t, at(key));
    return schema['additionalProperties'] === false ? t('"{0}" is not known.', at(key)) : undefined;
  });
}

function misfitOfItems(
  schema: JsonObject,
  data: readonly JsonValue[],
  t: Translate,
  place: string,
): string | undefined {
  const { items } = schema;
  return isObject(items)
    ? firstOf([...data.entries()], ([i, value]) => misfit(items, value, t, `${place}[${i}]`))
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
