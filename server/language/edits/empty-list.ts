import { entryAt, type YamlList } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { editList } from './list-edits.ts';
import { isFlow, itemPlaces, lineEnd, lineStart, marksBetween } from './source.ts';
import type { TextEdit } from './text-edits.ts';

/** A list of which everything goes: `[]` behind its key, the lines of its items away, comments between them kept. */
export function emptyList(
  document: YamlDocument,
  path: readonly string[],
  list: YamlList,
): readonly TextEdit[] | undefined {
  const entry = entryAt(document.root, path);
  if (!entry) return undefined;
  if (isFlow(document.text, list)) return editList(document.text, list, []);
  return replaceBlock(document.text, entry.keyEnd, list, '[]');
}

/** A block list whose items all go, with a flow value in its key's line instead. */
export function replaceBlock(
  text: string,
  keyEnd: number,
  list: YamlList,
  flow: string,
): readonly TextEdit[] | undefined {
  const marks = marksBetween(text, keyEnd, list.start);
  const end = marks.find(({ kind }) => kind === 'comment' || kind === 'break');
  if (!end || !marks.some(({ kind }) => kind === 'break')) return undefined;
  const last = marks.filter(({ start, kind }) => start < end.start && kind !== 'comment').at(-1);
  const at = last?.end ?? keyEnd;
  const both = editList(text, list, [{ keep: 0 }]);
  const first = list.items[0];
  if (!both || !first) return undefined;
  const start = text.lastIndexOf('\n', list.start) + 1;
  return [{ start: at, end: at, text: ` ${flow}` }, { start, end: lineEnd(text, first.end), text: '' }, ...both];
}

/** The last item's lines away as well, after a plan that kept it. */
export function removeLast(text: string, list: YamlList, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const last = itemPlaces(text, list).at(-1);
  if (!last) return undefined;
  return [...edits, { start: lineStart(text, last.dash), end: lineEnd(text, last.end), text: '' }];
}
