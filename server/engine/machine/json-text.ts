import type { JsonObject, JsonText, JsonValue } from '../../../schemas/model/data.ts';

/** Merges the top-level keys of two objects of tagged JSON; values stay as they are written. */
export function mergeKeys(base: JsonText | null, update: JsonText): JsonText {
  if (base === null || base === '{}') return update;
  return JSON.stringify({ ...parseObject(base), ...parseObject(update) }) as JsonText;
}

/** Removes top-level keys; the names are those of user code, so a leading `$` is escaped as in stored data. */
export function dropKeys(base: JsonText, keys: readonly string[]): JsonText {
  const dropped = new Set(keys.map(escapeKey));
  const kept = Object.entries(parseObject(base)).filter(([key]) => !dropped.has(key));
  return JSON.stringify(Object.fromEntries(kept)) as JsonText;
}

/** A merge patch (RFC 7396) that deletes these keys. */
export function patchOf(keys: readonly string[]): JsonText {
  return JSON.stringify(Object.fromEntries(keys.map((key) => [escapeKey(key), null]))) as JsonText;
}

/** The merge patch (RFC 7396) on top-level keys that leads from one object to the other. */
export function patchBetween(before: JsonText | null, after: JsonText | null): JsonText {
  const old = before === null ? {} : parseObject(before);
  const next = after === null ? {} : parseObject(after);
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(next, key));
  const changed = Object.entries(next).filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value));
  return JSON.stringify(Object.fromEntries([...gone.map((key) => [key, null] as const), ...changed])) as JsonText;
}

/** Sets the value at a path of the user's keys; what stands in the way and is no object becomes one. */
export function setAtPath(base: JsonText | null, path: readonly string[], value: JsonText): JsonText {
  const set = (object: JsonObject, keys: readonly string[]): JsonObject => {
    const [key = '', ...rest] = keys;
    const name = escapeKey(key);
    const inner = object[name];
    const below = isObject(inner) ? inner : {};
    return { ...object, [name]: rest.length === 0 ? (JSON.parse(value) as JsonValue) : set(below, rest) };
  };
  return JSON.stringify(set(base === null ? {} : parseObject(base), path)) as JsonText;
}

/** Length in bytes of UTF-8, without making them. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}

function parseObject(text: JsonText): JsonObject {
  const value = JSON.parse(text) as JsonValue;
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}
