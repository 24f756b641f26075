/**
 * A text cut where one part cannot change the meaning of another: before each top-level key, and within a long list
 * before each of its items. Undefined for texts of a form in which that is not certain; they are read as a whole.
 */
export interface TextParts {
  /** What stands before the first key: comments and blank lines. */
  readonly head: string;
  readonly parts: readonly TextPart[];
}

export interface TextPart {
  readonly key: string;
  readonly text: string;
  readonly start: number;
  /** A long list of one item or more: where its items begin, in the whole text. */
  readonly itemStarts?: readonly number[];
}

/** Cuts a text into its parts. Each is found by looking at the beginnings of lines alone. */
export function cutText(text: string): TextParts | undefined {
  // The parser and editors do not agree on what a lone carriage return is.
  if (/\r(?!\n)/.test(text)) return undefined;
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const place = placeOfLine(text, at);
    if (place === 'unsure' || (place === 'inside' && starts.length === 0)) return undefined;
    if (place === 'key') starts.push(at);
  }
  if (starts.length === 0) return undefined;
  const parts = starts.map((start, index) => partOf(text, start, starts[index + 1] ?? text.length));
  return { head: text.slice(0, starts[0]), parts };
}

/** Below this a list is quicker read anew than looked at. */
const longList = 2_000;

function partOf(text: string, start: number, end: number): TextPart {
  const part = { key: text.slice(start, text.indexOf(':', start)), text: text.slice(start, end), start };
  const itemStarts = end - start < longList ? undefined : itemsOf(text, start, end);
  return itemStarts ? { ...part, itemStarts } : part;
}

/** `key` begins one, `inside` belongs to the one before; blank lines and comments belong to either. */
function placeOfLine(text: string, at: number): 'key' | 'inside' | 'blank' | 'unsure' {
  const first = text.charCodeAt(at);
  if (first === newline || first === hash || first === carriageReturn) return 'blank';
  if (first === space) return isUnsafeIndent(text, at) ? 'unsure' : 'inside';
  if (first === dash) return text.charCodeAt(at + 1) === space ? 'inside' : 'unsure';
  key.lastIndex = at;
  return key.test(text) ? 'key' : 'unsure';
}

/** Tabs in the indentation mean different things in different places. */
function isUnsafeIndent(text: string, at: number): boolean {
  return text.charCodeAt(afterSpaces(text, at)) === tab;
}

/** Where the items of `key:` begin, if all that follows is one list with a fixed indentation. */
function itemsOf(text: string, start: number, end: number): readonly number[] | undefined {
  const starts: number[] = [];
  let indent = -1;
  const first = nextLine(text, start);
  if (!/^[^:]+:[ ]*(#.*)?\r?$/.test(text.slice(start, first).trimEnd())) return undefined;
  for (let at = first; at < end; at = nextLine(text, at)) {
    const content = afterSpaces(text, at);
    const code = text.charCodeAt(content);
    if (content >= end || code === newline || code === hash || code === carriageReturn) continue;
    if (indent === -1) indent = content - at;
    if (content - at > indent) continue;
    if (content - at < indent || code !== dash || text.charCodeAt(content + 1) !== space) return undefined;
    starts.push(at);
  }
  return starts.length === 0 ? undefined : starts;
}

function afterSpaces(text: string, at: number): number {
  let content = at;
  while (text.charCodeAt(content) === space) content += 1;
  return content;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

const key = /[A-Za-z_][\w.-]*:(?=[ \r\n]|$)/y;
const newline = 10;
const carriageReturn = 13;
const space = 32;
const hash = 35;
const dash = 45;
const tab = 9;
