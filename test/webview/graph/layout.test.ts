import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layoutGraph, type Box, type Layout, type LayoutInput } from '../../../webview/graph/layout.ts';
import { drawnSteps, largeSteps, layoutInput, type DrawnStep } from './graph-arbitraries.ts';
import { fixSeed } from '../../support/fixed-seed.ts';

fixSeed('ORDO_PROPERTY_RUNS');

const direction = fc.constantFrom('down' as const, 'right' as const);
const numRuns = Number(process.env['ORDO_PROPERTY_RUNS'] ?? 150);

test('no boxes and no areas overlap, every edge goes forward and passes through no box', () =>
  fc.assert(
    fc.property(drawnSteps(40), direction, (steps, way) =>
      checkLayout(layoutGraph(layoutInput(steps, way)), layoutInput(steps, way)),
    ),
    { numRuns },
  ));

test('that holds also when a layout follows another of any other graph', () =>
  fc.assert(
    fc.property(drawnSteps(24), drawnSteps(24), direction, (first, second, way) => {
      const shown = layoutGraph(layoutInput(first, way));
      checkLayout(layoutGraph(layoutInput(second, way), shown), layoutInput(second, way));
    }),
    { numRuns },
  ));

test('the same graph gives the same layout, also after itself', () =>
  fc.assert(
    fc.property(drawnSteps(30), direction, (steps, way) => {
      const first = layoutGraph(layoutInput(steps, way));
      assert.deepEqual(layoutGraph(layoutInput(steps, way)), first);
      assert.deepEqual(layoutGraph(layoutInput(steps, way), first).nodes, first.nodes);
    }),
    { numRuns },
  ));

test('a step that is appended or put beside others moves no other step', () =>
  fc.assert(
    fc.property(drawnSteps(30), fc.nat(), (steps, n) => {
      const shown = layoutGraph(layoutInput(steps));
      const after = steps[n % steps.length]?.id ?? '';
      const more: readonly DrawnStep[] = [...steps, { id: 'new', waits: false, after: [after] }];
      // Only inside a segment that has room beside it can nothing at all move.
      const input = layoutInput(more);
      if (new Set(input.nodes.map(({ segment }) => segment)).size > 1) return;
      const now = layoutGraph(input, shown);
      for (const { id } of steps) assert.deepEqual(corner(now, id), corner(shown, id), `${id} moved`);
    }),
    { numRuns },
  ));

test('a step put onto an edge moves only what follows it, and only down', () =>
  fc.assert(
    fc.property(drawnSteps(30), fc.nat(), (steps, n) => {
      const plain = steps.map((step) => ({ ...step, waits: false }));
      const edges = layoutInput(plain).edges;
      const edge = edges[n % Math.max(1, edges.length)];
      if (edge === undefined) return;
      const shown = layoutGraph(layoutInput(plain));
      const more = plain.map((step) =>
        step.id === edge.to ? { ...step, after: step.after.map((id) => (id === edge.from ? 'new' : id)) } : step,
      );
      const now = layoutGraph(layoutInput([...more, { id: 'new', waits: false, after: [edge.from] }]), shown);
      for (const { id } of steps) {
        const [before, after] = [shown.nodes.get(id), now.nodes.get(id)];
        if (before?.rank === after?.rank) assert.deepEqual(corner(now, id), corner(shown, id), `${id} moved`);
        else assert.ok((after?.rank ?? 0) > (before?.rank ?? 0));
      }
    }),
    { numRuns },
  ));

test('in a large graph with many segments what is not touched stays, when a step is added', () => {
  const steps = largeSteps(1000);
  const shown = layoutGraph(layoutInput(steps));
  let moved = 0;
  for (let n = 0; n < 12; n += 1) {
    const after = `s${(n * 37) % 1000}`;
    const now = layoutGraph(layoutInput([...steps, { id: 'new', waits: false, after: [after] }]), shown);
    for (const { id } of steps)
      if (corner(now, id).x !== corner(shown, id).x || corner(now, id).y !== corner(shown, id).y) moved += 1;
  }
  assert.ok(moved / (12 * 1000) < 0.01, `${moved} of ${12 * 1000} boxes moved`);
});

test('the text of a cycle has a layout too', () => {
  const input: LayoutInput = {
    direction: 'down',
    nodes: ['a', 'b', 'c'].map((id) => ({ id, width: 100, height: 40, segment: 0 })),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ],
  };
  assert.deepEqual(
    [...layoutGraph(input).nodes.values()].map(({ rank }) => rank),
    [0, 1, 2],
  );
});

function corner(layout: Layout, id: string): { x: number; y: number } {
  const { x, y } = layout.nodes.get(id) ?? { x: NaN, y: NaN };
  return { x, y };
}

function checkLayout(layout: Layout, input: LayoutInput): void {
  const boxes = [...layout.nodes];
  for (const [index, [id, box]] of boxes.entries())
    for (const [other, place] of boxes.slice(index + 1)) assert.ok(!overlap(box, place), `${id} lies on ${other}`);
  for (const [index, area] of layout.segments.entries())
    for (const other of layout.segments.slice(index + 1))
      assert.ok(!overlap(area, other), `segment ${area.number} lies on ${other.number}`);
  const down = layout.direction === 'down';
  assert.equal(layout.edges.length, input.edges.length);
  for (const { from, to, points } of layout.edges)
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      if (next === undefined) break;
      assert.ok(down ? next.y >= point.y : next.x >= point.x, `${from} -> ${to} goes back`);
      for (const [id, box] of boxes)
        if (id !== from && id !== to) assert.ok(!crosses(point, next, box), `${from} -> ${to} passes through ${id}`);
    }
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Ways are straight along the rows' direction or lie between rows, so their frame tells. */
function crosses(a: { x: number; y: number }, b: { x: number; y: number }, box: Box): boolean {
  const [width, height] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  // A line has no area of its own.
  return overlap({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: width || 0.01, height: height || 0.01 }, box);
}
