import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../../../../schemas/model/data.ts';
import { setValue } from '../../../../server/language/edits/set-value.ts';
import { applyEdits, invertEdits } from '../../../../server/language/edits/text-edits.ts';
import { nodeAt, toPlain } from '../../../../server/language/yaml/node.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';
import { fixSeed } from '../../../support/fixed-seed.ts';

fixSeed('ORDO_PROPERTY_RUNS');

const order = ['type', 'name', 'version', 'desc', 'autostart', 'keylist', 'system-options', 'steps'];
const text = `# Head
type: workflow # kind
name: 'shop'   # single quotes
version: "1.0"
desc: >-
  A long
  text.
keylist: # keys
  - a # first
  # own line
  - "b"

system-options: { max-retries: 5 } # few
steps: [a:1]
`;

function set(key: string, value: JsonValue | undefined, from = text): string {
  const edit = setValue(readYaml(from), key, value, order);
  return edit.type === 'refused' ? edit.reason : applyEdits(from, edit.edits);
}

test('a value keeps its quotes and the comment behind it', () => {
  assert.equal(set('name', "it's"), text.replace("'shop'", "'it''s'"));
  assert.equal(set('version', '2.0'), text.replace('"1.0"', '"2.0"'));
  assert.equal(set('type', 'step'), text.replace('workflow #', 'step #'));
});

test('a text that a reader would take for a number or a word of YAML is quoted', () => {
  for (const value of [
    '1.0',
    'true',
    'null',
    '- x',
    'a: b',
    'a #b',
    '',
    ' x',
    '#x',
    '2026-01-01',
    'x\ny',
    '\u0000',
    '{x}',
  ])
    assert.deepEqual(toPlain(nodeAt(readYaml(set('desc', value)).root, ['desc'])!), value, value);
});

test('a new key goes where the schema has it; a key goes with its line', () => {
  assert.equal(set('autostart', 1), text.replace('  text.\n', '  text.\nautostart: 1\n'));
  assert.equal(set('desc', undefined), text.replace('desc: >-\n  A long\n  text.\n', ''));
});

test('items of a list that stay keep their places and comments', () => {
  assert.equal(set('keylist', ['a', 'c', 'b']), text.replace('- a # first\n', '- a # first\n  - c\n'));
  assert.equal(set('keylist', ['b']), text.replace('  - a # first\n', ''));
});

test('a key below another comes and goes', () => {
  assert.equal(
    set('system-options/recover_delay', 2),
    text.replace('max-retries: 5', 'max-retries: 5, recover_delay: 2'),
  );
  assert.equal(
    set('system-options/max-retries', undefined),
    text.replace('system-options: { max-retries: 5 } # few\n', ''),
  );
  const without = set('system-options', undefined);
  assert.equal(
    set('system-options/async_delay', 3, without),
    without
      .replace('\nsteps', '\nsystem-options: { async_delay: 3 }\nsteps')
      .replace('"b"\n\nsystem', '"b"\nsystem')
      .replace('3 }\nsteps', '3 }\n\nsteps'),
  );
});

test('any value of any key is read back as it was set, and undo gives the bytes', () => {
  const keys = fc.constantFrom(...order.slice(0, -1), 'x-new', 'system-options/recover_delay', 'x-new/deep');
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }),
    fc.constant(undefined),
  );
  const breaks = fc.constantFrom('\n', '\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, value), { minLength: 1, maxLength: 5 }), breaks, (changes, lineBreak) => {
      let now = text.replaceAll('\n', lineBreak);
      for (const [key, wanted] of changes) {
        const document = readYaml(now);
        const edit = setValue(document, key, wanted, order);
        // A key below a value that is no hash cannot be.
        if (edit.type === 'refused') {
          assert.ok(key.includes('/'), `${key} ${JSON.stringify(wanted)}\n${now}`);
          continue;
        }
        const result = applyEdits(now, edit.edits);
        const node = nodeAt(readYaml(result).root, key.split('/'));
        assert.deepEqual(node && toPlain(node), wanted, result);
        assert.equal(applyEdits(result, invertEdits(now, edit.edits)), now);
        assert.ok(lineBreak === '\n' || !/[^\r]\n/.test(result), JSON.stringify(result));
        now = result;
      }
    }),
    { numRuns: Number(process.env['ORDO_PROPERTY_RUNS'] ?? 200) },
  );
});
