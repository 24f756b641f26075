import fc from 'fast-check';
import { segmentsOf } from '../../../server/language/graph/segments.ts';
import type { LayoutInput } from '../../../webview/graph/layout.ts';

export interface DrawnStep {
  readonly id: string;
  readonly after: readonly string[];
  readonly waits: boolean;
}

/** Acyclic graphs of up to `size` steps, some of which end a segment. */
export function drawnSteps(size: number): fc.Arbitrary<readonly DrawnStep[]> {
  const step = fc.record({ after: fc.array(fc.nat(1000), { maxLength: 3 }), waits: fc.boolean(), near: fc.boolean() });
  return fc.array(step, { minLength: 1, maxLength: size }).map((steps) =>
    steps.map(({ after, waits, near }, n) => ({
      id: `s${n}`,
      waits: waits && n % 4 === 0,
      // Mostly what came a moment ago, as in workflows that people write.
      after: n === 0 ? [] : [...new Set(after.map((m) => `s${near ? Math.max(0, n - 1 - (m % 4)) : m % n}`))],
    })),
  );
}

export function layoutInput(steps: readonly DrawnStep[], direction: LayoutInput['direction'] = 'down'): LayoutInput {
  const { segmentOf } = segmentsOf(steps.map(({ id, after, waits }) => ({ id, after, isDiscontinuity: waits })));
  return {
    direction,
    nodes: steps.map(({ id }, n) => ({ id, width: 140 + (n % 3) * 30, height: 44, segment: segmentOf.get(id) ?? 0 })),
    edges: steps.flatMap(({ id, after }) => after.map((from) => ({ from, to: id }))),
  };
}

/** A large graph of the shape that benchmarks use: about 1.3 dependencies per step. */
export function largeSteps(count: number): readonly DrawnStep[] {
  let state = 42;
  const next = (limit: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state >>> 8) % limit;
  };
  return Array.from({ length: count }, (_, n) => {
    const after = n === 0 ? [] : [`s${Math.max(0, n - 1 - next(12))}`];
    if (n > 9 && next(10) < 3) after.push(`s${n - 1 - next(9)}`);
    return { id: `s${n}`, waits: n % 50 === 49, after: [...new Set(after)] };
  });
}
