import type { YamlList, YamlNode } from '../yaml/node.ts';

/** Offset of the beginning of the line. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Offset behind the line's break, or the end of the text. A place right behind a break counts to the line before it. */
export function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Offset of the line's break (or the end of the text). */
export function contentEnd(text: string, at: number): number {
  const end = lineEnd(text, at);
  if (text[end - 1] !== '\n') return end;
  return text[end - 2] === '\r' ? end - 2 : end - 1;
}

/** The break of the line at a place; where it has none, that of the first line. */
export function lineBreak(text: string, at: number): string {
  const end = lineEnd(text, at);
  const here = text[end - 1] === '\n' ? end : text.indexOf('\n') + 1;
  return here > 1 && text[here - 2] === '\r' ? '\r\n' : '\n';
}

/** Number of characters before a place in its line, as blanks. */
export function indentAt(text: string, at: number): string {
  return ' '.repeat(at - lineStart(text, at) - (lineStart(text, at) === 0 && text.startsWith('\ufeff') ? 1 : 0));
}

/** An alias: what it stands for has its places elsewhere. */
export function isAlias(text: string, node: YamlNode): boolean {
  return text[node.start] === '*' && node.end > node.start;
}

export function isFlow(text: string, node: YamlNode): boolean {
  return text[node.start] === '[' || text[node.start] === '{';
}

export type MarkKind = 'dash' | 'comma' | 'open' | 'close' | 'comment' | 'anchor' | 'tag' | 'break' | 'other';

/** What stands between two nodes of the tree: no values, only marks, comments and breaks. */
export interface Mark {
  readonly kind: MarkKind;
  readonly start: number;
  readonly end: number;
}

/** Cuts the text between two nodes into marks; blanks are left out. */
export function marksBetween(text: string, from: number, to: number): readonly Mark[] {
  const marks: Mark[] = [];
  for (let at = from; at < to;) {
    const end = markEnd(text, at, to);
    const kind = kindOf(text[at] ?? '');
    if (kind !== undefined) marks.push({ kind, start: at, end });
    at = end;
  }
  return marks;
}

function kindOf(char: string): MarkKind | undefined {
  if (char === ' ' || char === '\t' || char === '\r') return undefined;
  return kinds[char] ?? 'other';
}

const kinds: Readonly<Record<string, MarkKind>> = {
  '-': 'dash',
  ',': 'comma',
  '[': 'open',
  '{': 'open',
  ']': 'close',
  '}': 'close',
  '#': 'comment',
  '&': 'anchor',
  '!': 'tag',
  '\n': 'break',
};

function markEnd(text: string, at: number, to: number): number {
  const char = text[at] ?? '';
  if (char === '#') return Math.min(to, contentEnd(text, at + 1));
  if (char !== '&' && char !== '!') return at + 1;
  const pattern = /[\s,[\]{}]|$/g;
  pattern.lastIndex = at;
  return Math.max(at + 1, Math.min(to, pattern.exec(text)?.index ?? to));
}

/** Where an item of a list begins: its mark, and its value with anchor and tag. */
export interface ItemPlace {
  readonly node: YamlNode;
  /** The dash of a block item; in a flow list the same as `start`. */
  readonly dash: number;
  readonly start: number;
  readonly end: number;
}

/** The items of a list that is written out (not an alias). */
export function itemPlaces(text: string, list: YamlList): readonly ItemPlace[] {
  const isBlock = !isFlow(text, list);
  let from = isBlock ? list.start : list.start + 1;
  return list.items.map((node) => {
    const marks = marksBetween(text, from, node.start);
    const structure = marks.filter(
      ({ kind }) => kind !== 'anchor' && kind !== 'tag' && kind !== 'break' && kind !== 'comment',
    );
    const last = structure.at(-1);
    const own = marks.find(({ kind, start }) => (kind === 'anchor' || kind === 'tag') && start >= (last?.end ?? from));
    const start = own?.start ?? node.start;
    from = node.end;
    const dash = isBlock ? (structure.find(({ kind }) => kind === 'dash')?.start ?? start) : start;
    return { node, dash, start, end: node.end };
  });
}

/** The comment behind a value in its line, with the blanks before it; '' = none. */
export function trailingComment(text: string, end: number): string {
  const rest = text.slice(end, contentEnd(text, end));
  return /^[ \t]+#.*$/.test(rest) ? rest.trimEnd() : '';
}
