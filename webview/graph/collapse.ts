import { GraphQueries, type QueryStep } from './queries.ts';

/** A run of steps that is drawn as one box; its id is that of its first step. */
export interface Series {
  readonly id: string;
  readonly steps: readonly string[];
}

/** Runs of at least `least` steps inside one segment: what can be folded without hiding where an order waits. */
export function findSeries(steps: readonly (QueryStep & { readonly segment: number })[], least = 3): readonly Series[] {
  const segmentOf = new Map(steps.map(({ id, segment }) => [id, segment]));
  const parts = new GraphQueries(steps)
    .series()
    .flatMap((run) => cutWhere(run, (a, b) => segmentOf.get(a) !== segmentOf.get(b)));
  return parts.flatMap((run) => (run.length >= least && run[0] !== undefined ? [{ id: run[0], steps: run }] : []));
}

/** The graph with the given series as one step each: what waited for the last waits for the first. */
export function foldSeries<Step extends QueryStep>(steps: readonly Step[], folded: readonly Series[]): readonly Step[] {
  const standsFor = new Map(folded.flatMap(({ id, steps: run }) => run.map((step) => [step, id] as const)));
  return steps
    .filter(({ id }) => (standsFor.get(id) ?? id) === id)
    .map((step) => ({
      ...step,
      after: step.after.map((edge) => ({ ...edge, id: standsFor.get(edge.id) ?? edge.id })),
    }));
}

function cutWhere(run: readonly string[], differs: (a: string, b: string) => boolean): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (const id of run) {
    const part = parts.at(-1);
    const last = part?.at(-1);
    if (part && last !== undefined && !differs(last, id)) part.push(id);
    else parts.push([id]);
  }
  return parts;
}
