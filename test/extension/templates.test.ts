import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { classNameOf, problemWithName, workflowYaml } from '../../extension/commands/templates.ts';
import { newObjectFiles } from '../../server/language/features/skeletons/new-files.ts';
import { loadProject } from '../../server/language/workspace/load-project.ts';
import { temporaryFolder } from '../server/lsp/small-project.ts';

test('a new workflow with a new step has no problem, its class included', async (t) => {
  const root = temporaryFolder(t, 'templates');
  writeFileSync(path.join(root, 'shop.workflow.yaml'), workflowYaml('shop', 'reserve-stock'));
  const project = await loadProject(root);
  const step = newObjectFiles(project.workspace, { kind: 'step', name: 'reserve-stock' }, root);
  for (const { file, text } of step) project.updateFile(file, text);
  assert.deepEqual(await project.check(), []);
});

test('a class is named after its step', () => {
  assert.equal(classNameOf('reserve-stock'), 'ReserveStock');
  assert.equal(classNameOf('a1-b2'), 'A1B2');
});

test('names that cannot be names are refused, and those that are taken', () => {
  for (const wrong of ['', 'Shop', '1shop', 'shop order', 'shop-', '../shop', 'shop_order']) {
    assert.match(problemWithName(wrong, [], String) ?? '', /lower-case/, wrong);
  }
  assert.match(problemWithName('shop', ['shop'], String) ?? '', /exists/);
  assert.equal(problemWithName('shop-2', ['shop'], String), undefined);
});
