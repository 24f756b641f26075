import { stringify } from 'yaml';
import type { JsonObject, JsonText, JsonValue } from '../../../schemas/model/data.ts';

/**
 * Order data as a text of YAML that reads back as the same data: dates, binaries and large integers in YAML's own types; what
 * YAML has no type for keeps its tag.
 */
export function writeYamlData(data: JsonText | null): string {
  const value = data === null ? null : withYamlTypes(JSON.parse(data) as JsonValue);
  return stringify(value, {
    schema: 'core',
    customTags: ['timestamp', 'binary'],
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
}

function withYamlTypes(value: JsonValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withYamlTypes);
  const object = value as JsonObject;
  const tagged = object['value'];
  if (typeof tagged === 'string') {
    if (object['$type'] === 'date') return new Date(tagged);
    if (object['$type'] === 'binary') return Buffer.from(tagged, 'base64');
    if (object['$type'] === 'bigint') return BigInt(tagged);
  }
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, withYamlTypes(member)]));
}
