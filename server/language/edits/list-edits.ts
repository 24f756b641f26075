import type { YamlList } from '../yaml/node.ts';
import {
  contentEnd,
  indentAt,
  isFlow,
  itemPlaces,
  lineBreak,
  lineEnd,
  lineStart,
  marksBetween,
  type ItemPlace,
} from './source.ts';
import { applyEdits, differenceOf, type TextEdit } from './text-edits.ts';

/** The list as it shall be: items that stay, in their order, and new ones. Items that are not named go. */
export type ListPlan = readonly (KeptItem | NewItem)[];

export interface KeptItem {
  readonly keep: number;
  /** Another text for the item's value; absent: as it is (edits inside it are the caller's). */
  readonly text?: string;
}

export interface NewItem {
  /** Lines of a block item without their common indentation; the first begins with the dash. */
  readonly block: readonly string[];
  readonly flow: string;
}

/** The edits that make a list what the plan says; undefined when this text's form has no way to say it. */
export function editList(text: string, list: YamlList, plan: ListPlan): readonly TextEdit[] | undefined {
  const items = itemPlaces(text, list);
  return isFlow(text, list) ? editFlowList(text, list, items, plan) : editBlockList(text, items, plan);
}

/**
 * In a flow list, which is written anew as one piece, edits inside the items become part of the plan; they are taken out
 * of `edits`.
 */
export function takeInner(text: string, list: YamlList, plan: ListPlan, edits: TextEdit[]): ListPlan {
  if (!isFlow(text, list)) return plan;
  const places = itemPlaces(text, list);
  return plan.map((entry) => {
    const place = 'keep' in entry ? places[entry.keep] : undefined;
    if (!place || !('keep' in entry) || entry.text !== undefined) return entry;
    const inner = edits.filter(({ start, end }) => start >= place.start && end <= place.end);
    if (inner.length === 0) return entry;
    for (const edit of inner) edits.splice(edits.indexOf(edit), 1);
    const moved = inner.map((edit) => ({ ...edit, start: edit.start - place.start, end: edit.end - place.start }));
    return { ...entry, text: applyEdits(text.slice(place.start, place.end), moved) };
  });
}

function editFlowList(
  text: string,
  list: YamlList,
  items: readonly ItemPlace[],
  plan: ListPlan,
): readonly TextEdit[] | undefined {
  const kept = plan.filter((entry): entry is KeptItem => 'keep' in entry);
  const isShape = kept.length < items.length || kept.length < plan.length;
  if (!isShape) return rewrites(items, plan);
  const from = list.start + 1;
  const to = list.end - 1;
  const inside = new FlowInside(text, items, from, to).text(plan);
  return differenceOf(text.slice(from, to), inside).map((edit) => ({
    ...edit,
    start: edit.start + from,
    end: edit.end + from,
  }));
}

/** What stands between the brackets: items and what is between them. */
class FlowInside {
  readonly #text: string;
  readonly #items: readonly ItemPlace[];
  readonly #from: number;
  readonly #to: number;

  constructor(text: string, items: readonly ItemPlace[], from: number, to: number) {
    this.#text = text;
    this.#items = items;
    this.#from = from;
    this.#to = to;
  }

  text(plan: ListPlan): string {
    if (plan.length === 0) return this.#commentsOf(this.#from, this.#to);
    const parts = plan.map((entry) => ('keep' in entry ? this.#kept(entry) : entry.flow));
    const before = plan.map((_, index) => this.#gapBefore(plan, index));
    return parts.map((part, index) => (before[index] ?? '') + part).join('') + this.#tail(plan);
  }

  #kept({ keep, text }: KeptItem): string {
    return text ?? this.#slice(this.#items[keep]?.start ?? 0, this.#items[keep]?.end ?? 0);
  }

  /** What stood before a kept item, comments of items that go included; a comma for new ones. */
  #gapBefore(plan: ListPlan, index: number): string {
    const entry = plan[index];
    const isFirst = index === 0;
    if (!entry || !('keep' in entry)) return isFirst ? this.#lead() : ', ';
    const last = plan
      .slice(0, index)
      .reverse()
      .find((each): each is KeptItem => 'keep' in each);
    const since = last === undefined ? 0 : last.keep + 1;
    const gaps = Array.from({ length: entry.keep - since + 1 }, (_, n) => this.#gap(since + n));
    const own = gaps.at(-1) ?? '';
    if (gaps.length === 1 && index > 0 && plan[index - 1] === last) return own;
    const comments = gaps.filter((gap) => gap.includes('#')).join('');
    if (comments !== '')
      return (
        (isFirst ? '' : ',') + comments.replace(/(^|\n)([ \t]*),/g, '$1$2').replace(/,(?=[ \t]*(?:#|\r?\n|$))/g, '')
      );
    return isFirst ? this.#lead() : ', ';
  }

  /** Between the item before and this one; of the first, what follows the bracket. */
  #gap(index: number): string {
    const start = index === 0 ? this.#from : (this.#items[index - 1]?.end ?? this.#from);
    return this.#slice(start, this.#items[index]?.start ?? this.#to);
  }

  #lead(): string {
    const lead = this.#gap(0);
    return lead.includes('#') || this.#items.length === 0 ? '' : lead;
  }

  #tail(plan: ListPlan): string {
    const end = this.#items.at(-1)?.end ?? this.#from;
    const tail = this.#slice(end, this.#to);
    const last = plan.at(-1);
    const stays = last && 'keep' in last && last.keep === this.#items.length - 1;
    if (stays) return tail;
    const lost = plan.some((entry) => 'keep' in entry && entry.keep === this.#items.length - 1)
      ? ''
      : this.#commentsOf(this.#lastKeptEnd(plan), end);
    return lost + tail.replace(/^[ \t]*,/, '');
  }

  #lastKeptEnd(plan: ListPlan): number {
    const kept = plan.flatMap((entry) => ('keep' in entry ? [entry.keep] : []));
    return this.#items[Math.max(-1, ...kept)]?.end ?? this.#from;
  }

  #commentsOf(from: number, to: number): string {
    const parts: string[] = [];
    let at = from;
    for (const item of [...this.#items.filter(({ start }) => start >= from && start < to), { start: to, end: to }]) {
      const comments = marksBetween(this.#text, at, item.start).filter(({ kind }) => kind === 'comment');
      for (const { start } of comments) {
        const lead = this.#text.slice(lineStart(this.#text, start), start);
        const blank = /^[ \t]*$/.test(lead) ? lead : ' ';
        parts.push(
          `${blank === ' ' ? ' ' : lineBreak(this.#text, start) + blank}${this.#text.slice(start, contentEnd(this.#text, start))}`,
        );
      }
      at = item.end;
    }
    if (parts.length === 0) return '';
    return (
      parts.join('') +
      (this.#slice(to, this.#to).includes('\n') ? '' : lineBreak(this.#text, to) + indentAt(this.#text, this.#from))
    );
  }

  #slice(from: number, to: number): string {
    return this.#text.slice(from, to);
  }
}

function rewrites(items: readonly ItemPlace[], plan: ListPlan): readonly TextEdit[] {
  return plan.flatMap((entry) => {
    const item = 'keep' in entry ? items[entry.keep] : undefined;
    return item && 'keep' in entry && entry.text !== undefined
      ? [{ start: item.start, end: item.end, text: entry.text }]
      : [];
  });
}

function editBlockList(text: string, items: readonly ItemPlace[], plan: ListPlan): readonly TextEdit[] | undefined {
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
