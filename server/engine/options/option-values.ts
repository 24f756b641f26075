import type { OptionRow, OptionValue } from './option-row.ts';

export type ReadValue =
  { readonly ok: true; readonly value: OptionValue } | { readonly ok: false; readonly shown: string };

const truths = new Map<string, boolean>([
  ...['true', 'yes', 'on', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'off', '0'].map((text) => [text, false] as const),
]);

/** Reads the text of one value by its row's type, leniently for booleans (manual: system options). */
export function readOptionText(row: OptionRow, text: string): ReadValue {
  switch (row.type) {
    case 'bool': {
      const value = truths.get(text.toLowerCase());
      return value === undefined ? refused(text) : { ok: true, value };
    }
    case 'int':
      return /^[+-]?\d{1,15}$/.test(text) ? readInteger(row, Number(text), text) : refused(text);
    case 'list':
      return readList(row, splitOutsideBraces(text), text);
    case 'hash':
      return readHash(splitOutsideBraces(text), text);
    case 'string':
      return readChoice(row, text);
  }
}

/** Reads a value of a request: of the right type already, or its text. */
export function readOptionJson(row: OptionRow, value: unknown): ReadValue {
  if (typeof value === 'string') return readOptionText(row, value.trim());
  if (row.type === 'bool' && typeof value === 'boolean') return { ok: true, value };
  if (row.type === 'bool' && (value === 0 || value === 1)) return { ok: true, value: value === 1 };
  if (row.type === 'int' && typeof value === 'number') return readInteger(row, value, String(value));
  if (row.type === 'string' && typeof value === 'number') return readChoice(row, String(value));
  if (row.type === 'list' && isTextList(value)) return readList(row, value, JSON.stringify(value));
  if (row.type === 'hash' && isTextHash(value)) return { ok: true, value };
  return refused(JSON.stringify(value) ?? 'nothing');
}

function refused(text: string): ReadValue {
  return { ok: false, shown: `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"` };
}

function readInteger(row: OptionRow, value: number, text: string): ReadValue {
  const inRange = value >= (row.minimum ?? -Infinity) && value <= (row.maximum ?? Infinity);
  return Number.isSafeInteger(value) && inRange ? { ok: true, value } : refused(text);
}

function readChoice(row: OptionRow, text: string): ReadValue {
  return row.choices === undefined || row.choices.includes(text) ? { ok: true, value: text } : refused(text);
}

function readList(row: OptionRow, parts: readonly string[], text: string): ReadValue {
  const isWrong = (part: string): boolean => part === '' || row.choices?.includes(part) === false;
  return parts.some(isWrong) ? refused(text) : { ok: true, value: parts };
}

function readHash(parts: readonly string[], text: string): ReadValue {
  const pairs = parts.map((part) => /^([^=\s]+)\s*=\s*(.*)$/.exec(part));
  const names = pairs.map((pair) => pair?.[1]);
  if (pairs.some((pair) => pair === null) || new Set(names).size < names.length) return refused(text);
  return { ok: true, value: Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''])) };
}

/** Commas inside braces belong to the entry: `8443{cert=a;key=b},8444`. */
function splitOutsideBraces(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string' && entry !== '');
}

function isTextHash(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((entry) => typeof entry === 'string');
}
