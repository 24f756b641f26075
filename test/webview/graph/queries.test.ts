import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findSeries, foldSeries } from '../../../webview/graph/collapse.ts';
import { edgePath } from '../../../webview/graph/edge-path.ts';
import { exportSvg } from '../../../webview/graph/export-svg.ts';
import { fragmentText, readFragment } from '../../../webview/graph/fragment.ts';
import { layoutGraph } from '../../../webview/graph/layout.ts';
import { fromMinimap, minimapOf } from '../../../webview/graph/minimap.ts';
import { graphKeys, neighbour } from '../../../webview/graph/neighbour.ts';
import { GraphQueries } from '../../../webview/graph/queries.ts';
import { searchSteps } from '../../../webview/graph/search.ts';
import { drawnSteps, layoutInput, type DrawnStep } from './graph-arbitraries.ts';
import { fixSeed } from '../../support/fixed-seed.ts';

fixSeed('ORDO_PROPERTY_RUNS');

/** `d<b+c` = d waits for b and c. */
function steps(text: string): readonly DrawnStep[] {
  return text.split(' ').map((part) => {
    const [id = '', after = ''] = part.split('<');
    return { id, waits: false, after: after.split('+').filter((each) => each !== '') };
  });
}

function queries(drawn: readonly DrawnStep[]): GraphQueries {
  return new GraphQueries(drawn.map(({ id, after }) => ({ id, after: after.map((from) => ({ id: from })) })));
}

test('what is before and after a step, directly and at all', () => {
  const graph = queries(steps('a b<a c<a d<b+c e<d f'));
  assert.deepEqual([...graph.before('d')].sort(), ['a', 'b', 'c']);
  assert.deepEqual([...graph.after('b')].sort(), ['d', 'e']);
  assert.deepEqual(graph.directlyAfter('a'), ['b', 'c']);
  assert.deepEqual([...graph.before('f')], []);
});

test('an edge that would close a cycle is told with the way', () => {
  const graph = queries(steps('a b<a c<b d'));
  assert.deepEqual(graph.wouldClose('c', 'a'), ['a', 'b', 'c']);
  assert.deepEqual(graph.wouldClose('a', 'a'), ['a']);
  assert.equal(graph.wouldClose('a', 'c'), undefined);
  assert.equal(graph.wouldClose('d', 'a'), undefined);
});

test('an edge would close a cycle exactly when what it leads to comes before what it comes from', () =>
  fc.assert(
    fc.property(drawnSteps(14), fc.nat(), fc.nat(), (drawn, n, m) => {
      const [from, to] = [drawn[n % drawn.length]?.id ?? '', drawn[m % drawn.length]?.id ?? ''];
      const graph = queries(drawn);
      assert.equal(graph.wouldClose(from, to) !== undefined, from === to || graph.before(from).has(to));
    }),
  ));

test('series are folded inside a segment, and what waited for their end waits for the box', () => {
  const drawn = steps('a b<a c<b d<c e<d f<d');
  const withSegments = drawn.map(({ id, after }) => ({
    id,
    after: after.map((from) => ({ id: from })),
    segment: id > 'c' ? 1 : 0,
  }));
  const series = findSeries(withSegments);
  assert.deepEqual(series, [{ id: 'a', steps: ['a', 'b', 'c'] }]);
  const folded = foldSeries(withSegments, series);
  assert.deepEqual(
    folded.map(({ id, after }) => `${id}<${after.map((edge) => edge.id).join('+')}`),
    ['a<', 'd<a', 'e<d', 'f<d'],
  );
});

test('keys lead along the edges and along the rows, and every step can be reached', () => {
  const drawn = steps('a b<a c<a d<b+c');
  const layout = layoutGraph(layoutInput(drawn));
  const graph = queries(drawn);
  const beside = neighbour(layout, graph, 'b', 'right') ?? neighbour(layout, graph, 'b', 'left');
  assert.equal(beside, 'c');
  assert.equal(neighbour(layout, graph, 'd', 'before') === undefined, false);
  assert.equal(neighbour(layout, graph, 'b', 'after'), 'd');
  assert.equal(neighbour(layout, graph, 'd', 'after'), undefined);
  assert.equal(neighbour(layout, graph, 'a', 'last'), 'd');
  fc.assert(
    fc.property(drawnSteps(20), (all) => {
      const picture = layoutGraph(layoutInput(all));
      const of = queries(all);
      const reached = [neighbour(picture, of, all[0]?.id ?? '', 'first') ?? ''];
      for (const id of reached)
        for (const key of graphKeys) {
          const next = neighbour(picture, of, id, key);
          if (next !== undefined && !reached.includes(next)) reached.push(next);
        }
      assert.equal(reached.length, all.length);
    }),
  );
});

test('search finds names first, then what else a step says; filters narrow', () => {
  const known = [
    { id: 'notify:1', name: 'notify', description: 'Tells about pay.', kind: 'normal', problems: [] },
    { id: 'pay:1', name: 'pay', description: '', kind: 'async', queue: 'answers', problems: [1] },
    { id: 'repay:1', name: 'repay', description: '', kind: 'async', problems: [] },
  ];
  assert.deepEqual(searchSteps(known, 'pay'), ['pay:1', 'repay:1', 'notify:1']);
  assert.deepEqual(searchSteps(known, 'kind:async rep'), ['repay:1']);
  assert.deepEqual(searchSteps(known, 'ANSWERS'), ['pay:1']);
  assert.deepEqual(searchSteps(known, 'problem'), ['pay:1']);
  assert.deepEqual(searchSteps(known, ''), ['notify:1', 'pay:1', 'repay:1']);
});

test('the minimap holds the whole picture, and its points lead back', () =>
  fc.assert(
    fc.property(drawnSteps(20), (drawn) => {
      const layout = layoutGraph(layoutInput(drawn));
      const map = minimapOf(layout, { width: 180, height: 120 });
      for (const box of map.nodes)
        assert.ok(box.x >= -0.001 && box.x + box.width <= 180.001 && box.y >= -0.001 && box.y + box.height <= 120.001);
      const [first] = map.nodes;
      const place = layout.nodes.get(first?.id ?? '');
      const back = fromMinimap(map, layout, first ?? { x: 0, y: 0 });
      assert.ok(Math.abs(back.x - (place?.x ?? NaN)) < 0.01 && Math.abs(back.y - (place?.y ?? NaN)) < 0.01);
    }),
  ));

test('the exported picture stands alone and holds no markup from names', () => {
  const layout = layoutGraph(layoutInput(steps('a b<a')));
  const colors = {
    background: '#fff',
    foreground: '#000',
    muted: '#666',
    box: '#eee',
    border: '#999',
    edge: '#333',
    segment: '#ccc',
    font: 'sans-serif',
  };
  const svg = exportSvg(
    {
      title: 'Shop <"&>',
      layout,
      nodes: new Map([['a', { title: '<script>alert(1)</script>\u0000', detail: 'async', isArray: true }]]),
      segmentNames: new Map(),
      redundant: new Set(['a b']),
    },
    colors,
  );
  assert.doesNotMatch(svg, /<script|\u0000|href=|url\((?!#)/);
  assert.match(svg, /&lt;script&gt;/);
  assert.equal(svg.match(/<rect/g)?.length, 4);
  assert.match(svg, /stroke-dasharray="2 3"/);
  for (const [open] of svg.matchAll(/<(?!\/)([a-z]+)[^>]*[^/]>/g))
    assert.ok(svg.includes(`</${/[a-z]+/.exec(open)?.[0] ?? ''}>`));
});

test('an edge is drawn straight along the rows and curved between them', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 8, y: 30 },
  ];
  assert.equal(edgePath(points, 'down'), 'M0 0L0 10C0 20 8 20 8 30');
  assert.equal(
    edgePath(
      points.map(({ x, y }) => ({ x: y, y: x })),
      'right',
    ),
    'M0 0L10 0C20 0 20 8 30 8',
  );
});

test('copied steps are text that can be pasted into a graph and into a workflow', () => {
  const copied = [
    { step: 'a:1', after: [] },
    { step: "it's b:1.0", after: ['a:1'] },
  ];
  assert.equal(fragmentText([...copied, { step: 'c:2', after: ['gone:1', "it's b:1.0"] }]).split('\n').length, 7);
  assert.deepEqual(readFragment(fragmentText(copied)), copied);
  const written =
    'steps:\n  # why\n  - step: a:1\n    after: []\n  - step: "b:1"\n    after:\n      - a # yes\n      - gone\n';
  assert.deepEqual(readFragment(written), [
    { step: 'a:1', after: [] },
    { step: 'b:1', after: ['a:1'] },
  ]);
  assert.deepEqual(
    readFragment('- a:1.0\n- b:1.0\n')?.map(({ step }) => step),
    ['a:1.0', 'b:1.0'],
  );
  for (const other of ['', 'hello', 'http://x', 'const a = { b: 1 };', '- step: nothing'])
    assert.equal(readFragment(other), undefined, other);
});
