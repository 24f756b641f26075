import type { YamlList } from '../yaml/node.ts';
import { rewrites, type KeptItem, type ListPlan } from './list-plan.ts';
import { contentEnd, indentAt, lineBreak, lineStart, marksBetween, type ItemPlace } from './source.ts';
import { differenceOf, type TextEdit } from './text-edits.ts';

/** The edit that makes a flow list what the plan says: one piece between its brackets, without what stays at both ends. */
export function editFlowList(
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
