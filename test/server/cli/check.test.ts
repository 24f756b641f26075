import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { smallProject, stepCode, writeFiles } from '../deploy/temp-project.ts';
import { documentOf, runOrdo } from './run-ordo.ts';

interface CheckDocument {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly milliseconds: Readonly<Record<string, number>>;
}

describe('ordo check', () => {
  test('of a good project ends with 0 and says so', async (t) => {
    const folder = writeFiles(t, smallProject);
    const text = await runOrdo(['check'], { cwd: folder });
    assert.deepEqual([text.code, text.stdout, text.stderr], [0, '4 objects: no problems\n', '']);
    const json = documentOf<CheckDocument>(await runOrdo(['check', '--json', '--project', folder]));
    assert.deepEqual([json.ok, json.problems], [true, []]);
    assert.deepEqual(Object.keys(json.milliseconds), ['check', 'bundle', 'dry-run', 'send']);
  });

  test('tells each problem with place, code and remedy, and ends with 1', async (t) => {
    const broken = stepCode('Check', 'const wrong: number = "text";\n', 'void wrong;');
    const folder = writeFiles(t, smallProject, { 'steps/check.step.ts': broken });
    const { code, stdout } = await runOrdo(['check'], { cwd: folder, env: { FORCE_COLOR: '1' } });
    assert.equal(code, 1);
    assert.match(stdout, /^steps\/check\.step\.ts:2:7 {2}error {2}ORDO-TS-002\n {2}Type 'string'.*\n {2}→ \S.*\n/);
    assert.match(stdout, /4 objects: 1 error\n$/);
    const answer = await runOrdo(['check', '--json'], { cwd: folder });
    assert.equal(answer.code, 1);
    const { ok, problems } = documentOf<CheckDocument>(answer);
    assert.equal(ok, false);
    assert.deepEqual(
      problems.map(({ code, severity, file }) => [code, severity, file]),
      [['ORDO-TS-002', 'error', 'steps/check.step.ts']],
    );
  });

  test('of one file looks at it and what it needs alone', async (t) => {
    const other = `type: workflow\nname: other\nversion: '1.0'\ndesc: Broken.\nsteps:\n  - nowhere:1.0\n`;
    const folder = writeFiles(t, smallProject, { 'other.workflow.yaml': other });
    assert.equal((await runOrdo(['check', 'shop.workflow.yaml'], { cwd: folder })).code, 0);
    assert.equal((await runOrdo(['check', 'other.workflow.yaml'], { cwd: folder })).code, 1);
    const missing = await runOrdo(['check', 'shop.yaml'], { cwd: folder });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /The file .*shop\.yaml does not exist/);
  });
});

test('ordo types writes what plain TypeScript needs, once', async (t) => {
  const folder = writeFiles(t, smallProject);
  const first = documentOf<{ written: string[] }>(await runOrdo(['types', '--json'], { cwd: folder }));
  assert.ok(first.written.length > 0);
  const second = documentOf<{ written: string[] }>(await runOrdo(['types', '--json'], { cwd: folder }));
  assert.deepEqual(second.written, []);
});
