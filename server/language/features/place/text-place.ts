import { flowPlace } from './flow-place.ts';
import { indentOf, lineStructure, type LineStructure, type LineToken } from './line-tokens.ts';

/**
 * Where a person types in a YAML text, by its lines alone. A parser's tree breaks with the word under way; the lines
 * around it do not, so this is what completion stands on. It costs a walk up the lines, not a parse of the file.
 */
export interface TextPlace {
  /** Keys and list positions (0 stands for any) down to the hash or list that holds the place. */
  readonly path: readonly (string | number)[];
  /**
   * `key`: a key of the hash at `path`. `value`: the value of `key` in that hash. `item`: an element of the list at
   * `path` without its last part; it may also become the first key of a hash.
   */
  readonly mode: 'key' | 'value' | 'item';
  readonly key?: string;
  /** What is written up to the place, from `start` on. */
  readonly written: string;
  /** Offsets of the word that a choice replaces. */
  readonly start: number;
  readonly end: number;
  /** Other keys of the same hash. */
  readonly siblings: readonly string[];
  /** Column at which further lines of the same hash or list go on. */
  readonly column: number;
  readonly isFlow: boolean;
  /** A blank is missing between the colon and the value. */
  readonly needsBlank: boolean;
}

/** The place at an offset; undefined in comments and inside block texts. */
export function textPlace(text: string, offset: number): TextPlace | undefined {
  const at = Math.max(0, Math.min(offset, text.length));
  const lines = new TextLines(text, at);
  const before = lines.before;
  if (isInComment(before) || isInBlockText(lines)) return undefined;
  const structure = lineStructure(before);
  return flowAt(lines, structure) ?? blockAt(lines, structure);
}

/** Lines of a text around an offset. */
class TextLines {
  readonly all: readonly string[];
  readonly index: number;
  readonly lineStart: number;
  readonly offset: number;

  constructor(text: string, offset: number) {
    this.offset = offset;
    this.all = text.split(/\r\n|\n|\r/);
    const head = text.slice(0, offset);
    this.lineStart = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r')) + 1;
    this.index = head.split(/\r\n|\n|\r/).length - 1;
  }

  get line(): string {
    return this.all[this.index] ?? '';
  }

  /** The line up to the place. */
  get before(): string {
    return this.line.slice(0, this.offset - this.lineStart);
  }

  get after(): string {
    return this.line.slice(this.offset - this.lineStart);
  }
}

function flowAt(lines: TextLines, structure: LineStructure): TextPlace | undefined {
  const here = lines.before.slice(structure.contentColumn);
  const own = flowPlace(here);
  if (own) return flowResult(lines, structure, lines.index, here, own.parts, own);
  // A list in brackets that was opened on a line above.
  let joined = lines.before;
  for (let index = lines.index - 1; index >= Math.max(0, lines.index - 50); index -= 1) {
    const line = lines.all[index] ?? '';
    const above = lineStructure(line);
    const opens = line.slice(above.contentColumn).trimStart();
    if (/^[[{]/.test(opens) && (above.tokens.length > 0 || above.contentColumn === 0)) {
      const text = `${line.slice(above.contentColumn)}\n${joined}`;
      const place = flowPlace(text);
      return place && flowResult(lines, above, index, text, place.parts, place);
    }
    if (above.tokens.length > 0 || above.isBlank) return undefined;
    joined = `${line}\n${joined}`;
  }
  return undefined;
}

function flowResult(
  lines: TextLines,
  structure: LineStructure,
  index: number,
  text: string,
  parts: readonly (string | number)[],
  flow: NonNullable<ReturnType<typeof flowPlace>>,
): TextPlace {
  const start = lines.offset - (text.length - flow.wordStart);
  const end = lines.offset + (/^[^,\]}\s#]*/.exec(lines.after)?.[0].length ?? 0);
  const holder = holderPath(lines, structure, index);
  return {
    path: [...holder, ...parts],
    mode: flow.mode,
    ...(flow.key === undefined ? {} : { key: flow.key }),
    written: text.slice(flow.wordStart),
    start,
    end,
    siblings: flow.siblings,
    column: 0,
    isFlow: true,
    needsBlank: flow.mode === 'value' && flow.wordStart > 0 && text.charAt(flow.wordStart - 1) === ':',
  };
}

/** Path of the value that begins after the structure of a line. */
function holderPath(lines: TextLines, structure: LineStructure, index: number): readonly (string | number)[] {
  const last = structure.tokens.at(-1);
  if (!last) return [];
  return [...pathAbove(lines, structure.tokens, index), last.type === 'dash' ? 0 : last.key];
}

function blockAt(lines: TextLines, structure: LineStructure): TextPlace {
  const { before, offset } = lines;
  const colon = /^(.*?[^\s:]):$/.exec(before.slice(lastDashEnd(structure)));
  const last = structure.tokens.at(-1);
  const word = before.slice(structure.contentColumn);
  const end = offset + wordAfter(lines);
  if (last?.type === 'key') return valueAt(lines, structure.tokens, last, word, end);
  if (colon) {
    const key = keyWithoutBlank(structure, colon[1] ?? '');
    return valueAt(lines, [...structure.tokens, key], key, '', end);
  }
  const column = structure.contentColumn;
  const marker: LineToken = { type: 'key', column, key: '', hasValue: false };
  const path = pathAbove(lines, [...structure.tokens, marker], lines.index);
  const isItem = last?.type === 'dash';
  return {
    path,
    mode: isItem ? 'item' : 'key',
    written: word,
    start: offset - word.length,
    // The rest of a key that is being changed goes too, up to its colon.
    end: offset + (/^[^\s:#]*/.exec(lines.after)?.[0].length ?? 0),
    siblings: siblingsAt(lines, column),
    column,
    isFlow: false,
    needsBlank: false,
  };
}

function valueAt(lines: TextLines, tokens: readonly LineToken[], key: LineToken, word: string, end: number): TextPlace {
  return {
    path: pathAbove(lines, tokens, lines.index),
    mode: 'value',
    key: key.key,
    written: word,
    start: lines.offset - word.length,
    end,
    siblings: siblingsAt(lines, key.column),
    column: key.column,
    isFlow: false,
    needsBlank: lines.before.endsWith(':'),
  };
}

function keyWithoutBlank(structure: LineStructure, text: string): LineToken {
  return {
    type: 'key',
    column: structure.contentColumn,
    key: text.trim().replace(/^["']|["']$/g, ''),
    hasValue: false,
  };
}

function lastDashEnd(structure: LineStructure): number {
  return structure.tokens.some(({ type }) => type === 'key') ? 0 : structure.contentColumn;
}

/** Length of what follows the place and belongs to the value under way. */
function wordAfter(lines: TextLines): number {
  const rest = lines.after.replace(/\s+#.*$/, '');
  return rest.trimEnd().length;
}

/** The path that leads to the hash or list of the last of the given tokens, which stand on one line. */
function pathAbove(lines: TextLines, tokens: readonly LineToken[], index: number): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let current = tokens.at(-1);
  const visit = (token: LineToken): void => {
    if (current === undefined || !isParent(token, current)) return;
    path.unshift(token.type === 'dash' ? 0 : token.key);
    current = token;
  };
  for (const token of tokens.slice(0, -1).reverse()) visit(token);
  for (let above = index - 1; above >= 0 && current !== undefined && current.column > 0; above -= 1)
    for (const token of [...lineStructure(lines.all[above] ?? '').tokens].reverse()) visit(token);
  // A list at the very left belongs to the key above it.
  if (current?.type === 'dash' && current.column === 0)
    for (let above = index - 1; above >= 0; above -= 1) {
      const key = lineStructure(lines.all[above] ?? '').tokens.find(
        (token) => token.type === 'key' && token.column === 0,
      );
      if (key) return [key.key, ...path];
    }
  return path;
}

function isParent(token: LineToken, child: LineToken): boolean {
  if (token.type === 'key' && token.hasValue) return false;
  if (token.column < child.column) return true;
  // `key:` and the dashes of its list may stand in the same column.
  return token.type === 'key' && child.type === 'dash' && token.column === child.column;
}

/** Keys in the same column, up and down to where the hash ends; the line of the place itself does not count. */
function siblingsAt(lines: TextLines, column: number): readonly string[] {
  const found: string[] = [];
  const own = lineStructure(lines.before).tokens;
  const startsHere = own.some((token) => token.type === 'dash' && token.column < column);
  for (let index = lines.index - 1; !startsHere && index >= 0; index -= 1) {
    const structure = lineStructure(lines.all[index] ?? '');
    if (structure.isBlank) continue;
    const key = structure.tokens.find((token) => token.type === 'key' && token.column === column);
    if (key) found.unshift(key.key);
    if (structure.tokens.some((token) => token.column < column) || firstColumn(structure, lines.all[index]) < column)
      break;
  }
  for (let index = lines.index + 1; index < lines.all.length; index += 1) {
    const structure = lineStructure(lines.all[index] ?? '');
    if (structure.isBlank) continue;
    const key = structure.tokens.find((token) => token.type === 'key' && token.column === column);
    if (firstColumn(structure, lines.all[index]) < column) break;
    if (key) found.push(key.key);
  }
  return found;
}

function firstColumn(structure: LineStructure, line = ''): number {
  return structure.tokens[0]?.column ?? indentOf(line);
}

function isInComment(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at += 1) {
    const char = before.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[\s:,[{-]|^$/.test(before.charAt(at - 1))) quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(before.charAt(at - 1)))) return true;
  }
  return false;
}

/** True below a `key: |` as long as lines are indented deeper than the key. */
function isInBlockText(lines: TextLines): boolean {
  let limit = lines.line.trim() === '' ? lines.before.length : indentOf(lines.line);
  for (let index = lines.index - 1; index >= 0 && limit > 0; index -= 1) {
    const line = lines.all[index] ?? '';
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (indent >= limit) continue;
    if (/(?:^|[:\s-])[|>][+\-0-9]*\s*(?:#.*)?$/.test(line) && /[:-]\s+[|>]/.test(line)) return true;
    limit = indent;
  }
  return false;
}
