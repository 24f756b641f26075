import { rewrites, type ListPlan } from './list-plan.ts';
import { contentEnd, indentAt, lineBreak, lineEnd, lineStart, marksBetween, type ItemPlace } from './source.ts';
import type { TextEdit } from './text-edits.ts';

/** The edits that make a block list what the plan says: whole lines come and go; undefined when no item stays. */
export function editBlockList(
  text: string,
  items: readonly ItemPlace[],
  plan: ListPlan,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [...rewrites(items, plan)];
  const kept = plan.flatMap((entry) => ('keep' in entry ? [entry.keep] : []));
  if (kept.length === 0) return undefined;
  const first = items[0];
  if (!first) return undefined;
  const indent = indentAt(text, first.dash);
  const isInline = text.slice(lineStart(text, first.dash), first.dash).replace('\ufeff', '').trim() !== '';
  edits.push(...removals(text, items, new Set(kept), isInline));
  let last = -1;
  let waiting: string[] = [];
  const flush = (): void => {
    if (waiting.length > 0) edits.push(insertion(text, items, last, waiting, indent, isInline));
    waiting = [];
  };
  for (const entry of plan) {
    if ('keep' in entry) {
      flush();
      last = entry.keep;
    } else waiting.push(...entry.block);
  }
  flush();
  return edits;
}

/** New lines behind the item's last line; before the first item where it begins. */
function insertion(
  text: string,
  items: readonly ItemPlace[],
  after: number,
  lines: readonly string[],
  indent: string,
  isInline: boolean,
): TextEdit {
  const item = items[Math.max(0, after)];
  if (!item) return { start: 0, end: 0, text: '' };
  const newLine = lineBreak(text, item.dash);
  if (after < 0) {
    const joined = lines.map((line) => line + newLine + indent).join('');
    if (isInline) return { start: item.dash, end: item.dash, text: joined };
    const at = lineStart(text, item.dash) + (text.startsWith('\ufeff') && lineStart(text, item.dash) === 0 ? 1 : 0);
    return { start: at, end: at, text: lines.map((line) => indent + line + newLine).join('') };
  }
  const at = lineEnd(text, item.end);
  const hasBreak = text[at - 1] === '\n';
  const parts = lines.map((line) => (hasBreak ? indent + line + newLine : newLine + indent + line));
  return { start: at, end: at, text: parts.join('') };
}

/** Whole lines of the items that go. The first item of a nested list may begin behind the dash of the outer one. */
function removals(
  text: string,
  items: readonly ItemPlace[],
  kept: ReadonlySet<number>,
  isInline: boolean,
): readonly TextEdit[] {
  return items.flatMap((item, index) => {
    if (kept.has(index)) return [];
    const end = lineEnd(text, item.end);
    if (index > 0 || !isInline) return [{ start: lineStart(text, item.dash), end, text: '' }];
    const next = items.findIndex((_, other) => kept.has(other));
    const place = items[next];
    const between = items.slice(1, next + 1).some((other, n) => hasComment(text, items[n]?.end ?? 0, other.dash));
    // The outer dash takes the next item to itself; comments in between keep their lines, and the list begins below.
    if (place && !between && next === 1) return [{ start: item.dash, end: place.dash, text: '' }];
    const from = item.dash - (/[ \t]*$/.exec(text.slice(0, item.dash))?.[0].length ?? 0);
    return [{ start: from, end: contentEnd(text, item.end), text: '' }];
  });
}

/** A comment in a line of its own. */
function hasComment(text: string, from: number, to: number): boolean {
  const end = lineEnd(text, from);
  return end < to && marksBetween(text, end, to).some(({ kind }) => kind === 'comment');
}
