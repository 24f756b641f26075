import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readYaml, type YamlDocument } from '../../../../server/language/yaml/read-yaml.ts';

const about = '# What the step before left in the order decides what this one has to do about it.';

/** Long texts in the styles people write: what is short is always read as a whole. */
const styles: readonly string[] = [
  explicitSteps(40, '  ', '\n'),
  explicitSteps(40, '', '\n'),
  explicitSteps(40, '    ', '\r\n'),
  `type: workflow\nname: nested\ndesc: |\n  Some text\n  over lines\n\nsteps:\n${Array.from({ length: 60 }, (_, n) => `  - ["a${n}:1.0", [b${n}:1.0, 'c${n}:1.0']] ${about}\n`).join('')}tags: {a: b}\n`,
  `# head\n\ntype: errors\nerrors:\n${Array.from({ length: 50 }, (_, n) => `- name: E-${n}\n  desc: >-\n    Folded text that says\n    something of ${n}.\n\n    And more.\n\n  retry-delay: ${n}\n`).join('')}\n# end\nname: x\n...\n`,
  `type: value-map\nname: many\nvalue-maps:\n${Array.from({ length: 80 }, (_, n) => `  key-${n}: {value: "text ${n}, quoted", enabled: true}\n`).join('')}`,
];

function explicitSteps(count: number, indent: string, eol: string): string {
  const steps = Array.from({ length: count }, (_, n) => [
    `${indent}${about}`,
    `${indent}- step: step-${n}:1.0`,
    `${indent}  after: [step-${n - 1}]`,
    '',
  ]).flat();
  return [
    'type: workflow',
    'name: large',
    'version: "1.0"',
    'keylist:',
    '  - a',
    'steps:',
    ...steps,
    'autostart: 1',
    '',
  ].join(eol);
}

const inserted = fc.constantFrom(
  ...[
    '\n',
    '\n\n',
    ' ',
    '  ',
    '\t',
    ':',
    ': ',
    '- ',
    '  - step: new:1.0\n    after: []\n',
    '- x\n',
    'desc: again\n',
    'new-key: 1\n',
  ],
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '#',
    ' # c',
    '&a ',
    '*a',
    '!!str ',
    '|\n',
    '>-\n',
    '|+\n\n\n',
    '? x\n: y\n',
    '---\n',
    '...\n',
    '%',
  ],
  ...[
    '\r',
    '\r\n',
    '\0',
    '\ud800',
    '\u2028',
    '~',
    '1.0',
    'é',
    '    more words\n',
    'steps:\n',
    'steps:',
    '<<: ',
    ',',
    '\uFEFF',
    '-\n',
    '  -\n',
  ],
);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400)),
  text: inserted,
  atLineStart: fc.boolean(),
});

test('after any edits a text reads as if it had been opened just now', () =>
  fc.assert(
    fc.property(fc.constantFrom(...styles), fc.array(edit, { minLength: 1, maxLength: 8 }), (style, edits) => {
      let text = style;
      let document = readYaml(text);
      for (const { at, remove, text: insert, atLineStart } of edits) {
        const start = placeOf(text, at, atLineStart);
        text = text.slice(0, start) + insert + text.slice(start + remove);
        document = readYaml(text, undefined, document);
        // The whole difference of two trees would take minutes to print.
        assert.ok(isDeepStrictEqual(seen(document), seen(readYaml(text))), 'another tree than that of a cold run');
      }
    }),
    { numRuns: Number(process.env['ORDO_PROPERTY_RUNS'] ?? 40) },
  ));

test('an edit of one step leaves the trees of the steps before it as they are', () => {
  const before = readYaml(styles[0] ?? '');
  const text = (styles[0] ?? '').replace('after: [step-29]', 'after: [step-28]');
  const after = readYaml(text, undefined, before);
  assert.equal(itemOf(after, 0), itemOf(before, 0));
  assert.notEqual(itemOf(after, 30), itemOf(before, 30));
  assert.deepEqual(seen(after), seen(readYaml(text)));
});

test('after a slip that is mended the parts are known again', () => {
  const text = styles[0] ?? '';
  const before = readYaml(text);
  const slip = readYaml(text.replace('step-5:1.0', '"step-5:1.0'), undefined, before);
  assert.notEqual(slip.faults.length, 0);
  assert.equal(itemOf(readYaml(`${text}# x\n`, undefined, slip), 0), itemOf(before, 0));
});

function placeOf(text: string, at: number, atLineStart: boolean): number {
  const start = Math.floor(at * text.length);
  return atLineStart ? text.lastIndexOf('\n', start) + 1 : start;
}

function seen({ text, root, faults }: YamlDocument): unknown {
  return { text, root, faults };
}

function itemOf({ root }: YamlDocument, index: number): unknown {
  const steps = root?.kind === 'map' ? root.byKey.get('steps')?.value : undefined;
  return steps?.kind === 'list' ? steps.items[index] : undefined;
}
