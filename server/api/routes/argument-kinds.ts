import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { readDateTime } from './date-time.ts';
import { badArgument } from './refusals.ts';

/** How one argument is read and described. `read` gets JSON of the body or text of the query. */
export interface ArgumentKind<T> {
  /** JSON Schema, for the OpenAPI document. */
  readonly schema: JsonObject;
  read(value: JsonValue, name: string, zone: string | undefined): T;
}

export function text(options: { max?: number; pattern?: RegExp; expects?: string } = {}): ArgumentKind<string> {
  const max = options.max ?? 4000;
  return {
    schema: { type: 'string', maxLength: max },
    read: (value, name) => {
      const given = typeof value === 'number' ? String(value) : value;
      if (typeof given !== 'string') throw expected(name, options.expects ?? 'a text', value);
      if (given.length > max) throw badArgument(`${name} has ${given.length} characters; at most ${max} are allowed.`);
      if (options.pattern?.test(given) === false) throw expected(name, options.expects ?? 'another form', value);
      return given;
    },
  };
}

export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): ArgumentKind<number> {
  const expects = `a whole number from ${minimum} to ${maximum}`;
  return {
    schema: { type: 'integer', minimum, maximum },
    read: (value, name) => {
      const number = typeof value === 'string' && /^[+-]?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw expected(name, expects, value);
      if (number < minimum || number > maximum) throw expected(name, expects, value);
      return number;
    },
  };
}

const truths = new Map<string, boolean>([
  ...['true', 't', 'yes', 'y', 'on', '1', ''].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
]);

/** Lenient, as in the manual (REST API: rules); a name alone in the query means true. */
export const flag: ArgumentKind<boolean> = {
  schema: { type: 'boolean' },
  read: (value, name) => {
    if (typeof value === 'boolean') return value;
    const isWord = typeof value === 'string' || typeof value === 'number';
    const read = isWord ? truths.get(String(value).toLowerCase()) : undefined;
    if (read === undefined) throw expected(name, 'true or false', value);
    return read;
  },
};

/** A list, or its values in one text with commas (manual: REST API, rules). */
export function listOf<T>(kind: ArgumentKind<T>, maximum = 10_000): ArgumentKind<readonly T[]> {
  return {
    schema: { type: 'array', items: kind.schema, maxItems: maximum },
    read: (value, name, zone) => {
      const parts = asList(value);
      if (parts.length > maximum)
        throw badArgument(`${name} has ${parts.length} values; at most ${maximum} are allowed.`);
      return parts.map((part) => kind.read(part, name, zone));
    },
  };
}

function asList(value: JsonValue): readonly JsonValue[] {
  if (isList(value)) return value;
  if (typeof value !== 'string') return [value];
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** One of some words, whatever their case. */
export function oneOf<T extends string>(words: readonly T[], err?: string): ArgumentKind<T> {
  return {
    schema: { type: 'string', enum: words },
    read: (value, name) => {
      const found = words.find(
        (word) => typeof value === 'string' && word.toLowerCase() === value.trim().toLowerCase(),
      );
      if (found === undefined) throw expected(name, `one of ${words.join(', ')}`, value, err);
      return found;
    },
  };
}

/** A point in time; answered as microseconds. Without a zone it is taken in the caller's, else in UTC. */
export const dateTime: ArgumentKind<number> = {
  schema: { type: 'string', format: 'date-time' },
  read: (value, name, zone) => {
    const micros = typeof value === 'string' ? readDateTime(value, zone) : undefined;
    if (micros === undefined) throw expected(name, 'a date such as 2026-03-01T12:00:00Z', value);
    return micros;
  },
};

export const hash: ArgumentKind<JsonObject> = {
  schema: { type: 'object' },
  read: (value, name) => {
    if (!isHash(value)) throw expected(name, 'a hash (JSON object)', value);
    return value;
  },
};

/** Any value. */
export const anything: ArgumentKind<JsonValue> = { schema: {}, read: (value) => value };

export function isHash(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expected(name: string, what: string, value: JsonValue, err?: string): Error {
  const shown = JSON.stringify(value);
  return badArgument(`${name} must be ${what}, not ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}.`, err);
}
