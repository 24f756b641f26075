/** A mark at the beginning of a line that opens a place in the document: `- ` or `key:`. */
export interface LineToken {
  readonly type: 'dash' | 'key';
  readonly column: number;
  /** Text of the key without quotes; '' for a dash. */
  readonly key: string;
  /** Something stands after the colon on the same line. */
  readonly hasValue: boolean;
}

/** The structure that one line of block YAML begins with, from left to right, and where its text begins. */
export interface LineStructure {
  readonly tokens: readonly LineToken[];
  /** Column where what is no structure begins: a value, a word that is being typed. */
  readonly contentColumn: number;
  readonly isBlank: boolean;
}

/** Reads the beginning of one line. Knows nothing of the lines around it, so a half-typed neighbour does no harm. */
export function lineStructure(line: string): LineStructure {
  const tokens: LineToken[] = [];
  let column = indentOf(line);
  const isBlank = column >= line.length || line.charAt(column) === '#';
  while (!isBlank && /^-(?:\s|$)/.test(line.slice(column))) {
    tokens.push({ type: 'dash', column, key: '', hasValue: false });
    column += 1 + (/^\s*/.exec(line.slice(column + 1))?.[0].length ?? 0);
  }
  const key = isBlank ? null : keyPattern.exec(line.slice(column));
  if (!key) return { tokens, contentColumn: column, isBlank };
  const after = column + key[0].length;
  const text = (key[1] ?? key[2] ?? key[3] ?? '').trim();
  tokens.push({ type: 'key', column, key: text, hasValue: /^[^#\s]/.test(line.slice(after)) });
  return { tokens, contentColumn: after, isBlank };
}

const keyPattern = /^(?:"([^"]*)"|'([^']*)'|([^\s"'#[\]{},&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?))\s*:(?:[ \t]+|$)/;

/** Number of blanks at the beginning; a tab counts as one column, as the parser's positions do. */
export function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}
