import type { YamlFile } from '../../objects/yaml-file.ts';
import type { YamlNode } from '../../yaml/node.ts';

/** Lines that can be folded, from and to (both zero-based, inclusive). */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly isComment: boolean;
}

/** Hashes, lists, block texts and comments of more than one line. */
export function foldsOf(file: YamlFile): readonly Fold[] {
  const { root, lines, text } = file.document;
  const folds = new Map<number, Fold>();
  const add = (start: number, end: number, isComment = false): void => {
    const from = lines.position(start).line;
    const last = text.slice(start, end).replace(/\s+$/, '').length;
    const to = lines.position(start + last).line;
    if (to > from && (folds.get(from)?.to ?? 0) < to) folds.set(from, { from, to, isComment });
  };
  const visit = (node: YamlNode): void => {
    if (node.kind === 'list')
      for (const item of node.items) {
        if (item.kind !== 'scalar') add(item.start, item.end);
        visit(item);
      }
    if (node.kind === 'map')
      for (const { keyStart, value } of node.entries) {
        add(keyStart, value.end);
        visit(value);
      }
  };
  if (root) visit(root);
  for (const match of text.matchAll(/^[ \t]*#.*(?:(?:\r\n|\n|\r)[ \t]*#.*)+/gm))
    add(match.index, match.index + match[0].length, true);
  return [...folds.values()].sort((a, b) => a.from - b.from);
}
