import { createHash } from 'node:crypto';
import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';

/** The elements that `array` returned: nothing = none, a single value = a list of it (manual: array steps). */
export function readElements(value: JsonText | undefined): readonly JsonText[] {
  if (value === undefined) return [];
  const parsed = JSON.parse(value) as JsonValue;
  if (parsed === null) return [];
  const list: readonly JsonValue[] = Array.isArray(parsed) ? (parsed as readonly JsonValue[]) : [parsed];
  return list.map((element) => JSON.stringify(element) as JsonText);
}

/** Equal for equal elements in equal order, however the keys of their hashes are ordered. */
export function fingerprintOf(elements: readonly JsonText[]): string {
  const hash = createHash('sha256');
  for (const element of elements) hash.update(`${canonical(JSON.parse(element) as JsonValue)}\n`);
  return hash.digest('hex');
}

function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: JsonValue): JsonValue => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
