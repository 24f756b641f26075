export type Quote = '"' | "'" | '';

/** Text as a YAML scalar that is a string in block and flow, on one line; unquoted where no reader could take it for else. */
export function stringText(value: string, quote: Quote = ''): string {
  const isSimple = !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value);
  if (quote === "'" && isSimple) return `'${value.replaceAll("'", "''")}'`;
  if (quote === '"' || !plain.test(value) || words.test(value)) return doubleQuoted(value);
  return value;
}

/** How a scalar is quoted in a text. */
export function quoteAt(text: string, start: number): Quote {
  const char = text[start];
  return char === '"' || char === "'" ? char : '';
}

/** Any plain data on one line. */
export function flowText(value: unknown, quote: Quote = ''): string {
  if (typeof value === 'string') return stringText(value, quote);
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = Object.entries(value).map(([key, item]) => `${stringText(key)}: ${flowText(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** Words with single blanks, dots and hyphens; a colon only inside a word (`pay:1.0`). Numbers and dates begin with a digit. */
const plain = /^[\p{L}_](?:[\p{L}\p{N}_./-]|:(?=[\p{L}\p{N}_])| (?=[\p{L}\p{N}_.(/]))*$/u;
const words = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
