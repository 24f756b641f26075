import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceObject } from '../../../schemas/protocol/editor.ts';
import { LspClient } from './lsp-client.ts';
import { codeFile, codeText, smallProject, stepFile, workflowFile, workflowText } from './small-project.ts';

test('a broken open file shows its problem while it is typed, and loses it when it is mended', async (t) => {
  const { root, home } = smallProject(t);
  const client = await LspClient.start(t, root, { home });
  await client.open(workflowFile, workflowText);
  await client.change(workflowFile, workflowText.replace('say-hello:1.0', 'say-nothing:1.0'), 2);
  const [problem] = await client.until('a problem', () => {
    const found = client.diagnostics.get(client.uri(workflowFile));
    return found !== undefined && found.length > 0 && found;
  });
  assert.ok(problem);
  assert.match(JSON.stringify(problem.message), /say-nothing/);
  assert.match(String(problem.code), /^ORDO-/);
  assert.equal(problem.range.start.line, 7);
  await client.change(workflowFile, workflowText, 3);
  await client.until('no problem', () => client.codesOf(workflowFile).length === 0);
});

test('files that are not open are checked too, and followed on disk', async (t) => {
  const { root, home } = smallProject(t, { [stepFile]: 'type: step\nname: say-hello\nversion: 1.0\n' });
  const client = await LspClient.start(t, root, { home });
  await client.until('a problem in the step', () => client.codesOf(stepFile).length > 0);
  writeFileSync(
    path.join(root, stepFile),
    `type: step\nname: say-hello\nversion: "1.0"\ndesc: Says hello\nauthor: [test]\nclass-name: SayHello\nbase-class-name: NormalStep\n`,
  );
  const changes = [{ uri: client.uri(stepFile), type: 2 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await client.until('no problem in the step', () => client.codesOf(stepFile).length === 0);
});

test('a mistake in a class is found by the compiler when typing pauses', async (t) => {
  const { root, home } = smallProject(t);
  const client = await LspClient.start(t, root, { home });
  await client.open(codeFile, codeText.replace('order.staticData.name', 'order.staticData.nome'));
  await client.until('a problem in the class', () => client.codesOf(codeFile).length > 0, 60_000);
  await client.change(codeFile, codeText, 2);
  await client.until('no problem in the class', () => client.codesOf(codeFile).length === 0, 60_000);
});

test('objects are listed by kind with their problems, and tell when they change', async (t) => {
  const { root, home } = smallProject(t);
  const client = await LspClient.start(t, root, { home });
  let told = 0;
  client.connection.onNotification('ordo/objectsChanged', () => void told++);
  const list = await client.request<readonly WorkspaceObject[]>('objects');
  assert.deepEqual(
    list.map(({ kind, name, version, codeUri }) => [kind, name, version, codeUri]),
    [
      ['step', 'say-hello', '1.0', client.uri(codeFile)],
      ['workflow', 'greet', '1.0', undefined],
    ],
  );
  await client.open(workflowFile, workflowText.replace('say-hello:1.0', 'say-nothing:1.0'));
  await client.until('the change', () => told > 0);
  const changed = await client.request<readonly WorkspaceObject[]>('objects');
  assert.ok((changed.find(({ kind }) => kind === 'workflow')?.problemCount ?? 0) > 0);
});

test('the types that step code imports are written into .ordo, never in a restricted workspace', async (t) => {
  const trusted = smallProject(t);
  const client = await LspClient.start(t, trusted.root, { home: trusted.home });
  await client.until('.ordo', () => existsSync(path.join(trusted.root, '.ordo', 'ordo.d.ts')), 60_000);

  const restricted = smallProject(t);
  const before = readdirSync(restricted.root).sort();
  const careful = await LspClient.start(t, restricted.root, { home: restricted.home, settings: { trusted: false } });
  await careful.open(codeFile, codeText.replace('order.staticData.name', 'order.staticData.nome'));
  await careful.until('a complete check', () => careful.codesOf(codeFile).length > 0, 60_000);
  await sleep(300);
  assert.deepEqual(readdirSync(restricted.root).sort(), before);
});
