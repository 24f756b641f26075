import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { YamlFaultKind } from '../../../../server/language/yaml/fault.ts';
import { defaultYamlLimits } from '../../../../server/language/yaml/limits.ts';
import { nodeAt, toPlain } from '../../../../server/language/yaml/node.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';

function plain(text: string): unknown {
  const { root } = readYaml(text);
  return root && toPlain(root);
}

function faults(text: string): readonly YamlFaultKind[] {
  return readYaml(text).faults.map((fault) => fault.kind);
}

test('values become plain data', () => {
  assert.deepEqual(plain('a: 1\nb: [x, "1", ~, true]\nc: {d: 1.50}\n'), {
    a: 1,
    b: ['x', '1', null, true],
    c: { d: 1.5 },
  });
});

test('every part knows its place, comments and blanks left out', () => {
  const text = '# about\na:\n  - x  # one\n  - {y: "z"}\n\n# end\n';
  const { root } = readYaml(text);
  const at = (...path: (string | number)[]): string => {
    const node = nodeAt(root, path);
    return text.slice(node?.start, node?.end);
  };
  assert.equal(at('a', 0), 'x');
  assert.equal(at('a', 1), '{y: "z"}');
  assert.equal(at('a', 1, 'y'), '"z"');
  assert.equal(at('a'), '- x  # one\n  - {y: "z"}');
});

test('a version that is a number keeps the text that was written', () => {
  const node = nodeAt(readYaml('version: 1.10\n').root, ['version']);
  assert.ok(node?.kind === 'scalar');
  assert.deepEqual([node.value, node.source], [1.1, '1.10']);
});

test('__proto__ and constructor are keys like any other', () => {
  const data = plain('__proto__: {polluted: 1}\nconstructor: 2\n') as Record<string, unknown>;
  assert.deepEqual(Object.keys(data), ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('aliases and merge keys stand for what they name', () => {
  assert.deepEqual(plain('a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\n'), {
    a: { x: 1, y: 2 },
    b: { x: 1, y: 2 },
    c: { y: 3, x: 1 },
  });
  assert.deepEqual(faults('a: {<<: 1}'), ['merge-not-map']);
  assert.deepEqual(faults('a: &a [*a]'), ['alias-unknown']);
  assert.deepEqual(faults('a: *b'), ['alias-unknown']);
});

test('line breaks of all systems count as lines', () => {
  const { lines, root } = readYaml('a: 1\r\nb:\r\n  - c\r\n');
  const node = nodeAt(root, ['b', 0]);
  assert.deepEqual(lines.range(node?.start ?? 0, node?.end ?? 0), {
    start: { line: 2, character: 4 },
    end: { line: 2, character: 5 },
  });
  assert.equal(lines.offset({ line: 2, character: 4 }), node?.start);
});

test('words of YAML 1.1 are read as such where the file says so', () => {
  assert.deepEqual(plain('a: yes\nb: 2001-01-01\n'), { a: 'yes', b: '2001-01-01' });
  assert.deepEqual(plain('%YAML 1.1\n---\na: yes\nb: 2001-01-01\n'), { a: true, b: '2001-01-01' });
});

const ordinaryFaults: Readonly<Record<string, readonly YamlFaultKind[]>> = {
  'a: 1\na: 2\n': ['duplicate-key'],
  '{a: 1, b: 2, a: 3}': ['duplicate-key'],
  '? [a]\n: b\n': ['key-not-text'],
  'a: 1\n---\nb: 2\n': ['several-documents'],
  'a: !!js/function x\n': ['tag-ignored'],
  'a:\n\tb: 1\n': ['tab-indent'],
  'a: [1, 2\nb: 3\n': ['bracket-open'],
  'a: {b: 1\n': ['bracket-open'],
  'a: "x\nb: c\n': ['quote-open'],
  "a: 'x": ['quote-open'],
  'a: [1 2, "b" "c"]\n': ['missing-character'],
  'a: 1\nb\n': ['no-colon'],
  'a: 1\n]\n- x\n': ['unexpected'],
  'a: "\\q"\n': ['bad-escape'],
  'a: `x`\n': ['bad-start'],
  'a: b: c\n': ['colon-in-text'],
  'a: &x &y 1\n': ['syntax'],
};

for (const [text, expected] of Object.entries(ordinaryFaults))
  test(`${JSON.stringify(text)} is ${expected.join(', ')}`, () => assert.deepEqual(faults(text), expected));

/** Texts that make parsers slow, deep or large, and the limit each must meet. */
const bombs: Readonly<Record<string, readonly [text: () => string, expected: YamlFaultKind]>> = {
  'aliases that grow': [() => aliasBomb(9, 9), 'too-many-nodes'],
  'aliases that double': [() => aliasBomb(2, 25), 'too-many-nodes'],
  'one anchor, many aliases': [() => `a: &a [x]\nb: [${'*a, '.repeat(2000)}]`, 'too-many-aliases'],
  '100,000 keys': [() => lines(100_000, (n) => `k${n}: v`), 'too-many-nodes'],
  '100,000 list entries': [() => `[${'1,'.repeat(100_000)}]`, 'too-many-nodes'],
  'flow lists 100,000 deep': [() => '['.repeat(100_000), 'too-deep'],
  'flow maps 100,000 deep': [() => '{a: '.repeat(100_000), 'too-deep'],
  'block lists 100,000 deep': [() => '- '.repeat(100_000), 'too-deep'],
  'block maps 1,000 deep': [() => lines(1000, (n) => `${' '.repeat(n)}a:`), 'too-deep'],
  'explicit keys 100,000 deep': [() => '? '.repeat(100_000), 'too-deep'],
  'colons 100,000 deep': [() => ': '.repeat(100_000), 'too-deep'],
  '10 MB of text': [() => `a: ${'x'.repeat(10_000_000)}`, 'too-long'],
  '2 million blank lines': [() => '\n'.repeat(2_000_000), 'too-many-tokens'],
  '1 million comments': [() => '#\n'.repeat(1_000_000), 'too-many-tokens'],
};

for (const [name, [text, expected]] of Object.entries(bombs))
  test(`refused by a limit: ${name}`, () => {
    const { root, faults: found } = readYaml(text());
    assert.equal(root, undefined);
    assert.deepEqual(
      found.map((fault) => fault.kind),
      [expected],
    );
  });

test('texts just below the limits are read', () => {
  const keys = defaultYamlLimits.nodes / 2 - 1;
  assert.equal(Object.keys(plain(lines(keys, (n) => `k${n}: v`)) as object).length, keys);
  assert.ok(Array.isArray(plain('['.repeat(40) + ']'.repeat(40))));
});

/** Nothing is worse than linear here: ten times the text must not cost a hundred times the work. */
const awkward: Readonly<Record<string, (n: number) => string>> = {
  quotes: (n) => '"'.repeat(n),
  'quotes on lines': (n) => '"\n'.repeat(n),
  'closing brackets': (n) => ']'.repeat(n),
  commas: (n) => `[${', '.repeat(n)}]`,
  'the same key': (n) => `{${'a, '.repeat(n)}}`,
  anchors: (n) => `a: ${'&a '.repeat(n)}x`,
  tags: (n) => `a: ${'!a '.repeat(n)}x`,
  documents: (n) => '---\n'.repeat(n),
  directives: (n) => '%a\n'.repeat(n),
  'a key of one word': (n) => `${'a'.repeat(n)}: b`,
  'folded lines': (n) => `a: >\n${'  x\n'.repeat(n)}`,
  'lines of one text': (n) => `a:\n${'  x\n'.repeat(n)}`,
  'lists and words in turn': (n) => '- a\nb\n'.repeat(n),
};

for (const [name, make] of Object.entries(awkward))
  test(`read without an exception and not worse than linear: ${name}`, () => {
    const cost = (n: number): number => {
      const started = performance.now();
      readYaml(make(n));
      return performance.now() - started;
    };
    cost(1000);
    const [small, large] = [Math.max(cost(1000), 1), cost(10_000)];
    assert.ok(large < small * 60 + 300, `${small.toFixed(1)} ms, then ${large.toFixed(1)} ms for ten times as much`);
  });

test('no text makes it throw', () => {
  const fragments = [
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '|\n',
    '>',
    '#',
    '? ',
    '---\n',
    '%',
    '\t',
    '\r',
    '\0',
    '<<: ',
    '\ud800',
    '\ufeff',
    '~',
    '1.0',
    '`',
    '@',
  ];
  const yamlLike = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(yamlLike, fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const { root, faults: found, lines: index } = readYaml(text);
      if (root) JSON.stringify(toPlain(root));
      for (const fault of found) {
        assert.ok(fault.start >= 0 && fault.end >= fault.start, JSON.stringify(fault));
        index.range(fault.start, fault.end);
      }
    }),
    { numRuns: 3000 },
  );
});

function aliasBomb(width: number, height: number): string {
  const first = `a0: &a0 [${Array(width).fill('x').join(',')}]\n`;
  return first + lines(height, (n) => `a${n + 1}: &a${n + 1} [${Array(width).fill(`*a${n}`).join(',')}]`);
}

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join('\n');
}
