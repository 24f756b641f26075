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
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}
