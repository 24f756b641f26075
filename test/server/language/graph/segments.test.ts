import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StepId } from '../../../../schemas/model/ids.ts';
import { deriveSegments } from '../../../../server/engine/machine/segments.ts';
import { segmentsOf } from '../../../../server/language/graph/segments.ts';

const graph = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.array(fc.record({ waits: fc.boolean(), after: fc.array(fc.nat(count - 1), { maxLength: 3 }) }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .chain((steps) =>
    fc.tuple(
      fc.constant(steps),
      fc.shuffledSubarray(
        steps.map((_, n) => n),
        { minLength: steps.length },
      ),
    ),
  );

test('segments are those of the engine, with the same numbers, whatever the order of the list', () =>
  fc.assert(
    fc.property(graph, ([drawn, order]) => {
      // An edge goes to a smaller number only, so there is no cycle; the list is in any order.
      const steps = order.map((n) => ({ n, ...(drawn[n] ?? { waits: false, after: [] }) }));
      const clean = steps.map(({ n, waits, after }) => ({
        n,
        waits,
        after: [...new Set(after)].filter((to) => to < n),
      }));
      const expected = deriveSegments(
        clean.map(({ n, waits, after }) => ({
          stepId: n as StepId,
          stepType: waits ? 'ASYNC' : 'NORMAL',
          after: after as StepId[],
        })),
      );
      const { segments, segmentOf } = segmentsOf(
        clean.map(({ n, waits, after }) => ({ id: String(n), isDiscontinuity: waits, after: after.map(String) })),
      );
      assert.equal(segments.length, expected.segments.length);
      for (const { n } of clean)
        assert.equal(segmentOf.get(String(n)), expected.placeOf.get(n as StepId)?.segmentId, `step ${n}`);
      assert.deepEqual(
        segments.map(({ entry }) => entry),
        expected.segments.map(({ entry }) => (entry === undefined ? undefined : String(entry))),
      );
    }),
    { numRuns: 400 },
  ));

test('a thousand steps in turn are one segment, and steps of a cycle do not hold up the others', () => {
  const chain = Array.from({ length: 1000 }, (_, n) => ({
    id: `s${n}`,
    isDiscontinuity: false,
    after: n === 0 ? [] : [`s${n - 1}`],
  }));
  assert.equal(segmentsOf(chain).segments.length, 1);
  const knot = [
    { id: 'a', isDiscontinuity: true, after: [] },
    { id: 'b', isDiscontinuity: false, after: ['a'] },
    { id: 'c', isDiscontinuity: false, after: ['d'] },
    { id: 'd', isDiscontinuity: false, after: ['c'] },
  ];
  assert.deepEqual(
    [...segmentsOf(knot).segmentOf],
    [
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 0],
    ],
  );
});
