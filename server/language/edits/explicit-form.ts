import type { GraphStep } from '../graph/step-graph.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { emptyList, removeLast, replaceBlock } from './empty-list.ts';
import { editList, takeInner } from './list-edits.ts';
import type { ListPlan } from './list-plan.ts';
import { quoteAt, stringText, type Quote } from './scalars.ts';
import { contentEnd, indentAt, isAlias, isFlow, lineBreak, lineEnd } from './source.ts';
import type { TargetGraph } from './target.ts';
import type { TextEdit } from './text-edits.ts';

/** The edits that make explicit steps say the target; undefined when their form has no way to say it. */
export function editExplicit(
  document: YamlDocument,
  list: YamlList,
  steps: readonly GraphStep[],
  target: TargetGraph,
): readonly TextEdit[] | undefined {
  return new ExplicitEditor(document, list, steps, target).edits();
}

interface Entry {
  readonly map: YamlMap;
  readonly index: number;
  readonly step: GraphStep;
}

class ExplicitEditor {
  readonly #text: string;
  readonly #document: YamlDocument;
  readonly #list: YamlList;
  readonly #target: TargetGraph;
  readonly #entries = new Map<string, Entry>();
  readonly #names: ReadonlyMap<string, number>;
  readonly #quote: Quote;
  readonly #edits: TextEdit[] = [];
  #isPossible = true;

  constructor(document: YamlDocument, list: YamlList, steps: readonly GraphStep[], target: TargetGraph) {
    this.#text = document.text;
    this.#document = document;
    this.#list = list;
    this.#target = target;
    const byText = new Map(steps.map((step) => [step.identity as string, step]));
    for (const [index, map] of list.items.entries()) {
      const step = map.kind === 'map' ? byText.get(referenceOf(map)) : undefined;
      if (map.kind === 'map' && step) this.#entries.set(step.identity, { map, index, step });
    }
    const names = new Map<string, number>();
    for (const id of target.order) names.set(nameOf(id), (names.get(nameOf(id)) ?? 0) + 1);
    this.#names = names;
    this.#quote = steps[0] ? quoteAt(this.#text, steps[0].start) : '';
  }

  edits(): readonly TextEdit[] | undefined {
    const plan = this.#target.order.map((id) => this.#entryOf(id)?.index ?? id);
    for (const id of this.#target.order) {
      const entry = this.#entryOf(id);
      if (entry) this.#change(entry, id);
    }
    // Entries that nobody understood stay where they are.
    const known = new Set([...this.#entries.values()].map(({ index }) => index));
    const full = withUnknown(plan, this.#list.items.length, known);
    const isChanged = full.length !== this.#list.items.length || full.some((part) => typeof part === 'string');
    if (isChanged) this.#add(this.#editRoot(full));
    return this.#isPossible ? this.#edits : undefined;
  }

  #entryOf(id: string): Entry | undefined {
    return this.#entries.get(this.#target.replaced.get(id) ?? id);
  }

  #add(edits: readonly TextEdit[] | undefined): void {
    if (edits) this.#edits.push(...edits);
    else this.#isPossible = false;
  }

  #editRoot(plan: readonly (number | string)[]): readonly TextEdit[] | undefined {
    if (plan.length === 0) return emptyList(this.#document, ['steps'], this.#list);
    const items: ListPlan = plan.map((part) => (typeof part === 'number' ? { keep: part } : this.#newItem(part)));
    if (isFlow(this.#text, this.#list) || plan.some((part) => typeof part === 'number'))
      return editList(this.#text, this.#list, takeInner(this.#text, this.#list, items, this.#edits));
    // All entries go and others come: behind the last one first, so that the list stays one.
    const last = this.#list.items.length - 1;
    const both = editList(this.#text, this.#list, [{ keep: last }, ...items]);
    const gone = both && removeLast(this.#text, this.#list, both);
    return gone;
  }

  #newItem(id: string): { block: readonly string[]; flow: string } {
    const step = stringText(id, this.#quote);
    const after = `[${this.#target
      .after(id)
      .map((each) => this.#name(each))
      .join(', ')}]`;
    const flow = `{ step: ${step}, after: ${after} }`;
    const neighbour = this.#list.items.find((item) => item.kind === 'map');
    const isFlowMap = neighbour !== undefined && isFlow(this.#text, neighbour);
    return { flow, block: isFlowMap ? [`- ${flow}`] : [`- step: ${step}`, `  after: ${after}`] };
  }

  #name(id: string, quote: Quote = ''): string {
    return stringText((this.#names.get(nameOf(id)) ?? 0) > 1 ? id : nameOf(id), quote);
  }

  /** The step's reference and what it waits for. */
  #change({ map, step }: Entry, id: string): void {
    const reference = map.byKey.get('step')?.value;
    if (reference && step.identity !== id) {
      const text = stringText(id, quoteAt(this.#text, reference.start));
      // A block scalar ends behind its line's break, which is not the value's.
      const isBlock = reference.end > 0 && this.#text[reference.end - 1] === '\n';
      const end = isBlock ? contentEnd(this.#text, reference.end) : reference.end;
      this.#edits.push({ start: reference.start, end, text });
    }
    const wanted = this.#target.after(id);
    const written = map.byKey.get('after');
    const isOwn = written !== undefined && map.start <= written.keyStart && written.keyStart < map.end;
    if (
      isSame(
        step.after,
        wanted.map((each) => this.#target.replaced.get(each) ?? each),
      ) &&
      this.#areNamesGood(written?.value, step)
    )
      return;
    if (!isOwn || written === undefined) this.#addAfter(map, wanted);
    else this.#changeAfter(written, step, wanted);
  }

  #addAfter(map: YamlMap, wanted: readonly string[]): void {
    const text = `after: [${wanted.map((each) => this.#name(each)).join(', ')}]`;
    const last = map.byKey.get('step')?.value ?? map;
    if (isAlias(this.#text, map)) this.#isPossible = false;
    else if (isFlow(this.#text, map)) this.#edits.push({ start: last.end, end: last.end, text: `, ${text}` });
    else {
      const at = lineEnd(this.#text, last.end);
      const [line, newLine] = [indentAt(this.#text, map.start) + text, lineBreak(this.#text, last.start)];
      const hasBreak = this.#text[at - 1] === '\n';
      this.#edits.push({ start: at, end: at, text: hasBreak ? line + newLine : newLine + line });
    }
  }

  #changeAfter({ keyEnd, value }: YamlEntry, step: GraphStep, wanted: readonly string[]): void {
    if (value.kind !== 'list' || isAlias(this.#text, value)) {
      const text = `[${wanted.map((each) => this.#name(each)).join(', ')}]`;
      this.#edits.push({ start: value.start, end: value.end, text: value.end > value.start ? text : ` ${text}` });
      return;
    }
    this.#add(this.#editNames(value, this.#namePlan(value, step, wanted), keyEnd));
  }

  /** Names that stay in their order, then those that come; where a name takes another's place it does so there. */
  #namePlan(list: YamlList, step: GraphStep, wanted: readonly string[]): ListPlan {
    const placeOf = new Map(wanted.map((id, index) => [id, index]));
    const written = list.items.map((item) => this.#resolve(item, step));
    const nowOf = (id: string): string => [...this.#target.replaced].find(([, old]) => old === id)?.[0] ?? id;
    const kept = new Set<string>();
    const plan: { keep: number; text?: string }[] = [];
    for (const [keep, old] of written.entries()) {
      const id = old === undefined ? undefined : nowOf(old);
      const item = list.items[keep];
      if (item === undefined) continue;
      // What nobody understood is not ours to take away.
      if (id === undefined) plan.push({ keep });
      else if (placeOf.has(id) && !kept.has(id)) {
        kept.add(id);
        plan.push({ keep, ...this.#respelled(item, id, old ?? id) });
      }
    }
    const coming = wanted.filter((id) => !kept.has(id));
    const gone = written.findIndex((old) => old !== undefined && !placeOf.has(nowOf(old)));
    const [only, ...more] = coming;
    const goneCount = written.filter((old) => old !== undefined && !placeOf.has(nowOf(old))).length;
    if (only !== undefined && more.length === 0 && goneCount === 1) {
      const quote = quoteAt(this.#text, list.items[gone]?.start ?? 0);
      return [...plan, { keep: gone, text: this.#name(only, quote) }].sort((a, b) => a.keep - b.keep);
    }
    const quote = quoteAt(this.#text, list.items[0]?.start ?? 0);
    return [
      ...plan,
      ...coming.map((id) => this.#name(id, quote)).map((name) => ({ block: [`- ${name}`], flow: name })),
    ];
  }

  #editNames(list: YamlList, plan: ListPlan, keyEnd: number): readonly TextEdit[] | undefined {
    if (isFlow(this.#text, list) || plan.some((entry) => 'keep' in entry)) return editList(this.#text, list, plan);
    const flow = `[${plan.map((entry) => ('flow' in entry ? entry.flow : '')).join(', ')}]`;
    return replaceBlock(this.#text, keyEnd, list, flow);
  }

  /** Another spelling where the one that is written would mean another step, or none, from now on. */
  #respelled(item: YamlNode, id: string, old: string): { text?: string } {
    const text = item.kind === 'scalar' ? (typeof item.value === 'string' ? item.value.trim() : item.source) : '';
    const isGood = id === old && (text === id || (text === nameOf(id) && this.#names.get(text) === 1));
    if (isGood) return {};
    const spelled =
      text.includes(':') && this.#names.get(nameOf(id)) === 1
        ? stringText(id, quoteAt(this.#text, item.start))
        : this.#name(id, quoteAt(this.#text, item.start));
    return { text: spelled };
  }

  #areNamesGood(value: YamlNode | undefined, step: GraphStep): boolean {
    if (value?.kind !== 'list') return true;
    return value.items.every((item) => {
      const old = this.#resolve(item, step);
      if (old === undefined) return true;
      const now = [...this.#target.replaced].find(([, each]) => each === old)?.[0] ?? old;
      return this.#respelled(item, now, old).text === undefined;
    });
  }

  /** The step that a written name means now. */
  #resolve(item: YamlNode, step: GraphStep): string | undefined {
    if (item.kind !== 'scalar') return undefined;
    const text = typeof item.value === 'string' ? item.value.trim() : item.source;
    return step.after.find((id) => id === text || nameOf(id) === text);
  }
}

function withUnknown(
  plan: readonly (number | string)[],
  count: number,
  known: ReadonlySet<number>,
): (number | string)[] {
  const full = [...plan];
  for (let index = 0; index < count; index += 1) {
    if (known.has(index)) continue;
    const at = full.findIndex((part) => typeof part === 'number' && part > index);
    full.splice(at < 0 ? full.length : at, 0, index);
  }
  return full;
}

function referenceOf(map: YamlMap): string {
  const value = map.byKey.get('step')?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value.trim() : '';
}

function nameOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((id) => a.includes(id));
}
