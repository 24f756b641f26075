/**
 * The codec of order data: JSON plus tagged values `{"$type":"date"|"binary"|"bigint"|"decimal","value":"…"}`; a user's key
 * that begins with `$` gets one more `$`. Store, engine and runner protocol carry the text; only user code and the API
 * look inside.
 */
import type { JsonObject, JsonText, JsonValue } from '../../schemas/model/data.ts';
import { Decimal } from './decimal.ts';
import { DataError, pathText, type DataLimits, type DataPath } from './data-error.ts';
import { toTagged } from './tagged-json-encode.ts';

export { Decimal } from './decimal.ts';
export { DataError, type DataLimits } from './data-error.ts';

/** What order data is in user code: JSON and the four tagged kinds. */
export type DataValue =
  null | boolean | number | string | bigint | Date | Uint8Array | Decimal | readonly DataValue[] | DataObject;
export interface DataObject {
  readonly [key: string]: DataValue;
}

/** JS value -> text. Throws `DataError` with the path of what cannot be stored; keys with `undefined` are dropped. */
export function encodeData(value: unknown, limits: DataLimits = {}): JsonText {
  const text = JSON.stringify(toTagged(value, limits.maxDepth ?? defaultMaxDepth));
  checkDataSize(text, limits);
  return text as JsonText;
}

/** Text -> JS value: Date, Buffer (a Uint8Array), bigint and Decimal in place of their tags. */
export function decodeData(text: JsonText): DataValue {
  const raw = parse(text);
  return text.includes('"$') ? transform(raw, [], decoding) : raw;
}

/** Text -> plain JSON for people and REST: ISO-8601 UTC, base64, digits; keys as the user wrote them. */
export function plainFromData(text: JsonText): JsonValue {
  const raw = parse(text);
  return text.includes('"$') ? transform(raw, [], plain) : raw;
}

/**
 * Accepts tagged JSON from outside (a YAML body, a manifest) as a JSON value: checks every tag and key, answers the text.
 * Plain JSON of a REST body, whose `$` keys are the user's own, goes through `encodeData` instead.
 */
export function dataFromTagged(value: JsonValue, limits: DataLimits = {}): JsonText {
  return encodeData(transform(value, [], decoding), limits);
}

/** New text with the patch's keys in place of the old ones (manual: update calls merge, never replace). */
export function mergeData(text: JsonText | null | undefined, patch: JsonText): JsonText {
  const merged = topLevel(text);
  for (const [key, value] of topLevel(patch)) merged.set(key, value);
  return textOf(merged);
}

/** New text without these keys, which are the user's names (not escaped); a key that is not there is no error. */
export function deleteKeys(text: JsonText | null | undefined, keys: readonly string[]): JsonText {
  const rest = topLevel(text);
  for (const key of keys) rest.delete(escapeKey(key));
  return textOf(rest);
}

/** JSON merge patch (RFC 7396) from one text to the other, top level only: what history keeps of a change. */
export function dataPatch(before: JsonText | null | undefined, after: JsonText | null | undefined): JsonText {
  const old = topLevel(before);
  const changed = topLevel(after);
  const patch = new Map<string, JsonValue>();
  for (const [key, value] of changed) if (!old.has(key) || !same(old.get(key), value)) patch.set(key, value);
  for (const key of old.keys()) if (!changed.has(key)) patch.set(key, null);
  return textOf(patch);
}

/** Throws `DataError` when a text is over the limit of one datum (option, 1 MiB by default). */
export function checkDataSize(text: string, limits: DataLimits): void {
  const most = limits.maxBytes;
  if (most === undefined || text.length * 3 <= most) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > most) throw new DataError([], `has ${bytes} bytes, and at most ${most} are allowed`);
}

/** Deeper data is refused: every reader of it would need as deep a stack. */
const defaultMaxDepth = 200;

type Decode<T> = (type: string, value: string, path: DataPath) => T;

const decoding: Decode<DataValue> = (type, value, path) => {
  switch (type) {
    case 'date':
      return new Date(checked(value, !Number.isNaN(Date.parse(value)), type, path));
    case 'binary':
      return Buffer.from(checked(value, /^[A-Za-z0-9+/]*={0,2}$/.test(value), type, path), 'base64');
    case 'bigint':
      return BigInt(checked(value, /^-?\d+$/.test(value), type, path));
    case 'decimal':
      return Decimal.of(checked(value, /^-?\d+(\.\d+)?$/.test(value), type, path));
    default:
      throw new DataError(path, `has the unknown type "${type}"; known are date, binary, bigint and decimal`);
  }
};

/** The value text of each tag already is what REST shows. */
const plain: Decode<JsonValue> = (type, value, path) => {
  decoding(type, value, path);
  return value;
};

function checked(value: string, isValid: boolean, type: string, path: DataPath): string {
  if (!isValid) throw new DataError(path, `is no valid ${type}: "${value.slice(0, 40)}"`);
  return value;
}

/** `path` grows and shrinks on the way; a `DataError` takes it as it is then. */
function transform<T>(raw: JsonValue, path: (string | number)[], decode: Decode<T>): T {
  if (raw === null || typeof raw !== 'object') return raw as T;
  if (path.length > defaultMaxDepth * 2) throw new DataError(path, 'is nested too deeply');
  return Array.isArray(raw) ? transformArray(raw, path, decode) : transformObject(raw as JsonObject, path, decode);
}

function transformArray<T>(raw: readonly JsonValue[], path: (string | number)[], decode: Decode<T>): T {
  const result: T[] = [];
  for (const [i, item] of raw.entries()) {
    path.push(i);
    result.push(transform(item, path, decode));
    path.pop();
  }
  return result as T;
}

function transformObject<T>(raw: JsonObject, path: (string | number)[], decode: Decode<T>): T {
  if (Object.hasOwn(raw, '$type')) return decodeTag(raw, path, decode);
  const result: Record<string, T> = {};
  for (const [key, value] of Object.entries(raw)) {
    path.push(key);
    if (key.startsWith('$') && !key.startsWith('$$')) throw new DataError(path, 'is not an escaped key');
    setOwn(result, key.startsWith('$') ? key.slice(1) : key, transform(value, path, decode));
    path.pop();
  }
  return result as T;
}

function decodeTag<T>(raw: JsonObject, path: DataPath, decode: Decode<T>): T {
  const { $type: type, value } = raw;
  if (typeof type !== 'string' || typeof value !== 'string' || Object.keys(raw).length !== 2) {
    throw new DataError(path, 'is no valid tagged value: it has a text "$type" and a text "value" and nothing else');
  }
  return decode(type, value, path);
}

/** `__proto__` as a key becomes a property like any other and never the prototype. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The stored form of a user's key. */
export function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new DataError([], `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function topLevel(text: JsonText | null | undefined): Map<string, JsonValue> {
  if (text === null || text === undefined) return new Map();
  const raw = parse(text);
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw) || Object.hasOwn(raw, '$type')) {
    throw new DataError([], `is no object with keys, so keys cannot be changed in it (${pathText([])})`);
  }
  return new Map(Object.entries(raw));
}

function textOf(entries: ReadonlyMap<string, JsonValue>): JsonText {
  const raw: Record<string, JsonValue> = {};
  for (const [key, value] of entries) setOwn(raw, key, value);
  return JSON.stringify(raw) as JsonText;
}

function same(a: JsonValue | undefined, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
