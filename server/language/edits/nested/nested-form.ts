import type { YamlList, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { editList, takeInner } from '../list-edits.ts';
import type { KeptItem, NewItem } from '../list-plan.ts';
import { quoteAt, stringText, type Quote } from '../scalars.ts';
import { contentEnd, indentAt, isAlias, isFlow, itemPlaces, lineBreak, trailingComment } from '../source.ts';
import type { TextEdit } from '../text-edits.ts';
import { commentedSteps } from './comments.ts';
import { leavesOf, partsOf, type NestedTree } from './series-parallel.ts';

/** What nested lists are to say, and the steps that took the place of others. */
export interface NestedTarget {
  readonly tree: NestedTree;
  readonly replaced: ReadonlyMap<string, string>;
}

/** The edits that make nested lists say a tree; undefined when there is no way to say it in this text's form. */
export function editNested(text: string, list: YamlList, target: NestedTarget): readonly TextEdit[] | undefined {
  return new NestedEditor(text, list, target).edits();
}

/**
 * Block lists that say a tree, written anew: what changed too much to keep its lines keeps at least its comments, each
 * before its step.
 */
export function rewriteNested(text: string, list: YamlList, target: NestedTarget): readonly TextEdit[] | undefined {
  return isFlow(text, list) ? undefined : new NestedEditor(text, list, target).rewritten();
}

type Kind = 'serial' | 'parallel';

const otherKind: Readonly<Record<Kind, Kind>> = { serial: 'parallel', parallel: 'serial' };

class NestedEditor {
  readonly #text: string;
  readonly #list: YamlList;
  readonly #target: NestedTarget;
  /** The step that a scalar stands for from now on. */
  readonly #newId: ReadonlyMap<string, string>;
  /** The scalar of each step as it is written now, by the step's new name. */
  readonly #written = new Map<string, { readonly raw: string; readonly comment: string }>();
  readonly #edits: TextEdit[] = [];
  #quote: Quote = '';
  #isPossible = true;

  constructor(text: string, list: YamlList, target: NestedTarget) {
    this.#text = text;
    this.#list = list;
    this.#target = target;
    this.#newId = new Map([...target.replaced].map(([now, old]) => [old, now]));
    this.#collect(list);
  }

  edits(): readonly TextEdit[] | undefined {
    this.#align(this.#list, 'serial', this.#target.tree);
    return this.#isPossible ? this.#edits : undefined;
  }

  /** Every step has a line of its own, in the order of the tree. */
  rewritten(): readonly TextEdit[] {
    const steps = commentedSteps(this.#text, this.#list);
    const before = new Map<string, string[]>();
    const order = leavesOf(this.#target.tree);
    const known = new Set(order);
    let waiting: string[] = [];
    for (const { id, lines } of steps) {
      waiting.push(...lines);
      const now = this.#newId.get(id) ?? id;
      if (!known.has(now)) continue;
      before.set(now, waiting);
      waiting = [];
    }
    const indent = indentAt(this.#text, this.#list.start);
    const written = this.#lines({ kind: 'serial', parts: partsOf('serial', this.#target.tree) }, 'serial', '', '');
    const lines = order.flatMap((id, index) => {
      const line = written[index] ?? '';
      const inner = indent + (/^ */.exec(line)?.[0] ?? '');
      return [...(before.get(id) ?? []).map((comment) => (comment === '' ? '' : inner + comment)), indent + line];
    });
    lines.push(...waiting.map((comment) => (comment === '' ? '' : indent + comment)));
    const last = itemPlaces(this.#text, this.#list).at(-1);
    const end = contentEnd(this.#text, last?.end ?? this.#list.end);
    const all = lines.join(lineBreak(this.#text, this.#list.start));
    return [{ start: this.#list.start, end, text: all.slice(indent.length) }];
  }

  #collect(list: YamlList): void {
    if (isAlias(this.#text, list)) return;
    const isBlock = !isFlow(this.#text, list);
    for (const { node, start, end } of itemPlaces(this.#text, list)) {
      if (node.kind === 'list') this.#collect(node);
      else if (node.kind === 'scalar') {
        const raw = this.#rewritten(node, start) ?? this.#text.slice(start, end);
        this.#written.set(this.#idOf(node), { raw, comment: isBlock ? trailingComment(this.#text, end) : '' });
        if (this.#written.size === 1) this.#quote = quoteAt(this.#text, node.start);
      }
    }
  }

  #idOf(node: YamlScalar): string {
    const id = String(node.value).trim();
    return this.#newId.get(id) ?? id;
  }

  /** The text of a scalar whose step gave its place to another. */
  #rewritten(node: YamlScalar, start: number): string | undefined {
    const now = this.#newId.get(String(node.value).trim());
    if (now === undefined) return undefined;
    return this.#text.slice(start, node.start) + stringText(now, quoteAt(this.#text, node.start));
  }

  /** Makes a list say a tree: pairs its items with the tree's parts, changes those inside, adds and takes away the rest. */
  #align(list: YamlList, kind: Kind, tree: NestedTree): void {
    if (isAlias(this.#text, list)) {
      const text = this.#flow(tree, kind);
      if (!this.#says(list, kind, tree)) this.#edits.push({ start: list.start, end: list.end, text });
      return;
    }
    const pairs = this.#pair(list, kind, partsOf(kind, tree));
    const places = itemPlaces(this.#text, list);
    const plan: (KeptItem | NewItem)[] = pairs.map(({ part, item }) => {
      const place = item === undefined ? undefined : places[item];
      if (item === undefined || place === undefined)
        return { block: this.#lines(part, otherKind[kind], '', '- '), flow: this.#flow(part, otherKind[kind]) };
      return { keep: item, ...this.#inside(place.node, place.start, otherKind[kind], part) };
    });
    const edits =
      plan.some((entry) => 'keep' in entry) || isFlow(this.#text, list)
        ? editList(this.#text, list, takeInner(this.#text, list, plan, this.#edits))
        : undefined;
    if (edits) this.#edits.push(...edits);
    else this.#isPossible = false;
  }

  /** An item that stays: what changes inside it. */
  #inside(node: YamlNode, start: number, kind: Kind, part: NestedTree): { text?: string } {
    if (node.kind === 'list') {
      this.#align(node, kind, part);
      return {};
    }
    if (part.kind === 'leaf') {
      const text = node.kind === 'scalar' ? this.#rewritten(node, start) : undefined;
      return text === undefined ? {} : { text };
    }
    this.#wrap(node, start, kind, part);
    return {};
  }

  /** A step becomes a group that it is a part of. */
  #wrap(node: YamlNode, start: number, kind: Kind, part: NestedTree): void {
    const before = this.#text.slice(0, start);
    const isBlock = /(?:^|\n|[\s])-[ \t]+$/.test(before) && !this.#isInFlow(node);
    if (!isBlock) {
      this.#edits.push({ start, end: node.end, text: this.#flow(part, kind) });
      return;
    }
    const lines = this.#lines(part, kind, '', '');
    const newLine = lineBreak(this.#text, start);
    const indent = indentAt(this.#text, start);
    const end = node.end + trailingComment(this.#text, node.end).length;
    this.#edits.push({ start, end, text: lines.join(newLine + indent) });
  }

  #isInFlow(node: YamlNode): boolean {
    const inside = (list: YamlList): boolean =>
      !isAlias(this.#text, list) &&
      list.items.some((item) =>
        item === node
          ? isFlow(this.#text, list)
          : item.kind === 'list' && item.start <= node.start && node.end <= item.end && inside(item),
      );
    return inside(this.#list);
  }

  /** Lines of an item; `first` is what the first line begins with, the others are indented as far. */
  #lines(part: NestedTree, kind: Kind, indent: string, first: string): readonly string[] {
    if (part.kind === 'leaf') return [indent + first + this.#leaf(part.id, true)];
    const parts = partsOf(kind, part);
    const deeper = indent + ' '.repeat(first.length);
    return parts.flatMap((each, index) => {
      const lines = this.#lines(each, otherKind[kind], '', '- ');
      return lines.map((line, n) => (index === 0 && n === 0 ? indent + first + line : deeper + line));
    });
  }

  #flow(part: NestedTree, kind: Kind): string {
    if (part.kind === 'leaf') return this.#leaf(part.id, false);
    return `[${partsOf(kind, part)
      .map((each) => this.#flow(each, otherKind[kind]))
      .join(', ')}]`;
  }

  #leaf(id: string, withComment: boolean): string {
    const written = this.#written.get(id);
    if (!written) return stringText(id, this.#quote);
    return withComment ? written.raw + written.comment : written.raw;
  }

  #pair(
    list: YamlList,
    kind: Kind,
    parts: readonly NestedTree[],
  ): readonly { part: NestedTree; item: number | undefined }[] {
    const itemOf = new Map<string, number>();
    for (const [index, item] of list.items.entries()) for (const id of this.#leavesOf(item)) itemOf.set(id, index);
    const wanted = parts.map((part) => ({ part, ...bestItem(leavesOf(part), itemOf) }));
    const bestOf = new Map<number, { part: NestedTree; weight: number }>();
    for (const { part, item, weight } of wanted) {
      const best = item === undefined ? undefined : bestOf.get(item);
      if (item !== undefined && (!best || best.weight < weight)) bestOf.set(item, { part, weight });
    }
    const once = wanted.map(({ part, item }) => ({
      part,
      item: item !== undefined && bestOf.get(item)?.part === part ? item : undefined,
    }));
    return kind === 'serial'
      ? ascending(once)
      : [...once].sort((a, b) => (a.item ?? Infinity) - (b.item ?? Infinity) || 0);
  }

  #leavesOf(node: YamlNode): readonly string[] {
    if (node.kind === 'list') return node.items.flatMap((item) => this.#leavesOf(item));
    return node.kind === 'scalar' ? [this.#idOf(node)] : [];
  }

  #says(node: YamlNode, kind: Kind, tree: NestedTree): boolean {
    if (node.kind !== 'list') return tree.kind === 'leaf' && node.kind === 'scalar' && this.#idOf(node) === tree.id;
    const parts = partsOf(kind, tree);
    return (
      parts.length === node.items.length &&
      node.items.every((item, index) => {
        const part = parts[index];
        return part !== undefined && this.#says(item, otherKind[kind], part);
      })
    );
  }
}

function bestItem(
  leaves: readonly string[],
  itemOf: ReadonlyMap<string, number>,
): { item: number | undefined; weight: number } {
  const counts = new Map<number, number>();
  for (const id of leaves) {
    const item = itemOf.get(id);
    if (item !== undefined) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
  return { item: best?.[0], weight: best?.[1] ?? 0 };
}

/** Keeps the longest run of pairs whose items are in order; the others are new. */
function ascending(
  pairs: readonly { part: NestedTree; item: number | undefined }[],
): readonly { part: NestedTree; item: number | undefined }[] {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, { item }] of pairs.entries()) {
    if (item === undefined) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.item ?? 0) < item) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) kept.add(at);
  return pairs.map((pair, index) => (kept.has(index) ? pair : { ...pair, item: undefined }));
}
