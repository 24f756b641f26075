import { isScalar, parseDocument, stringify, visit, type Document } from 'yaml';
import type { JsonValue } from '../../../schemas/model/data.ts';
import { RequestRefusal } from '../routes/refusals.ts';

/**
 * YAML bodies are read on the main thread by a parser that is slow for its size (measured 2026-11: 240 KB of short values
 * take 1 to 3 s on a busy machine), so they are kept small; JSON bodies have the limit of all requests.
 */
export const yamlLimitBytes = 64 * 1024;

/** Reads a YAML body. Tagged values become our tagged JSON: dates, binaries and integers beyond JSON's range. */
export function readYaml(text: string): JsonValue {
  const document = parse(text);
  const error = document.errors[0];
  if (error !== undefined) {
    const at = error.linePos?.[0];
    const place = at === undefined ? '' : ` (line ${at.line}, column ${at.col})`;
    throw refuse(`${error.message.split('\n')[0] ?? 'unknown reason'}${place}`.slice(0, 300));
  }
  refuseDoubleKeys(document);
  try {
    return convert(document.toJS({ maxAliasCount: 100 }));
  } catch (cause) {
    if (cause instanceof RequestRefusal) throw cause;
    throw refuse('it has too many aliases or is nested too deeply');
  }
}

/** Writes an answer as YAML. */
export function writeYaml(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    schema: 'core',
    customTags: ['timestamp', 'binary'],
    // Double keys are found in one pass below; the parser's own check takes quadratic time.
    uniqueKeys: false,
    intAsBigInt: true,
    merge: false,
    logLevel: 'error',
    strict: true,
  });
}

function refuseDoubleKeys(document: Document.Parsed): void {
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined) throw refuse('a key is not a text');
        if (seen.has(name)) throw refuse(`the key "${name.slice(0, 80)}" stands twice in one map`);
        seen.add(name);
      }
    },
  });
}

function convert(value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
    return isSafe ? Number(value) : { $type: 'bigint', value: value.toString() };
  }
  if (value instanceof Date) return { $type: 'date', value: value.toISOString() };
  if (value instanceof Uint8Array) return { $type: 'binary', value: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value === 'number' && !Number.isFinite(value)) throw refuse('it holds a number that JSON does not have');
  if (typeof value !== 'object' || value === null) return (value ?? null) as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, convert(member)]));
}

function refuse(reason: string): RequestRefusal {
  return new RequestRefusal(400, 'YAML-PARSER-ERROR', `The body is not YAML that can be read: ${reason}.`);
}
