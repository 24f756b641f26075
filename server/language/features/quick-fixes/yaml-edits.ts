import type { YamlObject } from '../../objects/yaml-object.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlPath } from '../../yaml/node.ts';
import type { TextEdit } from '../navigation/text-edit.ts';

/** Where a line begins that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Behind the line break of the line that holds an offset (a block text may end behind its own break already). */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text.charAt(offset - 1) === '\n') return offset;
  const match = /\r\n|\n|\r/.exec(text.slice(offset));
  return match ? offset + match.index + match[0].length : text.length;
}

/** The line break that a text uses. */
export function lineBreak(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Adds `key: value` to the hash at a path, after the entries that come before it in `order`. */
export function addKeyEdit(
  object: YamlObject,
  path: YamlPath,
  key: string,
  value: string,
  order: readonly string[],
): TextEdit | undefined {
  const map = path.length === 0 ? object.document.root : object.node(path);
  if (map?.kind !== 'map' || map.entries.length === 0) return undefined;
  const { text } = object.document;
  const { file } = object;
  if (isFlow(text, map)) {
    const last = map.entries.at(-1);
    const at = last ? Math.max(last.value.end, last.keyEnd) : map.start + 1;
    return { file, start: at, end: at, text: `, ${key}: ${value}` };
  }
  const before = order.slice(0, Math.max(0, order.indexOf(key)));
  const previous = map.entries.filter((entry) => before.includes(entry.key)).at(-1) ?? map.entries[0];
  const first = map.entries[0];
  if (!previous || !first) return undefined;
  const indent = ' '.repeat(first.keyStart - lineStart(text, first.keyStart));
  const at = lineEnd(text, Math.max(previous.value.end, previous.keyEnd));
  const br = lineBreak(text);
  const isOpen = at === text.length && !/[\r\n]$/.test(text);
  const written = `${key}:${value.startsWith('\n') ? '' : ' '}${value}`.replace(/\n/g, `${br}${indent}`);
  return { file, start: at, end: at, text: isOpen ? `${br}${indent}${written}` : `${indent}${written}${br}` };
}

/** Removes the entry whose key begins at an offset, with its line. */
export function removeEntryEdit(object: YamlObject, keyStart: number): TextEdit | undefined {
  const found = findEntry(object.document.root, keyStart);
  if (!found) return undefined;
  const { text } = object.document;
  const { file } = object;
  const { map, entry } = found;
  const end = Math.max(entry.value.end, entry.keyEnd);
  const index = map.entries.indexOf(entry);
  const next = map.entries[index + 1];
  if (isFlow(text, map)) return { file, ...flowSpan(text, entry.keyStart, end), text: '' };
  const start = lineStart(text, entry.keyStart);
  if (text.slice(start, entry.keyStart).trim() === '') return { file, start, end: lineEnd(text, end), text: '' };
  // The first key of a list's entry stands on the line of the dash, where the next one takes its place.
  if (next && text.slice(end, next.keyStart).trim() === '')
    return { file, start: entry.keyStart, end: next.keyStart, text: '' };
  return undefined;
}

/** Removes the list entry that holds an offset (of the innermost list), with its lines. */
export function removeItemEdit(object: YamlObject, offset: number): TextEdit | undefined {
  const found = findItem(object.document.root, offset);
  if (!found) return undefined;
  const { text } = object.document;
  const { file } = object;
  const { list, item } = found;
  if (text.charAt(list.start) === '[') return { file, ...flowSpan(text, item.start, item.end), text: '' };
  const dash = text.lastIndexOf('-', item.start);
  const start = lineStart(text, dash);
  if (text.slice(start, dash).trim() !== '') return undefined;
  return { file, start, end: lineEnd(text, item.end), text: '' };
}

/** Adds an entry to the list at a key of the object, or the key with the list; `lines` are those of the entry without its dash. */
export function appendItemEdit(
  object: YamlObject,
  key: string,
  lines: readonly string[],
  order: readonly string[],
): TextEdit | undefined {
  const { text } = object.document;
  const list = object.node([key]);
  const written = (indent: string): readonly string[] =>
    lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
  if (list?.kind !== 'list') {
    const isEmpty = list === undefined || (list.kind === 'scalar' && list.end === list.start);
    if (!isEmpty || list !== undefined) return undefined;
    return addKeyEdit(object, [], key, `\n${written('  ').join('\n')}`, order);
  }
  const { file } = object;
  if (text.charAt(list.start) === '[') {
    const at = list.items.at(-1)?.end ?? list.start + 1;
    // In brackets only a single value fits.
    return lines.length > 1
      ? undefined
      : { file, start: at, end: at, text: `${list.items.length > 0 ? ', ' : ''}${lines[0] ?? ''}` };
  }
  const at = lineEnd(text, list.end);
  const br = lineBreak(text);
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, list.start)))?.[0] ?? '  ';
  const isOpen = at === text.length && !/[\r\n]$/.test(text);
  return { file, start: at, end: at, text: `${isOpen ? br : ''}${written(indent).join(br)}${br}` };
}

/** An element of `[…]` or `{…}` with the comma that goes with it. */
function flowSpan(text: string, start: number, end: number): { start: number; end: number } {
  const after = /^\s*,[ \t]*/.exec(text.slice(end))?.[0].length;
  if (after !== undefined) return { start, end: end + after };
  const before = /,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end };
}

export function isFlow(text: string, map: YamlMap): boolean {
  return text.charAt(map.start) === '{';
}

/** Path of the hash whose own entries, or whose key, begin at an offset. */
export function pathOfMapAt(root: YamlNode | undefined, offset: number): YamlPath | undefined {
  if (!root) return undefined;
  let found: YamlPath | undefined;
  walk(root, [], (node, path, entry) => {
    if (node.kind !== 'map') return;
    const starts = [node.entries[0]?.keyStart, entry?.keyStart];
    if (starts.includes(offset) && (found === undefined || path.length > found.length)) found = path;
  });
  return found;
}

export function findEntry(
  root: YamlNode | undefined,
  keyStart: number,
): { readonly map: YamlMap; readonly entry: YamlEntry; readonly path: YamlPath } | undefined {
  let found: { map: YamlMap; entry: YamlEntry; path: YamlPath } | undefined;
  if (root)
    walk(root, [], (node, path) => {
      if (node.kind !== 'map') return;
      const entry = node.entries.find((each) => each.keyStart === keyStart);
      if (entry) found = { map: node, entry, path: [...path, entry.key] };
    });
  return found;
}

function findItem(
  root: YamlNode | undefined,
  offset: number,
): { readonly list: YamlList; readonly item: YamlNode } | undefined {
  let found: { list: YamlList; item: YamlNode } | undefined;
  if (root)
    walk(root, [], (node) => {
      if (node.kind !== 'list') return;
      const item = node.items.find((each) => offset >= each.start && offset <= each.end);
      if (item) found = { list: node, item };
    });
  return found;
}

/** Visits every node once, outer ones first; what an alias repeats is not gone into twice at one place. */
function walk(
  node: YamlNode,
  path: YamlPath,
  visit: (node: YamlNode, path: YamlPath, entry?: YamlEntry) => void,
  entry?: YamlEntry,
): void {
  visit(node, path, entry);
  if (node.kind === 'list') node.items.forEach((item, index) => walk(item, [...path, index], visit));
  if (node.kind === 'map') for (const each of node.entries) walk(each.value, [...path, each.key], visit, each);
}
