import { createHash } from 'node:crypto';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { SourceReference } from '../../../schemas/model/release.ts';
import type { ProjectObject } from '../../language/project.ts';
import { toJson } from '../definition.ts';
import { problemFile } from '../place.ts';

/** Where an object was written and the hash of all that it is: its definition and the code that belongs to it. */
export function sourceOf(root: string, object: ProjectObject, code = ''): SourceReference {
  const text = JSON.stringify(sorted(toJson(object.data)));
  const hash = createHash('sha256').update(text).update('\0').update(code).digest('hex');
  return { file: problemFile(root, object.file), hash };
}

/** The order of keys is a matter of layout, not of meaning. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]: [string, JsonValue]) => [key, sorted(item)]));
}
