import fc from 'fast-check';
import type { GraphGesture } from '../../../../schemas/model/workflow-graph.ts';

/** What each step waits for: the plainest model of a graph, which the edits under test do not use. */
export type PlainGraph = ReadonlyMap<string, ReadonlySet<string>>;

type StepGesture = Exclude<GraphGesture, { readonly type: 'set' | 'several' }>;

/** A gesture before it is known which steps there are: numbers choose among them. */
export interface DrawnGesture {
  readonly type: StepGesture['type'];
  readonly picks: readonly number[];
  readonly name: string;
  readonly heal: boolean;
}

export const drawnGesture: fc.Arbitrary<DrawnGesture> = fc.record({
  type: fc.oneof(
    { weight: 3, arbitrary: fc.constant('add' as const) },
    { weight: 3, arbitrary: fc.constantFrom('connect' as const, 'disconnect' as const, 'delete' as const) },
    { weight: 2, arbitrary: fc.constantFrom('rewire' as const, 'replace' as const, 'paste' as const) },
    { weight: 1, arbitrary: fc.constant('make-explicit' as const) },
  ),
  picks: fc.array(fc.nat(999), { minLength: 6, maxLength: 6 }),
  name: fc.constantFrom(
    'new:1.0',
    'new-step:2.0',
    'a:3.0',
    'yes:1',
    'with blank:1.0',
    'ünïcode:1.0',
    'b:9',
    '7:1',
    "it's:1",
  ),
  heal: fc.boolean(),
});

/** The gesture for a graph; mostly a possible one. */
export function gestureFor(graph: PlainGraph, { type, picks, name, heal }: DrawnGesture): StepGesture {
  const ids = [...graph.keys()];
  const pick = (n: number): string => ids[(picks[n] ?? 0) % Math.max(1, ids.length)] ?? 'nothing:1';
  const edges = [...graph].flatMap(([to, after]) => [...after].map((from) => ({ from, to })));
  const edge = edges[(picks[0] ?? 0) % Math.max(1, edges.length)] ?? { from: pick(0), to: pick(1) };
  const way = (picks[5] ?? 0) % 4;
  switch (type) {
    case 'add':
      if (way === 0) return { type, step: name, after: [edge.from], before: [edge.to] };
      if (way === 1 && ids.length > 0) return { type, step: name, after: [pick(1)], before: [] };
      if (way === 2 && ids.length > 0)
        return { type, step: name, after: [...new Set([pick(1), pick(2)])], before: [pick(3)] };
      return { type, step: name, after: [], before: ids.length > 0 && heal ? [pick(1)] : [] };
    case 'connect':
      return { type, from: pick(0), to: pick(1) };
    case 'disconnect':
      return { type, ...edge };
    case 'rewire':
      return { type, ...edge, newFrom: way % 2 === 0 ? pick(2) : edge.from, newTo: way % 2 === 0 ? edge.to : pick(3) };
    case 'delete':
      return { type, steps: [...new Set(way === 0 ? [pick(0), pick(1), pick(2)] : [pick(0)])], heal };
    case 'replace':
      return { type, step: pick(0), by: name };
    case 'paste':
      return {
        type,
        steps: [
          { step: name, after: [] },
          { step: 'pasted:1', after: [name] },
          { step: 'pasted-too:1', after: [name, 'elsewhere:1'] },
        ],
        after: ids.length > 0 && way > 0 ? [pick(0)] : [],
      };
    case 'make-explicit':
      return { type };
  }
}

/** The graph that the gesture means by its definition, or undefined when it is impossible. */
export function meantGraph(graph: PlainGraph, gesture: StepGesture): PlainGraph | undefined {
  const now = new Map([...graph].map(([id, after]) => [id, new Set(after)] as const));
  const has = (...ids: readonly string[]): boolean => ids.every((id) => now.has(id));
  const setOf = (id: string): Set<string> => now.get(id) ?? new Set();
  switch (gesture.type) {
    case 'add': {
      const { step, after, before } = gesture;
      if (now.has(step) || !has(...after, ...before)) return undefined;
      now.set(step, new Set(after));
      for (const to of before) {
        for (const from of after) setOf(to).delete(from);
        setOf(to).add(step);
      }
      break;
    }
    case 'connect':
      if (!has(gesture.from, gesture.to) || setOf(gesture.to).has(gesture.from)) return undefined;
      setOf(gesture.to).add(gesture.from);
      break;
    case 'disconnect':
      if (!has(gesture.from, gesture.to) || !setOf(gesture.to).delete(gesture.from)) return undefined;
      break;
    case 'rewire':
      if (!has(gesture.newFrom, gesture.newTo) || !setOf(gesture.to).delete(gesture.from)) return undefined;
      if (setOf(gesture.newTo).has(gesture.newFrom)) return undefined;
      setOf(gesture.newTo).add(gesture.newFrom);
      break;
    case 'delete':
      if (!has(...gesture.steps)) return undefined;
      for (const id of gesture.steps) {
        const before = setOf(id);
        now.delete(id);
        for (const [to, after] of now) {
          if (!after.delete(id) || !gesture.heal) continue;
          for (const from of before) if (!reaches(now, to, from)) after.add(from);
        }
      }
      break;
    case 'replace': {
      if (!now.has(gesture.step) || now.has(gesture.by)) return undefined;
      const renamed = (id: string): string => (id === gesture.step ? gesture.by : id);
      return new Map([...now].map(([id, after]) => [renamed(id), new Set([...after].map(renamed))]));
    }
    case 'paste': {
      const pasted = gesture.steps.map(({ step }) => step);
      if (pasted.some((id) => now.has(id)) || new Set(pasted).size < pasted.length || !has(...gesture.after))
        return undefined;
      for (const { step, after } of gesture.steps) {
        const inside = after.filter((id) => pasted.includes(id));
        now.set(step, new Set(inside.length > 0 ? inside : gesture.after));
      }
      break;
    }
    case 'make-explicit':
      break;
  }
  return hasCycle(now) ? undefined : now;
}

function reaches(graph: PlainGraph, from: string, to: string, seen = new Set<string>()): boolean {
  return [...(graph.get(from) ?? [])].some((next) => {
    if (next === to) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(graph, next, to, seen);
  });
}

function hasCycle(graph: PlainGraph): boolean {
  return [...graph.keys()].some((id) => reaches(graph, id, id));
}
