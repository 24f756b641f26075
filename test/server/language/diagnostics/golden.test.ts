import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { formatProblem } from '../../../../server/base/problems.ts';
import { problems } from '../../../../server/language/diagnostics/problems.ts';
import { checkGolden, goldenFiles } from '../../../support/golden.ts';
import { withProject } from '../../../support/language-project.ts';

const golden = goldenFiles(path.join(import.meta.dirname, 'golden'), 'problems');

for (const each of golden)
  test(`the texts of ${path.basename(each.file)}`, async () => {
    const found = await withProject(each.texts, (project) => project.check());
    checkGolden(each, 'problems', found.map((problem) => `${formatProblem(problem)}\n`).join(''));
  });

/** Codes that no small text can give, and the test that has them. */
const elsewhere = new Set([
  'ORDO-YAML-001', // read-yaml.test.ts: 10 MB of text
  'ORDO-YAML-002', // read-yaml.test.ts: aliases that grow
  'ORDO-YAML-003', // read-yaml.test.ts: 2 million blank lines
  'ORDO-YAML-018', // load-project.test.ts: a file that is not text
  'ORDO-OBJ-014', // load-project.test.ts: a real package called ordo
  'ORDO-WF-017', // the graph's limit of steps
  'ORDO-WF-018', // step-graph.test.ts: groups that follow each other
  'ORDO-KEY-014', // a schema keyword that has no words of its own yet
]);

test('every problem has its text in a golden file', () => {
  const all = golden.map((each) => each.expected).join('');
  const codes = Object.keys(problems).filter((key) => key.startsWith('ORDO-') && !elsewhere.has(key));
  assert.deepEqual(
    codes.filter((code) => !all.includes(code)),
    [],
  );
});
