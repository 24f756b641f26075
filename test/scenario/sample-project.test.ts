import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { resourcePath } from '../../server/base/resources.ts';
import { copySample, readOrderFiles, type SampleProject } from '../support/project.ts';
import { runOrdo } from '../support/project-engine.ts';

/** The sample is what people learn from: it is checked as strictly as their own project will be. */
describe('the sample project', () => {
  let project: SampleProject;
  before(() => {
    project = copySample();
  });
  after(() => project.remove());

  test('ordo check finds nothing, not even a hint', async () => {
    const { code, stdout, stderr } = await runOrdo(project, 'check', '--json');
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual((JSON.parse(stdout) as { problems: unknown }).problems, []);
  });

  test('plain tsc accepts it, with the types that ordo wrote', async () => {
    const types = await runOrdo(project, 'types');
    assert.equal(types.code, 0, types.stderr);
    const tsc = spawnSync(
      process.execPath,
      [resourcePath('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'],
      {
        cwd: project.folder,
        encoding: 'utf8',
      },
    );
    assert.equal(tsc.status, 0, tsc.stdout);
  });

  test('static data is typed: a wrong member is an error of tsc', async () => {
    await runOrdo(project, 'types');
    const file = path.join(project.folder, 'src', 'probe.ts');
    writeFileSync(
      file,
      `import type { OrderOf } from 'ordo';\nexport const f = (o: OrderOf<'take-payment'>): string => o.staticData.total;\n`,
    );
    try {
      const tsc = spawnSync(
        process.execPath,
        [resourcePath('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'],
        {
          cwd: project.folder,
          encoding: 'utf8',
        },
      );
      assert.match(tsc.stdout, /probe\.ts.*'number' is not assignable to type 'string'/);
    } finally {
      rmSync(file);
    }
  });

  test('there are fifty orders, each with a number of its own', () => {
    const numbers = readOrderFiles().map(({ order }) => order.staticdata.orderNumber);
    assert.equal(new Set(numbers).size, 50);
  });

  test('every refusal of an end system has an error definition', () => {
    const sources = globSync('end-systems/*.mjs', { cwd: project.folder })
      .map((file) => readFileSync(path.join(project.folder, file), 'utf8'))
      .join('\n');
    const codes = [...sources.matchAll(/new Refusal\((?!5)\d+, '([A-Z-]+)'/g)].map(([, code]) => code);
    const definitions = readFileSync(path.join(project.folder, 'workflows', 'shop.errors.yaml'), 'utf8');
    assert.ok(codes.length > 10);
    for (const code of codes) assert.ok(definitions.includes(`name: ${code}\n`), `${code} has no definition`);
  });
});
