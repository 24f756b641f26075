import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { withProject } from '../../../support/language-project.ts';
import { loadProject } from '../../../../server/language/workspace/load-project.ts';

const texts: Readonly<Record<string, string>> = {
  'shop.workflow.yaml':
    'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nautostart: 1\nerrors: shop\nsteps:\n  - step: pay:1.0\n    after: []\n  - step: ship:1.0\n    after: [pay]\n',
  'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\nbase-class-name: AsyncStep\nqueue: answers\n',
  'ship.step.yaml': 'type: step\nname: ship\nversion: "1.0"\nclass-name: Ship\n',
  'pay.step.ts': '',
  'answers.queue.yaml': 'type: queue\nname: answers\ndesc: Answers.\n',
  'shop.errors.yaml':
    'type: errors\nname: shop\ndesc: E.\nerrors:\n  - { name: A, desc: a, status: RETRY, retry-delay: 5 }\n',
};
const files = Object.keys(texts);
const inserted = [
  '\n',
  ' ',
  ':',
  '-',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a',
  '*a',
  '\t',
  '1.0',
  'pay',
  'ship:1.0',
  'after: [ship]',
  'type: step',
  '\n---\n',
  '<<: ',
  '!',
  '|',
  '\0',
  '\ud800',
];

const edit = fc.record({
  file: fc.constantFrom(...files),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(12),
  insert: fc.oneof(fc.constantFrom(...inserted), fc.string({ maxLength: 6 })),
  isDeleted: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
});

test('after any edits the problems are those of a project that was just opened, and nothing throws', () =>
  fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) =>
      withProject(texts, async (project) => {
        const now = new Map<string, string | undefined>(Object.entries(texts));
        for (const { file, at, remove, insert, isDeleted } of edits) {
          const before = now.get(file) ?? '';
          const start = Math.floor(at * before.length);
          const text = isDeleted ? undefined : before.slice(0, start) + insert + before.slice(start + remove);
          now.set(file, text);
          project.updateFile(path.join(project.root, file), text);
          await project.check({ skipTypeScript: true });
        }
        const overlay = new Map(
          [...now].flatMap(([file, text]) =>
            text === undefined ? [] : [[path.join(project.root, file), text] as const],
          ),
        );
        const cold = await loadProject(project.root, { overlay });
        const found = await project.check({ skipTypeScript: true });
        assert.deepEqual(found, await cold.check({ skipTypeScript: true }));
        for (const problem of found)
          assert.doesNotMatch(`${problem.message} ${problem.remedy}`, /\{\w+\}|undefined|\[object/);
        for (const object of project.objects) for (const key of Object.keys(object.data)) object.rangeOf([key]);
      }),
    ),
    { numRuns: 300 },
  ));
