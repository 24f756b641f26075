import type { JsonValue } from '../../../schemas/model/data.ts';

/** What `$type:path` may read, by type: `$static:address.city` (manual: template strings). */
export type TemplateSources = Readonly<Record<string, ((path: string) => JsonValue | undefined) | undefined>>;

/**
 * Fills a template in. A text that is one template alone gives the value itself, whatever its type; among other text it gives
 * text. `\$` stands for a `$` of its own; `??{…}` says what to take where there is no value.
 */
export function fillTemplate(template: string, sources: TemplateSources): JsonValue | undefined {
  const parts = parseTemplate(template);
  const values = parts.map((part) => (typeof part === 'string' ? part : valueOf(part, sources)));
  if (parts.length === 1 && typeof parts[0] !== 'string') return values[0];
  return values.map(asText).join('');
}

interface Reference {
  readonly type: string;
  readonly path: string;
  readonly otherwise?: string;
}

function valueOf({ type, path, otherwise }: Reference, sources: TemplateSources): JsonValue | undefined {
  // What stands between the braces may be a template itself.
  const filled = path.includes('$') ? asText(fillTemplate(path, sources)) : path;
  const value = sources[type]?.(filled);
  return value === undefined && otherwise !== undefined ? fillTemplate(otherwise, sources) : value;
}

function parseTemplate(text: string): readonly (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const reference = text.startsWith('\\$', at) ? undefined : readReference(text, at);
    if (reference) {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(reference.found);
      at = reference.end;
    } else {
      const isEscaped = text.startsWith('\\$', at);
      plain += isEscaped ? '$' : text[at];
      at += isEscaped ? 2 : 1;
    }
  }
  return plain === '' && parts.length > 0 ? parts : [...parts, plain];
}

const start = /\$([a-z][\w-]*):/y;
const barePath = /(?:[\w*-]|\\.|\.(?=[\w*"\\]))+/y;

function readReference(text: string, at: number): { readonly found: Reference; readonly end: number } | undefined {
  start.lastIndex = at;
  const type = start.exec(text)?.[1];
  if (type === undefined) return undefined;
  const from = at + type.length + 2;
  const path = readBraced(text, from) ?? readBare(text, from);
  if (path === undefined) return undefined;
  const otherwise = text.startsWith('??', path.end) ? readBraced(text, path.end + 2) : undefined;
  return {
    found: { type, path: path.value, ...(otherwise === undefined ? {} : { otherwise: otherwise.value }) },
    end: otherwise?.end ?? path.end,
  };
}

interface Piece {
  readonly value: string;
  readonly end: number;
}

/** `{…}` with braces in it. */
function readBraced(text: string, at: number): Piece | undefined {
  if (text[at] !== '{') return undefined;
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return { value: text.slice(at + 1, index), end: index + 1 };
  }
  return undefined;
}

function readBare(text: string, at: number): Piece | undefined {
  barePath.lastIndex = at;
  const found = barePath.exec(text)?.[0];
  return found === undefined ? undefined : { value: found, end: at + found.length };
}

/** The value at a path of keys with dots; `\.` is a dot in a key, a list is mapped over its elements, `*` is everything. */
export function valueAt(root: JsonValue | undefined, path: string): JsonValue | undefined {
  if (path === '*' || path === '') return root;
  return path
    .split(/(?<!\\)\./)
    .map((key) => key.replaceAll('\\.', '.').replace(/^"(.*)"$/, '$1'))
    .reduce<JsonValue | undefined>(member, root);
}

function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) {
    if (/^\d+$/.test(key)) return value[Number(key)];
    return value.map((element) => member(element, key) ?? null);
  }
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function asText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
