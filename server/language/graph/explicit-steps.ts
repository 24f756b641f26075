import type { YamlEntry, YamlMap, YamlNode } from '../yaml/node.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean } from '../words/sentences.ts';
import { readReference, type StepCollector, type StepReference, type WrittenEdge } from './step-collector.ts';
import type { StepIdentity } from './step-graph.ts';

/** Reads the explicit form: each element has `step` and `after`, where `after` names steps of the same list. */
export function readExplicitSteps(maps: readonly YamlMap[], collector: StepCollector): void {
  const entries = maps.map((map) => ({ map, reference: readStepKey(map, collector) }));
  const names = new NameIndex(entries.flatMap(({ reference }) => reference ?? []));
  for (const { map, reference } of entries) {
    reportUnknownKeys(map, collector);
    const edges = readAfter(map, names, collector);
    if (!reference) continue;
    const step = collector.add(
      reference,
      edges.map((edge) => edge.to),
      edges,
    );
    if (step) collector.edges.set(step.identity, edges);
  }
}

function readStepKey(map: YamlMap, collector: StepCollector): StepReference | undefined {
  const entry = map.byKey.get('step');
  if (entry) return readReference(entry.value, collector);
  collector.fault({ kind: 'step-key-missing', ...firstKey(map), values: {} });
  return undefined;
}

function readAfter(map: YamlMap, names: NameIndex, collector: StepCollector): readonly WrittenEdge[] {
  const entry = map.byKey.get('after');
  if (!entry) {
    const step = map.byKey.get('step')?.value;
    const place = step && step.kind === 'scalar' ? step : firstKey(map);
    const values = { step: step?.kind === 'scalar' ? String(step.value) : '' };
    collector.fault({ kind: 'after-missing', start: place.start, end: place.end, values, data: { fix: 'add-after' } });
    return [];
  }
  if (entry.value.kind !== 'list') return refuseAfter(entry, collector);
  const edges = new Map<StepIdentity, WrittenEdge>();
  for (const item of entry.value.items) {
    const to = resolveName(item, names, collector);
    if (to === undefined) continue;
    if (edges.has(to)) collector.fault({ kind: 'after-twice', start: item.start, end: item.end, values: { step: to } });
    else edges.set(to, { to, start: item.start, end: item.end });
  }
  return [...edges.values()];
}

function refuseAfter(entry: YamlEntry, collector: StepCollector): readonly WrittenEdge[] {
  const { value } = entry;
  const isEmpty = value.start === value.end;
  const place = isEmpty ? { start: entry.keyStart, end: entry.keyEnd } : { start: value.start, end: value.end };
  collector.fault({ kind: 'after-not-a-list', ...place, values: {}, data: { fix: 'wrap-in-list' } });
  return [];
}

function resolveName(item: YamlNode, names: NameIndex, collector: StepCollector): StepIdentity | undefined {
  const { start, end } = item;
  if (item.kind !== 'scalar' || item.value === null) {
    collector.fault({ kind: 'not-a-step', start, end, values: {} });
    return undefined;
  }
  const text = typeof item.value === 'string' ? item.value.trim() : item.source;
  const found = names.find(text);
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const versions = found.map((identity) => `"${identity}"`).join(' and ');
    collector.fault({ kind: 'after-ambiguous', start, end, values: { step: text, versions } });
    return undefined;
  }
  const suggestion = nearestName(text, names.names());
  const data = suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } };
  collector.fault({ kind: 'after-unknown', start, end, values: { step: text, hint: didYouMean(suggestion) }, ...data });
  return undefined;
}

function reportUnknownKeys(map: YamlMap, collector: StepCollector): void {
  for (const { key, keyStart, keyEnd } of map.entries) {
    if (key === 'step' || key === 'after') continue;
    collector.fault({ kind: 'unknown-key', start: keyStart, end: keyEnd, values: { key } });
  }
}

function firstKey(map: YamlMap): { start: number; end: number } {
  const first = map.entries[0];
  return first ? { start: first.keyStart, end: first.keyEnd } : { start: map.start, end: map.end };
}

/** Steps of the list by name and by `name:version`. */
class NameIndex {
  readonly #byText = new Map<string, StepIdentity[]>();
  readonly #names = new Set<string>();

  constructor(references: readonly StepReference[]) {
    for (const identity of new Set(references.map((reference) => reference.identity))) {
      const name = identity.slice(0, identity.indexOf(':'));
      this.#names.add(name);
      for (const text of [name, identity]) this.#byText.set(text, [...(this.#byText.get(text) ?? []), identity]);
    }
  }

  find(text: string): readonly StepIdentity[] {
    return this.#byText.get(text) ?? [];
  }

  names(): Iterable<string> {
    return this.#names;
  }
}
