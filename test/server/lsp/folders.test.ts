import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { findProjectFolders } from '../../../server/lsp/folders/find-project-folders.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { temporaryFolder } from './small-project.ts';

function folderWith(t: Parameters<typeof temporaryFolder>[0], ...files: readonly string[]): string {
  const root = temporaryFolder(t, 'folders');
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  return root;
}

test('a workspace folder without options is one project', (t) => {
  const root = folderWith(t, 'a/b.workflow.yaml');
  assert.deepEqual(findProjectFolders(root), [root]);
});

test('each folder with options is a project of its own', (t) => {
  const root = folderWith(t, 'shop/ordo.options', 'team/billing/ordo.options', 'docs/readme.md');
  assert.deepEqual([...findProjectFolders(root)].sort(), [path.join(root, 'shop'), path.join(root, 'team/billing')]);
});

test('installed, generated and hidden folders are not searched', (t) => {
  const root = folderWith(t, 'node_modules/x/ordo.options', 'dist/ordo.options', '.cache/ordo.options');
  assert.deepEqual(findProjectFolders(root), [root]);
});
