import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

test('every test file belongs to exactly one stage of npm test', async () => {
  const stages = (await import(path.join(root, '.ci/stages.mjs'))) as {
    unitFolders: readonly string[];
    processFolders: readonly string[];
  };
  const folders = ['architecture', 'scenario', 'crash', 'editor', ...stages.unitFolders, ...stages.processFolders];
  const files = globSync('test/**/*.test.ts', { cwd: root, exclude: (name) => name === 'node_modules' }).map((file) =>
    file.split(path.sep).join('/'),
  );
  const count = (file: string): number => folders.filter((folder) => file.startsWith(`test/${folder}/`)).length;
  assert.ok(files.length > 50);
  assert.deepEqual(
    files.filter((file) => count(file) !== 1),
    [],
  );
});
