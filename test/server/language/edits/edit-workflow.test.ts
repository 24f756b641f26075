import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GraphGesture } from '../../../../schemas/model/workflow-graph.ts';
import { editWorkflow } from '../../../../server/language/edits/edit-workflow.ts';
import { applyEdits } from '../../../../server/language/edits/text-edits.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';

/** The text after gestures, or the reason why not. */
function edited(text: string, ...gestures: readonly GraphGesture[]): string {
  const edit = editWorkflow(readYaml(text), gestures);
  return edit.type === 'refused' ? edit.reason : applyEdits(text, edit.edits);
}

function check(text: string, gestures: GraphGesture | readonly GraphGesture[], expected: string): void {
  const list = Array.isArray(gestures) ? (gestures as readonly GraphGesture[]) : [gestures as GraphGesture];
  assert.equal(edited(`steps:\n${text}`, ...list), `steps:\n${expected}`);
}

const add = (step: string, after: readonly string[], before: readonly string[] = []): GraphGesture => ({
  type: 'add',
  step,
  after,
  before,
});
const remove = (step: string, heal = true): GraphGesture => ({ type: 'delete', steps: [step], heal });

describe('nested lists', () => {
  test('insert on an edge is one line', () =>
    check('  - a:1 # a\n  - b:1 # b\n', add('x:1', ['a:1'], ['b:1']), '  - a:1 # a\n  - x:1\n  - b:1 # b\n'));

  test('append at the end is one line', () =>
    check(
      '  - "a:1"\n  - "b:1"\nautostart: 1\n',
      add('x:1', ['b:1']),
      '  - "a:1"\n  - "b:1"\n  - "x:1"\nautostart: 1\n',
    ));

  test('beside a step: its line becomes an arm', () =>
    check(
      '  - a:1\n  - b:1 # why\n  # about c\n  - c:1\n',
      add('x:1', ['a:1'], ['c:1']),
      // "x" between a and c, beside b: c still waits for b.
      '  - a:1\n  - - b:1 # why\n    - x:1\n  # about c\n  - c:1\n',
    ));

  test('delete with healing takes one line', () =>
    check('  - a:1\n  # about b\n  - b:1 # gone\n  - c:1\n', remove('b:1'), '  - a:1\n  # about b\n  - c:1\n'));

  test('the first arm goes: the next one takes its dash, comments in between keep their lines', () => {
    check('  - - a:1\n    - b:1\n  - c:1\n', remove('a:1'), '  - - b:1\n  - c:1\n');
    check('  - - a:1\n    # about b\n    - b:1\n  - c:1\n', remove('a:1'), '  -\n    # about b\n    - b:1\n  - c:1\n');
  });

  test('in a flow list', () =>
    check('  [a:1, [b:1, c:1], d:1] # all\n', add('x:1', ['b:1'], ['d:1']), '  [a:1, [[b:1, x:1], c:1], d:1] # all\n'));

  test('replace keeps quotes and comments', () =>
    check("  - 'a:1'  # one\n  - b:1\n", { type: 'replace', step: 'a:1', by: 'x:2' }, "  - 'x:2'  # one\n  - b:1\n"));

  test('what they cannot say becomes explicit edges, in the same edit, with all comments', () =>
    check(
      '  # first\n  - a:1 # starts\n  - - b:1\n    # in between\n    - c:1 # plain\n\n  - d:1\n# behind\n',
      { type: 'connect', from: 'a:1', to: 'd:1' },
      '  # first\n  - step: a:1 # starts\n    after: []\n  - step: b:1\n    after: [a]\n  # in between\n' +
        '  - step: c:1 # plain\n    after: [a]\n\n  - step: d:1\n    after: [b, c, a]\n# behind\n',
    ));
});

describe('explicit edges', () => {
  test('insert on an edge: two lines, and one word of the step that waits', () =>
    check(
      '  - step: a:1\n    after: []\n  - step: b:1\n    after: [ a ] # why\n',
      add('x:1', ['a:1'], ['b:1']),
      '  - step: a:1\n    after: []\n  - step: x:1\n    after: [a]\n  - step: b:1\n    after: [ x ] # why\n',
    ));

  test('a dependency more in a block list is one line behind the others', () =>
    check(
      '- step: a:1\n  after: []\n- step: b:1\n  after: []\n- step: c:1\n  after:\n  - a # first\n  # end\n',
      { type: 'connect', from: 'b:1', to: 'c:1' },
      '- step: a:1\n  after: []\n- step: b:1\n  after: []\n- step: c:1\n  after:\n  - a # first\n  - b\n  # end\n',
    ));

  test('the last dependency goes', () =>
    check(
      '- step: a:1\n  after: []\n- step: b:1\n  after: # why\n    - a\n',
      { type: 'disconnect', from: 'a:1', to: 'b:1' },
      '- step: a:1\n  after: []\n- step: b:1\n  after: [] # why\n',
    ));

  test('another end of an edge takes the place of the first', () =>
    check(
      '- {step: a:1, after: []}\n- {step: b:1, after: []}\n- {step: c:1, after: ["a"]}\n',
      { type: 'rewire', from: 'a:1', to: 'c:1', newFrom: 'b:1', newTo: 'c:1' },
      '- {step: a:1, after: []}\n- {step: b:1, after: []}\n- {step: c:1, after: ["b"]}\n',
    ));

  test('a second version of a step: names that would be ambiguous get theirs', () =>
    check(
      '- step: a:1\n  after: []\n- step: b:1\n  after: [a]\n',
      add('a:2', ['b:1']),
      '- step: a:1\n  after: []\n- step: b:1\n  after: [a:1]\n- step: a:2\n  after: [b]\n',
    ));

  test('several gestures are one edit, and none of them when one is impossible', () => {
    const text = '- step: a:1\n  after: []\n';
    check(
      text,
      [add('b:1', ['a:1']), add('c:1', ['b:1'])],
      `${text}- step: b:1\n  after: [a]\n- step: c:1\n  after: [b]\n`,
    );
    const both: GraphGesture = { type: 'several', gestures: [add('b:1', ['a:1']), add('b:1', [])] };
    assert.match(edited(`steps:\n${text}`, both), /"b:1" stands in this workflow already/);
  });

  test('all steps go and another comes', () =>
    check(
      '  - step: a:1\n    after: []\n  -\n    step: b:1\n    after: [a]\nautostart: 1\n',
      [{ type: 'delete', steps: ['a:1', 'b:1'], heal: false }, add('x:1', [])],
      '  - step: x:1\n    after: []\nautostart: 1\n',
    ));

  test('a cycle in the text can be taken apart', () =>
    check(
      '- step: a:1\n  after: [b]\n- step: b:1\n  after: [a]\n',
      { type: 'disconnect', from: 'b:1', to: 'a:1' },
      '- step: a:1\n  after: []\n- step: b:1\n  after: [a]\n',
    ));
});

describe('what is impossible', () => {
  const chain = 'steps:\n  - a:1\n  - b:1\n  - c:1\n';

  test('a cycle is refused with the way it would take', () =>
    assert.equal(
      edited(chain, { type: 'connect', from: 'c:1', to: 'a:1' }),
      '"a:1" cannot wait for "c:1": "c:1" waits for "b:1", and "b:1" waits for "a:1" already.',
    ));

  test('a text with an error is not edited', () =>
    assert.match(edited('steps: [a:1, }\n', add('x:1', [])), /has an error/));

  test('a step that is not there', () =>
    assert.equal(edited(chain, { type: 'disconnect', from: 'x:1', to: 'a:1' }), '"x:1" is not in this workflow.'));
});
