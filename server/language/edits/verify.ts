import { readStepGraph, type StepGraph } from '../graph/step-graph.ts';
import { nodeAt, toPlain, type YamlMap, type YamlNode } from '../yaml/node.ts';
import { readYaml, type YamlDocument } from '../yaml/read-yaml.ts';
import type { TargetGraph } from './target.ts';

/** Whether a text says the graph that was meant, and says all else as before. Reads only what changed. */
export function saysTarget(before: YamlDocument, text: string, target: TargetGraph): YamlDocument | undefined {
  const now = readYaml(text, undefined, before);
  if (now.faults.length > before.faults.length) return undefined;
  const graph = graphOf(now);
  if (!isGraph(graph, target) || !isRestSame(before, now)) return undefined;
  return areEntriesSame(before, now, target) ? now : undefined;
}

/** The graph of a document; no steps at all when there are none. */
export function graphOf(document: YamlDocument): StepGraph {
  const node = nodeAt(document.root, ['steps']);
  return node && !(node.kind === 'scalar' && node.value === null)
    ? readStepGraph(node)
    : { form: 'none', steps: [], faults: [] };
}

function isGraph(graph: StepGraph, target: TargetGraph): boolean {
  if (graph.steps.length !== target.order.length) return false;
  return graph.steps.every(({ identity, after }) => {
    const wanted = target.has(identity) ? target.after(identity) : undefined;
    return (
      wanted !== undefined && wanted.length === after.length && wanted.every((id) => after.some((each) => each === id))
    );
  });
}

function isRestSame(before: YamlDocument, now: YamlDocument): boolean {
  if (before.root?.kind !== 'map') return before.root === undefined;
  return now.root?.kind === 'map' && rest(before.root, 'steps') === rest(now.root, 'steps');
}

/** Keys of entries that are not ours to know stay with their steps. */
function areEntriesSame(before: YamlDocument, now: YamlDocument, target: TargetGraph): boolean {
  const old = entriesOf(before);
  for (const [id, entry] of entriesOf(now)) {
    const was = old.get(target.replaced.get(id) ?? id);
    if (was && rest(was, 'step', 'after') !== rest(entry, 'step', 'after')) return false;
  }
  return true;
}

function entriesOf(document: YamlDocument): ReadonlyMap<string, YamlMap> {
  const list = nodeAt(document.root, ['steps']);
  const maps = list?.kind === 'list' ? list.items.filter((item): item is YamlMap => item.kind === 'map') : [];
  return new Map(maps.map((map) => [text(map.byKey.get('step')?.value), map]));
}

function text(node: YamlNode | undefined): string {
  return node?.kind === 'scalar' ? String(node.value).trim() : '';
}

function rest(map: YamlMap, ...without: readonly string[]): string {
  const entries = [...map.byKey].filter(([key]) => !without.includes(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '' : JSON.stringify(entries.map(([key, { value }]) => [key, toPlain(value)]));
}
