import type { JsonValue } from '../../../schemas/model/data.ts';
import { entryAt, nodeAt, toPlain, type YamlEntry, type YamlList, type YamlMap } from '../yaml/node.ts';
import { readYaml, type YamlDocument } from '../yaml/read-yaml.ts';
import { editList } from './list-edits.ts';
import type { ListPlan } from './list-plan.ts';
import { flowText, quoteAt, stringText, type Quote } from './scalars.ts';
import { contentEnd, indentAt, isAlias, isFlow, lineBreak, lineEnd, lineStart, marksBetween } from './source.ts';
import { applyEdits, tidyEdits, type TextEdit } from './text-edits.ts';

export type ValueEdit =
  | { readonly type: 'edit'; readonly edits: readonly TextEdit[]; readonly converted: boolean }
  | { readonly type: 'refused'; readonly reason: string };

/**
 * Sets a key of a file (`outer/inner` for a key below another) or, without a value, takes it away. A new key goes where
 * `keyOrder` has it; quotes, comments and all other keys stay.
 */
export function setValue(
  document: YamlDocument,
  key: string,
  value: JsonValue | undefined,
  keyOrder: readonly string[] = [],
): ValueEdit {
  const path = key.split('/');
  const edits = editsFor(document, path, value, keyOrder);
  const tidy = edits && tidyEdits(document.text, edits);
  if (tidy && isAsMeant(document, tidy, path, value)) return { type: 'edit', edits: tidy, converted: false };
  return {
    type: 'refused',
    reason: `"${key}" is written in a way that cannot be changed here without losing something. Change it in the text.`,
  };
}

function editsFor(
  document: YamlDocument,
  path: readonly string[],
  value: JsonValue | undefined,
  keyOrder: readonly string[],
): readonly TextEdit[] | undefined {
  const { root, text } = document;
  const entry = entryAt(root, path);
  const parent = nodeAt(root, path.slice(0, -1));
  const isOwn =
    entry !== undefined && parent !== undefined && parent.start <= entry.keyStart && entry.keyStart < parent.end;
  if (value === undefined) {
    if (!entry) return [];
    if (!isOwn || parent.kind !== 'map') return undefined;
    // The last key below another takes that one with it.
    if (path.length > 1 && parent.byKey.size === 1) return editsFor(document, path.slice(0, -1), undefined, keyOrder);
    return removeEntry(text, parent, entry);
  }
  if (entry && isOwn) return changeEntry(text, entry, value);
  if (parent?.kind === 'map' && !isAlias(text, parent) && parent.entries.length > 0)
    return addEntry(text, parent, path.at(-1) ?? '', value, path.length === 1 ? keyOrder : []);
  if (path.length > 1 && parent === undefined)
    return editsFor(document, path.slice(0, -1), { [path.at(-1) ?? '']: value }, keyOrder);
  return undefined;
}

function changeEntry(
  text: string,
  { keyEnd, value: node }: YamlEntry,
  value: JsonValue,
): readonly TextEdit[] | undefined {
  if (JSON.stringify(toPlain(node)) === JSON.stringify(value)) return [];
  if (node.kind === 'list' && !isAlias(text, node) && isTexts(value) && value.length > 0) {
    const edits = editTexts(text, node, value);
    if (edits) return edits;
  }
  const quote = node.kind === 'scalar' && node.style === 'quoted' ? quoteAt(text, node.start) : '';
  const written = flowText(value, quote);
  if (node.end <= node.start)
    return [{ start: colonEnd(text, keyEnd), end: colonEnd(text, keyEnd), text: ` ${written}` }];
  const isBlock = node.kind === 'scalar' ? node.style === 'block' : !isFlow(text, node) && !isAlias(text, node);
  if (!isBlock) return [{ start: node.start, end: node.end, text: written }];
  // The value's own lines go, with what stood in them.
  const end = text[node.end - 1] === '\n' ? contentEnd(text, node.end) : node.end;
  return [{ start: colonEnd(text, keyEnd), end, text: ` ${written}` }];
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Items that stay keep their places, comments and quotes. */
function editTexts(text: string, list: YamlList, wanted: readonly string[]): readonly TextEdit[] | undefined {
  const written = list.items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
  const quote: Quote = quoteAt(text, list.items[0]?.start ?? 0);
  let from = 0;
  const plan: ListPlan = wanted.map((item) => {
    const keep = written.indexOf(item, from);
    const spelled = stringText(item, quote);
    if (keep < 0) return { block: [`- ${spelled}`], flow: spelled };
    from = keep + 1;
    return { keep };
  });
  const keepsSome = plan.some((entry) => 'keep' in entry);
  return keepsSome || isFlow(text, list) ? editList(text, list, plan) : undefined;
}

function colonEnd(text: string, keyEnd: number): number {
  return text.indexOf(':', keyEnd) + 1;
}

function removeEntry(text: string, map: YamlMap, entry: YamlEntry): readonly TextEdit[] | undefined {
  const end = Math.max(entry.keyEnd + 1, entry.value.end);
  if (!isFlow(text, map)) {
    const start = lineStart(text, entry.keyStart);
    const lead = text.slice(start, entry.keyStart).replace('\ufeff', '');
    if (lead.trim() !== '') return undefined;
    const from = start + (text.slice(start, entry.keyStart).startsWith('\ufeff') ? 1 : 0);
    return [{ start: from, end: lineEnd(text, end), text: '' }];
  }
  const index = map.entries.indexOf(entry);
  const next = map.entries[index + 1];
  if (next) return [{ start: entry.keyStart, end: next.keyStart, text: '' }];
  const before = map.entries[index - 1];
  const from = before ? Math.max(before.value.end, before.keyEnd) : entry.keyStart;
  const comma = marksBetween(text, end, map.end - 1).find(({ kind }) => kind === 'comma');
  return [{ start: from, end: before && comma ? comma.start : (comma?.end ?? end), text: '' }];
}

function addEntry(
  text: string,
  map: YamlMap,
  key: string,
  value: JsonValue,
  keyOrder: readonly string[],
): readonly TextEdit[] | undefined {
  const own = map.entries.filter(({ keyStart }) => map.start <= keyStart && keyStart < map.end);
  const place = keyOrder.indexOf(key);
  const before =
    own.filter(({ key: other }) => place < 0 || (keyOrder.includes(other) && keyOrder.indexOf(other) < place)).at(-1) ??
    own.at(-1);
  if (!before) return undefined;
  const written = `${stringText(key)}: ${flowText(value)}`;
  const end = Math.max(before.keyEnd + (before.value.end > before.keyEnd ? 0 : 1), before.value.end);
  if (isFlow(text, map)) return [{ start: end, end, text: `, ${written}` }];
  const at = lineEnd(text, end);
  const line = indentAt(text, map.start) + written;
  const newLine = lineBreak(text, before.keyStart);
  return [{ start: at, end: at, text: text[at - 1] === '\n' ? line + newLine : newLine + line }];
}

function isAsMeant(
  document: YamlDocument,
  edits: readonly TextEdit[],
  path: readonly string[],
  value: JsonValue | undefined,
): boolean {
  const now = readYaml(applyEdits(document.text, edits), undefined, document);
  if (now.faults.length > document.faults.length || document.root?.kind !== 'map' || now.root?.kind !== 'map')
    return false;
  const found = nodeAt(now.root, path);
  if (value === undefined ? found !== undefined : !found || !isEqual(toPlain(found), value)) return false;
  return rest(document.root, path) === rest(now.root, path);
}

function isEqual(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** All but the key at the path; a map of nothing else counts as none. */
function rest(root: YamlMap, path: readonly string[]): string {
  const [first = '', ...more] = path;
  const plain = toPlain(root) as Record<string, unknown>;
  const inner = plain[first];
  delete plain[first];
  if (more.length > 0 && typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    const left = { ...(inner as Record<string, unknown>) };
    delete left[more[0] ?? ''];
    if (Object.keys(left).length > 0) plain[first] = left;
  }
  return canonical(plain);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
