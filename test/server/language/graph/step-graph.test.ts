import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readStepGraph, type StepGraph } from '../../../../server/language/graph/step-graph.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';

function graph(text: string): StepGraph {
  const { root } = readYaml(text);
  assert.ok(root);
  return readStepGraph(root);
}

/** `b<a` for each step: what it waits for, without versions. */
function edges(text: string): string {
  const name = (identity: string): string => identity.replace(/:1$/, '');
  return graph(text)
    .steps.map(({ identity, after }) => `${name(identity)}<${after.map(name).join('+')}`)
    .join(' ');
}

// manual: step dependency list
const nested: Readonly<Record<string, string>> = {
  '[a:1, b:1, c:1]': 'a< b<a c<b',
  '[a:1, [b:1, c:1], d:1]': 'a< b<a c<a d<b+c',
  '[a:1, [[b:1, c:1], d:1], e:1]': 'a< b<a c<b d<a e<c+d',
  '[[a:1, b:1], c:1]': 'a< b< c<a+b',
  '[[a:1, [b:1, [c:1, d:1]]], e:1]': 'a< b< c<b d<b e<a+c+d',
  '[a:1, [b:1], c:1]': 'a< b<a c<b',
  '[[a:1, b:1], [c:1, d:1], e:1]': 'a< b< c<a+b d<a+b e<c+d',
};

for (const [text, expected] of Object.entries(nested))
  test(`nested ${text}`, () => {
    assert.equal(edges(text), expected);
    assert.deepEqual(graph(text).faults, []);
  });

test('the explicit form can say every graph', () => {
  const text =
    '- {step: d:1, after: [b, c]}\n- {step: a:1, after: []}\n- {step: b:1, after: [a]}\n- {step: c:1, after: [a:1]}\n';
  assert.equal(edges(text), 'd<b+c a< b<a c<a');
});

test('a name with several versions in the list is ambiguous without one', () => {
  const text =
    '- {step: a:1, after: []}\n- {step: a:2, after: []}\n- {step: b:1, after: [a]}\n- {step: c:1, after: [a:2]}\n';
  assert.deepEqual(
    graph(text).faults.map((fault) => fault.kind),
    ['after-ambiguous'],
  );
});

test('the text of a cycle names each dependency', () => {
  const text = '- {step: a:1, after: [c]}\n- {step: b:1, after: [a]}\n- {step: c:1, after: [b]}\n';
  const [fault] = graph(text).faults;
  assert.equal(fault?.values['path'], '"a" waits for "c", "c" waits for "b", and "b" waits for "a"');
  assert.equal(fault?.related?.length, 2);
});

test('each knot of steps gives one cycle', () => {
  const text = ['a:1 b', 'b:1 a', 'c:1 d', 'd:1 c', 'e:1 a']
    .map((line) => line.split(' '))
    .map(([step, after]) => `- {step: ${step}, after: [${after}]}`)
    .join('\n');
  assert.deepEqual(
    graph(text).faults.map((fault) => fault.kind),
    ['cycle', 'cycle'],
  );
});

test('a cycle is found exactly when no order of the steps fits', () => {
  const edge = fc.tuple(fc.nat(7), fc.nat(7));
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 16 }), (pairs) => {
      const after = Array.from({ length: 8 }, (_, n) => [
        ...new Set(pairs.filter(([from]) => from === n).map(([, to]) => to)),
      ]);
      const text = after
        .map((names, n) => `- {step: s${n}:1, after: [${names.map((to) => `s${to}`).join(', ')}]}`)
        .join('\n');
      const found = graph(text).faults.some((fault) => fault.kind === 'cycle' || fault.kind === 'waits-for-itself');
      assert.equal(found, !canBeOrdered(after));
    }),
    { numRuns: 500 },
  );
});

test('large graphs: a chain of 5,000 explicit steps, and its end tied to its start', () => {
  const chain = (first: string): string =>
    Array.from({ length: 5000 }, (_, n) => `- {step: s${n}:1, after: [${n === 0 ? first : `s${n - 1}`}]}`).join('\n');
  assert.deepEqual(graph(chain('')).faults, []);
  const [fault] = graph(chain('s4999')).faults;
  assert.equal(fault?.kind, 'cycle');
  assert.match(String(fault?.values['path']), /more/);
});

test('groups that follow each other may not have endless dependencies', () => {
  const group = (name: string): string => `[${Array.from({ length: 1000 }, (_, n) => `${name}${n}:1`).join(', ')}]`;
  assert.deepEqual(
    graph(`[${group('a')}, ${group('b')}, c:1]`).faults.map((fault) => fault.kind),
    ['too-many-edges'],
  );
});

/** Kahn's algorithm, the other way round than the code under test. */
function canBeOrdered(after: readonly (readonly number[])[]): boolean {
  const left = new Set(after.keys());
  for (;;) {
    const ready = [...left].filter((step) => after[step]?.every((other) => !left.has(other)));
    if (ready.length === 0) return left.size === 0;
    for (const step of ready) left.delete(step);
  }
}
