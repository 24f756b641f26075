import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, type ResponseError } from 'vscode-languageserver/node';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  Hover,
  LocationLink,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { NewObjectAnswer } from '../../../schemas/protocol/editor.ts';
import { LspClient } from './lsp-client.ts';
import { codeFile, codeText, smallProject, stepFile, stepText, workflowFile, workflowText } from './small-project.ts';

/** Asks about the place of a text in a file: behind its first letter. */
function at(text: string, word: string): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(word) + 1).split('\n');
  return { line: before.length - 1, character: (before.at(-1) ?? '').length };
}

async function started(t: Parameters<typeof smallProject>[0]): Promise<LspClient> {
  const { root, home } = smallProject(t);
  const client = await LspClient.start(t, root, { home });
  await client.open(workflowFile, workflowText);
  await client.open(stepFile, stepText);
  await client.open(codeFile, codeText);
  return client;
}

function ask<T>(client: LspClient, method: string, file: string, rest: object = {}): Promise<T> {
  return client.connection.sendRequest<T>(`textDocument/${method}`, {
    textDocument: { uri: client.uri(file) },
    ...rest,
  });
}

test('completion, hover and definition answer over the wire', async (t) => {
  const client = await started(t);
  const text = workflowText.replace('say-hello:1.0', '');
  await client.change(workflowFile, text, 2);
  const position = { line: 7, character: '  - step: '.length };
  const items = await ask<CompletionItem[]>(client, 'completion', workflowFile, { position });
  assert.ok(items.some(({ label }) => label === 'say-hello:1.0'));
  await client.change(workflowFile, workflowText, 3);
  const on = { position: at(workflowText, 'say-hello:1.0') };
  const hover = await ask<Hover>(client, 'hover', workflowFile, on);
  assert.match(JSON.stringify(hover.contents), /Says hello/);
  const [target] = await ask<LocationLink[]>(client, 'definition', workflowFile, on);
  assert.equal(target?.targetUri, client.uri(stepFile));
});

test('a class is renamed in TypeScript and YAML as one edit, from either side', async (t) => {
  const client = await started(t);
  for (const [file, text] of [
    [stepFile, stepText],
    [codeFile, codeText],
  ] as const) {
    const params = { position: at(text, 'SayHello'), newName: 'Greet' };
    const edit = await ask<WorkspaceEdit>(client, 'rename', file, params);
    const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(
      changes.map(({ textDocument }) => textDocument.uri).sort(),
      [client.uri(codeFile), client.uri(stepFile)].sort(),
    );
    assert.ok(changes.every(({ edits }) => edits.every((edit) => 'newText' in edit && edit.newText === 'Greet')));
  }
  await assert.rejects(
    ask(client, 'rename', stepFile, { position: at(stepText, 'SayHello'), newName: '1 2' }),
    /cannot be/,
  );
});

test('what VS Code itself renames in TypeScript is left to it', async (t) => {
  const client = await started(t);
  assert.equal(await ask(client, 'prepareRename', codeFile, { position: at(codeText, 'order.dynamicData') }), null);
});

test('a missing step is created by a quick fix', async (t) => {
  const client = await started(t);
  await client.change(workflowFile, workflowText.replace('say-hello:1.0', 'wave:1.0'), 2);
  const found = await client.until('a problem', () => {
    const list = client.diagnostics.get(client.uri(workflowFile)) ?? [];
    return list.length > 0 && list;
  });
  const [problem] = found as [Diagnostic];
  const context = { diagnostics: [problem] };
  const actions = await ask<CodeAction[]>(client, 'codeAction', workflowFile, { range: problem.range, context });
  const create = actions.find(({ title }) => title === 'Create step "wave"');
  assert.match(JSON.stringify(create?.command), /wave\.step\.yaml.*class Wave extends NormalStep/);
});

test('lenses, symbols, folds, hints, tokens and links are answered', async (t) => {
  const client = await started(t);
  const lenses = await ask<CodeLens[]>(client, 'codeLens', workflowFile);
  assert.deepEqual(
    lenses.map(({ command }) => command?.command),
    ['ordo.runOrder', 'ordo.debugOrder', 'ordo.openGraph', 'ordo.deployFile'],
  );
  const inCode = await ask<CodeLens[]>(client, 'codeLens', codeFile);
  assert.deepEqual(
    inCode.map(({ command }) => command?.title),
    ['3 references'],
  );
  assert.equal((await ask<unknown[]>(client, 'documentSymbol', workflowFile)).length, 8);
  assert.ok((await ask<unknown[]>(client, 'foldingRange', workflowFile)).length > 1);
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  assert.deepEqual(await ask(client, 'inlayHint', workflowFile, { range }), []);
  assert.ok((await ask<{ data: number[] }>(client, 'semanticTokens/full', workflowFile)).data.length > 0);
  assert.deepEqual(await ask(client, 'documentLink', workflowFile), []);
  const symbols = await client.connection.sendRequest<unknown[]>('workspace/symbol', { query: 'sayhel' });
  assert.equal(symbols.length, 1);
});

test('a document outside of every project gets an empty answer', async (t) => {
  const client = await started(t);
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: 'file:///elsewhere/x.step.yaml', languageId: 'yaml', version: 1, text: stepText },
  });
  const textDocument = { uri: 'file:///elsewhere/x.step.yaml' };
  const params = { textDocument, position: { line: 0, character: 2 } };
  assert.equal(await client.connection.sendRequest('textDocument/hover', params), null);
  assert.equal(await client.connection.sendRequest('textDocument/completion', params), null);
});

test('a request that is no longer wanted is answered once, as cancelled', async (t) => {
  const client = await started(t);
  const params = { textDocument: { uri: client.uri(workflowFile) } };
  const source = new CancellationTokenSource();
  // The server reads this for a while, so that the request still waits when it is cancelled.
  const many = Array.from({ length: 5_000 }, (_, index) => `  - step: say-${index}:1.0\n    after: []\n`);
  void client.open('many.workflow.yaml', workflowText.replace('steps:\n', `steps:\n${many.join('')}`));
  const stale = client.connection.sendRequest('textDocument/codeLens', params, source.token);
  source.cancel();
  await assert.rejects(stale, (error: ResponseError<void>) => error.code === LSPErrorCodes.RequestCancelled);
  assert.equal((await ask<CodeLens[]>(client, 'codeLens', workflowFile)).length, 4);
});

test('line ends of Windows, a byte order mark and tabs do no harm', async (t) => {
  const client = await started(t);
  const text = `${workflowText.replaceAll('\n', '\r\n')}tags:\r\n\tteam: x\r\n`;
  await client.change(workflowFile, text, 2);
  const hover = await ask<Hover>(client, 'hover', workflowFile, { position: at(workflowText, 'say-hello:1.0') });
  assert.match(JSON.stringify(hover.contents), /Says hello/);
  const root = fileURLToPath(client.folderUri);
  writeFileSync(path.join(root, 'late.queue.yaml'), '\uFEFFtype: queue\nname: late\ndesc: d\n');
  const changes = [{ uri: client.uri('late.queue.yaml'), type: 1 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  const found = await client.until('the queue', async () => {
    const symbols = await client.connection.sendRequest<{ location: { range: { start: { character: number } } } }[]>(
      'workspace/symbol',
      { query: 'late' },
    );
    return symbols[0];
  });
  assert.equal(found.location.range.start.character, 6);
});

test('two hundred files that change at once are read once and checked together', async (t) => {
  const client = await started(t);
  const root = fileURLToPath(client.folderUri);
  const names = Array.from({ length: 200 }, (_, n) => `q${n}.queue.yaml`);
  for (const name of names) writeFileSync(path.join(root, name), `type: queue\nname: ${name.slice(0, -11)}\ndesc: d\n`);
  const changes = names.map((name) => ({ uri: client.uri(name), type: 1 }));
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  const count = async (): Promise<number> =>
    (await client.connection.sendRequest<unknown[]>('workspace/symbol', { query: 'q' })).length;
  await client.until('all queues', async () => (await count()) === names.length);
});

test('an engine that runs tells the hover about orders', async (t) => {
  const client = await started(t);
  await client.request('deploy');
  try {
    const on = { position: at(workflowText, 'greet') };
    await client.until('the orders of the workflow', async () => {
      const hover = await ask<Hover>(client, 'hover', workflowFile, on);
      return JSON.stringify(hover.contents).includes('On the engine: ');
    });
    await client.until('the orders at the step', async () => {
      const hover = await ask<Hover>(client, 'hover', workflowFile, { position: at(workflowText, 'say-hello:1.0') });
      return JSON.stringify(hover.contents).includes('On the engine: no order stands here');
    });
  } finally {
    await client.request('stopEngine');
  }
});

test('what is safe to mend is mended on save, and new objects get their texts', async (t) => {
  const client = await started(t);
  await client.change(stepFile, stepText.replace('version: "1.0"', 'version: 1.0'), 2);
  await client.until('the problem', () => client.codesOf(stepFile).includes('ORDO-KEY-005'));
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const context = { diagnostics: [], only: ['source.fixAll'] };
  const [action] = await ask<CodeAction[]>(client, 'codeAction', stepFile, { range, context });
  assert.match(JSON.stringify(action?.edit), /"newText":"\\"1\.0\\""/);
  const answer = await client.request<NewObjectAnswer>('newObject', { kind: 'queue', name: 'answers' });
  assert.deepEqual(
    answer.files.map(({ uri }) => uri),
    [client.uri('queues/answers.queue.yaml')],
  );
  const taken = await client.request<NewObjectAnswer>('newObject', { kind: 'workflow', name: 'greet' });
  assert.match(taken.problem ?? '', /already/);
});
