import type { YamlList } from '../../yaml/node.ts';
import { contentEnd, isAlias, itemPlaces, lineStart, marksBetween } from '../source.ts';

/** Comments between two steps: the one in the line of the first, and those in lines of their own. */
export function commentsBetween(
  text: string,
  from: number,
  to: number,
): { readonly trailing: string; readonly lines: readonly string[] } {
  const marks = marksBetween(text, from, to).filter(({ kind }) => kind === 'comment' || kind === 'break');
  let trailing = '';
  const lines: string[] = [];
  let isFirstLine = true;
  let lineHasMore = false;
  for (const mark of marks) {
    if (mark.kind === 'comment') {
      const comment = text.slice(mark.start, mark.end).trimEnd();
      if (isFirstLine) trailing = (/[ \t]*$/.exec(text.slice(from, mark.start))?.[0] || ' ') + comment;
      else lines.push(comment);
      lineHasMore = true;
      continue;
    }
    const line = text.slice(lineStart(text, mark.start), mark.start);
    if (!isFirstLine && !lineHasMore && line.trim() === '') lines.push('');
    isFirstLine = false;
    lineHasMore = false;
  }
  return { trailing, lines };
}

/** A step of nested lists with the comments before it and the one in its line. */
export interface CommentedStep {
  readonly id: string;
  readonly lines: readonly string[];
  readonly trailing: string;
}

/** The steps of nested lists with their comments; the last entry has no step and the comments that remain. */
export function commentedSteps(text: string, list: YamlList): readonly CommentedStep[] {
  const leaves = placesOf(text, list);
  let at = list.start;
  const gaps = leaves.map(({ start, end }) => {
    const gap = commentsBetween(text, at, start);
    at = end;
    return gap;
  });
  const last = commentsBetween(text, at, Math.max(contentEnd(text, at), list.end));
  return [
    ...leaves.map(({ id }, index) => {
      const own = gaps[index];
      // What stands in the first line behind a dash alone is nobody's line.
      const lines =
        index === 0 && own && own.trailing !== '' ? [own.trailing.trim(), ...own.lines] : (own?.lines ?? []);
      return { id, lines, trailing: (gaps[index + 1] ?? last).trailing };
    }),
    { id: '', lines: last.lines, trailing: '' },
  ];
}

function placesOf(text: string, list: YamlList): readonly { id: string; start: number; end: number }[] {
  return itemPlaces(text, list).flatMap(({ node, start, end }) => {
    if (node.kind === 'list' && !isAlias(text, node)) return placesOf(text, node);
    return [{ id: node.kind === 'scalar' ? String(node.value).trim() : '', start, end }];
  });
}

/** Whether all comments of one text are in the other, but those in lines of steps that go. */
export function keepsComments(
  before: readonly CommentedStep[],
  now: readonly CommentedStep[],
  isKept: (id: string) => boolean,
): boolean {
  const left = new Map<string, number>();
  const count = (comment: string, by: number): number => {
    const key = comment.trim();
    const sum = (left.get(key) ?? 0) + by;
    left.set(key, sum);
    return key === '' ? 0 : sum;
  };
  for (const { lines, trailing } of now) for (const comment of [...lines, trailing]) count(comment, 1);
  return before.every(({ id, lines, trailing }) =>
    [...lines, ...(isKept(id) ? [trailing] : [])].every((comment) => count(comment, -1) >= 0),
  );
}
