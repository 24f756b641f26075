import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildRelease } from '../../../server/deploy/pipeline.ts';
import { projectOf, smallProject, stepCode, type Files } from './temp-project.ts';

/** Runs the bundle of the small project, with `ordo` replaced by empty classes, and answers what `van()` returned. */
async function runVan(t: TestContext, files: Files, projectFolder?: string): Promise<unknown> {
  const ship = stepCode('Ship', "import { van } from '../src/van.ts';\nexport const seen = van();\n", 'void seen;');
  const project = await projectOf(t, smallProject, { 'steps/ship.step.ts': ship }, files);
  const { release, problems } = await buildRelease(project);
  assert.deepEqual(problems, []);
  const file = path.join(project.root, 'program.cjs');
  const code = (release?.bundles[0]?.code ?? '').replace('var seen = ', 'var seen = globalThis.seen = ');
  writeFileSync(file, code.replaceAll('require("ordo")', '({ NormalStep: class {} })'));
  const run = spawnSync(
    process.execPath,
    ['-e', `require(${JSON.stringify(file)}); console.log(JSON.stringify(seen))`],
    {
      cwd: project.root,
      env: projectFolder === undefined ? {} : { ORDO_PROJECT_FOLDER: projectFolder },
      encoding: 'utf8',
    },
  );
  assert.equal(run.stderr, '');
  return JSON.parse(run.stdout);
}

const places = '[import.meta.dirname, import.meta.filename, import.meta.url]';

test('import.meta names the place of each source file below the project folder of the runner', async (t) => {
  const files = { 'src/van.ts': `export const van = (): string[] => ${places};\n` };
  assert.deepEqual(await runVan(t, files, '/srv/shop'), [
    '/srv/shop/src',
    '/srv/shop/src/van.ts',
    'file:///srv/shop/src/van.ts',
  ]);
});

test('two files have two places, and __dirname is the same as import.meta.dirname', async (t) => {
  const files = {
    'src/van.ts': `import { other } from './deep/other.ts';\nexport const van = (): string[] => [__filename, other()];\n`,
    'src/deep/other.ts': 'export const other = (): string => __dirname;\n',
  };
  assert.deepEqual(await runVan(t, files, '/srv/shop'), ['/srv/shop/src/van.ts', '/srv/shop/src/deep']);
});

test('a CommonJS package knows its place from its first line on', async (t) => {
  const files = {
    'src/van.ts': "import { place } from 'old-package';\nexport const van = (): string => place;\n",
    'node_modules/old-package/main.d.ts': 'export const place: string;\n',
    'node_modules/old-package/package.json': '{ "name": "old-package", "main": "main.js" }',
    'node_modules/old-package/main.js': "'use strict';\nexports.place = __dirname;\n",
  };
  assert.equal(await runVan(t, files, '/srv/shop'), '/srv/shop/node_modules/old-package');
});

test('without a project folder it is the current folder', async (t) => {
  const files = { 'src/van.ts': 'export const van = (): string => import.meta.dirname;\n' };
  assert.match(String(await runVan(t, files)), /ordo-project-.*\/src$/);
});
