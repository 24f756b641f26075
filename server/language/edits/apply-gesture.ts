import type { GraphGesture } from '../../../schemas/model/workflow-graph.ts';
import { inTurn } from '../graph/redundant-edges.ts';
import type { TargetGraph } from './target.ts';

/** A gesture that means a graph; `set` means a value. */
export type StepGesture = Exclude<GraphGesture, { readonly type: 'set' | 'several' }>;

/** Changes the graph as the gesture says; gives the reason when that is impossible. */
export function applyGesture(graph: TargetGraph, gesture: StepGesture): string | undefined {
  switch (gesture.type) {
    case 'add':
      return add(graph, gesture.step, gesture.after, gesture.before);
    case 'connect':
      return connect(graph, gesture.from, gesture.to);
    case 'disconnect':
      return disconnect(graph, gesture.from, gesture.to);
    case 'rewire':
      return rewire(graph, gesture);
    case 'delete':
      return remove(graph, gesture.steps, gesture.heal);
    case 'replace':
      return replace(graph, gesture.step, gesture.by);
    case 'paste':
      return paste(graph, gesture.steps, gesture.after);
    case 'make-explicit':
      graph.mustBeExplicit = true;
      return undefined;
  }
}

function add(
  graph: TargetGraph,
  step: string,
  after: readonly string[],
  before: readonly string[],
): string | undefined {
  const wrong = newStepFault(graph, step) ?? missing(graph, [...after, ...before]);
  if (wrong !== undefined) return wrong;
  for (const from of after)
    for (const to of before) {
      const way = graph.wayFrom(to, from);
      if (way) return `"${step}" cannot stand after "${from}" and before "${to}": ${wayText(way)} already.`;
    }
  graph.insert(step, after, placeFor(graph, after, before));
  const between = new Set(after);
  for (const to of new Set(before)) {
    const waits = graph.after(to);
    const at = waits.findIndex((id) => between.has(id));
    const kept = waits.filter((id) => !between.has(id));
    kept.splice(at < 0 ? kept.length : waits.slice(0, at).filter((id) => !between.has(id)).length, 0, step);
    graph.setAfter(to, kept);
  }
  return undefined;
}

/** Right before what follows; else behind what it waits for and the steps that wait for just the same. */
function placeFor(graph: TargetGraph, after: readonly string[], before: readonly string[]): number {
  const last = Math.max(-1, ...after.map((id) => graph.order.indexOf(id)));
  const first = Math.min(graph.order.length, ...before.map((id) => graph.order.indexOf(id)));
  if (before.length > 0 && first > last) return first;
  if (last < 0) return graph.order.length;
  const isBeside = (id: string | undefined): boolean =>
    id !== undefined &&
    graph.after(id).length === after.length &&
    graph.after(id).every((each) => after.includes(each));
  let place = last + 1;
  while (isBeside(graph.order[place])) place += 1;
  return place;
}

function connect(graph: TargetGraph, from: string, to: string): string | undefined {
  const wrong = missing(graph, [from, to]);
  if (wrong !== undefined) return wrong;
  if (from === to) return `"${from}" cannot wait for itself.`;
  if (graph.after(to).includes(from)) return `"${to}" waits for "${from}" already.`;
  const way = graph.wayFrom(to, from);
  if (way) return `"${to}" cannot wait for "${from}": ${wayText(way)} already.`;
  graph.setAfter(to, [...graph.after(to), from]);
  return undefined;
}

function disconnect(graph: TargetGraph, from: string, to: string): string | undefined {
  const wrong = missing(graph, [from, to]);
  if (wrong !== undefined) return wrong;
  if (!graph.after(to).includes(from)) return `"${to}" does not wait for "${from}".`;
  graph.setAfter(
    to,
    graph.after(to).filter((id) => id !== from),
  );
  return undefined;
}

function rewire(graph: TargetGraph, gesture: Extract<StepGesture, { readonly type: 'rewire' }>): string | undefined {
  const { from, to, newFrom, newTo } = gesture;
  const waits = graph.after(to);
  const wrong = missing(graph, [newFrom, newTo]) ?? disconnect(graph, from, to);
  if (wrong !== undefined) return wrong;
  const refusal = connect(graph, newFrom, newTo);
  // In the same list the new name takes the old one's place.
  if (newTo === to)
    graph.setAfter(
      to,
      waits.map((id) => (id === from ? newFrom : id)),
    );
  return refusal;
}

function remove(graph: TargetGraph, steps: readonly string[], heal: boolean): string | undefined {
  const wrong = missing(graph, steps);
  if (wrong !== undefined) return wrong;
  for (const id of new Set(steps)) {
    const before = graph.after(id);
    const followers = graph.followers(id);
    graph.remove(id);
    if (heal) for (const follower of followers) for (const each of before) healEdge(graph, each, follower);
  }
  return undefined;
}

/** Only what the follower does not wait for by another way. */
function healEdge(graph: TargetGraph, from: string, to: string): void {
  if (!graph.before(to).has(from) && from !== to) graph.setAfter(to, [...graph.after(to), from]);
}

function replace(graph: TargetGraph, step: string, by: string): string | undefined {
  const wrong = missing(graph, [step]) ?? newStepFault(graph, by);
  if (wrong === undefined) graph.replace(step, by);
  return wrong;
}

type PastedStep = Extract<StepGesture, { readonly type: 'paste' }>['steps'][number];

function paste(graph: TargetGraph, steps: readonly PastedStep[], after: readonly string[]): string | undefined {
  if (steps.length === 0) return 'There is nothing to paste.';
  const pasted = new Set(steps.map(({ step }) => step));
  const wrong = steps.map(({ step }) => newStepFault(graph, step)).find((each) => each !== undefined);
  if (wrong !== undefined) return wrong;
  if (pasted.size < steps.length) return 'A step can stand only once in a workflow.';
  const inside = steps.map(({ step, after: waits }) => ({ id: step, after: waits.filter((id) => pasted.has(id)) }));
  if (inTurn(inside).length < inside.length) return 'The copied steps wait for each other in a circle.';
  const missingStep = missing(graph, after);
  if (missingStep !== undefined) return missingStep;
  for (const { id, after: waits } of inside) graph.insert(id, waits.length > 0 ? waits : after, graph.order.length);
  return undefined;
}

function newStepFault(graph: TargetGraph, step: string): string | undefined {
  if (!/^[^:\s][^:]*:[^:]*[^:\s]$|^[^:\s]:[^:\s]$/.test(step.trim()) || step !== step.trim())
    return `"${step}" is no step: write it as name:version.`;
  return graph.has(step) ? `"${step}" stands in this workflow already; a step can stand only once.` : undefined;
}

function missing(graph: TargetGraph, ids: readonly string[]): string | undefined {
  const id = ids.find((each) => !graph.has(each));
  return id === undefined ? undefined : `"${id}" is not in this workflow.`;
}

/** `"c" waits for "b", and "b" waits for "a"` for a way from a to c. */
function wayText(way: readonly string[]): string {
  const parts = way
    .slice(1)
    .map((id, index) => `"${id}" waits for "${way[index] ?? ''}"`)
    .reverse();
  const shown = parts.length > 5 ? [...parts.slice(0, 3), `(${parts.length - 4} more)`, ...parts.slice(-1)] : parts;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')}, and ${shown.at(-1) ?? ''}`;
}
