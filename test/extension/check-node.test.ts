import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { askNode, neededNapi, ownNode } from '../../extension/client/check-node.ts';
import { temporaryFolder } from '../server/lsp/small-project.ts';

test('a Node says its version and Node-API', async () => {
  const facts = await askNode(process.execPath);
  assert.deepEqual(facts, { path: process.execPath, version: process.versions.node, napi: ownNode().napi });
  assert.ok(facts.napi >= neededNapi);
});

test('what is no Node, or does not exist, is none', async (t) => {
  const program = path.join(temporaryFolder(t, 'node'), 'node');
  assert.equal(await askNode(program), undefined);
  writeFileSync(program, '#!/bin/sh\necho hello\n');
  chmodSync(program, 0o755);
  assert.equal(await askNode(program), undefined);
});
