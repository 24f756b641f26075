import { toPlain, type YamlNode } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { flowText } from './scalars.ts';
import { indentAt, isAlias, isFlow, lineEnd } from './source.ts';
import type { TextEdit } from './text-edits.ts';

/**
 * Writes out what aliases stand for whose anchor is in a part of the text that changes, so that an entry others refer to
 * can be changed or go. Those of a merge key stay.
 */
export function writeOutAliases(document: YamlDocument, changes: readonly TextEdit[]): readonly TextEdit[] {
  const { text } = document;
  const nodes = allNodes(document);
  const changed = new Map<number, boolean>();
  return nodes.flatMap((node) => {
    if (!isAlias(text, node)) return [];
    const anchor = anchorOf(text, node);
    if (anchor === undefined) return [];
    let isChanged = changed.get(anchor);
    if (isChanged === undefined) {
      const target = nodes.reduce<YamlNode | undefined>((best, each) => closer(best, each, anchor), undefined);
      isChanged = changes.some((edit) => target !== undefined && isWithin(text, edit, anchor, target));
      changed.set(anchor, isChanged);
    }
    return isChanged ? [{ start: node.start, end: node.end, text: flowText(toPlain(node)) }] : [];
  });
}

/** Lines put in behind a block belong to it when they are indented like it. */
function isWithin(text: string, edit: TextEdit, anchor: number, node: YamlNode): boolean {
  const isBlock = node.kind !== 'scalar' && !isFlow(text, node);
  const end = isBlock ? lineEnd(text, node.end) : node.end;
  if (edit.end <= anchor || edit.start > end) return false;
  if (edit.start < end) return true;
  const indent = /^[\r\n]*( *)/.exec(edit.text)?.[1] ?? '';
  return isBlock && edit.end === end && indent.length >= indentAt(text, node.start).length;
}

/** Nodes that are written where they stand, each before what is in it. */
function allNodes({ text, root }: YamlDocument): readonly YamlNode[] {
  const found: YamlNode[] = [];
  const visit = (node: YamlNode): void => {
    found.push(node);
    if (isAlias(text, node)) return;
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'map') return;
    for (const { keyStart, value } of node.entries) if (node.start <= keyStart && keyStart < node.end) visit(value);
  };
  if (root) visit(root);
  return found;
}

/** Where the anchor of an alias is: the last one of its name before it. */
function anchorOf(text: string, alias: YamlNode): number | undefined {
  const name = text.slice(alias.start + 1, alias.end);
  let at = text.lastIndexOf(`&${name}`, alias.start);
  while (at >= 0 && !/^(?:[\s,\]}]|$)/.test(text.slice(at + 1 + name.length, at + 2 + name.length)))
    at = at === 0 ? -1 : text.lastIndexOf(`&${name}`, at - 1);
  return at < 0 ? undefined : at;
}

/** The node that an anchor belongs to is the outermost of those that begin next. */
function closer(best: YamlNode | undefined, node: YamlNode, anchor: number): YamlNode | undefined {
  if (node.start < anchor) return best;
  return best === undefined || node.start < best.start ? node : best;
}
