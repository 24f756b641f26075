import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepId } from '../../../../schemas/model/ids.ts';
import type { StepType } from '../../../../schemas/model/steps.ts';
import { deriveSegments } from '../../../../server/engine/machine/segments.ts';

const types: Readonly<Record<string, StepType>> = { n: 'NORMAL', a: 'ASYNC', e: 'EVENT', s: 'SUBWORKFLOW' };

/** `'n1; a1 <- n1'` in, one line per segment out: the entry in brackets, its steps, what it joins. */
function check(text: string, expected: readonly string[]): void {
  const written = text.split(/; */).map((step) => {
    const [name = '', after = ''] = step.split(' <- ');
    return { name, after: after === '' ? [] : after.split(/, */) };
  });
  const idOf = (name: string): StepId => (written.findIndex((step) => step.name === name) + 1) as StepId;
  const nameOf = (id: StepId): string => written[id - 1]?.name ?? '?';
  const { segments } = deriveSegments(
    written.map(({ name, after }) => ({
      stepId: idOf(name),
      stepType: types[name[0] ?? ''] ?? 'NORMAL',
      after: after.map(idOf),
    })),
  );
  const shown = segments.map(({ entry, steps, dependsOn }) =>
    [
      entry === undefined ? '' : `[${nameOf(entry)}]`,
      ...steps.map(nameOf),
      dependsOn.length > 0 ? `after ${dependsOn.join(' ')}` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
  assert.deepEqual(shown, expected);
}

test('a workflow of normal steps has exactly one segment (manual: segments)', () => {
  check('n1; n2 <- n1; n3 <- n2', ['n1 n2 n3']);
  check('n1; n2; n3 <- n1, n2; n4', ['n1 n2 n3 n4']);
});

test('an asynchronous step ends a segment; its back end holds what follows (manual: segments)', () => {
  check('n1; a1 <- n1; n2 <- a1', ['n1 a1', '[a1] n2']);
});

test('a discontinuity at the start has a back end of its own', () => {
  check('a1; n2 <- a1', ['a1', '[a1] n2']);
});

test('a discontinuity at the end still has a back end, which holds only its own answer', () => {
  check('n1; a1 <- n1', ['n1 a1', '[a1]']);
});

test('two discontinuities side by side meet in a join segment', () => {
  check('n1; a1 <- n1; e1 <- n1; n2 <- a1, e1', ['n1 a1 e1', '[a1]', '[e1]', 'n2 after 1 2']);
});

test('a normal step after a discontinuity and a normal one stands in a join of both segments', () => {
  check('n1; a1 <- n1; n3 <- n1; n2 <- a1, n3', ['n1 a1 n3', '[a1]', 'n2 after 1 0']);
});

test('a subworkflow before an asynchronous step: three segments in a row', () => {
  check('n1; s1 <- n1; a1 <- s1; n2 <- a1', ['n1 s1', '[s1] a1', '[a1] n2']);
});

test('normal steps with equal predecessors share a join; a discontinuity has one of its own', () => {
  check('a1; a2; n1 <- a1, a2; n2 <- a2, a1; e1 <- a1, a2', [
    'a1 a2',
    '[a1]',
    '[a2]',
    'n1 n2 after 1 2',
    'e1 after 1 2',
    '[e1]',
  ]);
});

test('what follows a join alone grows in the join', () => {
  check('a1; a2; n1 <- a1, a2; n2 <- n1', ['a1 a2', '[a1]', '[a2]', 'n1 n2 after 1 2']);
});
