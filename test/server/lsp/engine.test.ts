import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { DeployResult, EngineState, OrderForm } from '../../../schemas/protocol/editor.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { OrderHash, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { stateFolderOf, instanceKeyOf } from '../../../server/base/state-folder.ts';
import { isAlive } from '../../../server/lsp/engine/process-end.ts';
import { LspClient } from './lsp-client.ts';
import { codeFile, codeText, smallProject, stepFile, stepText } from './small-project.ts';

test('the engine starts on first need, runs an order and stops', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home);
  assert.equal((await client.request<EngineState>('engineState')).status, 'stopped');

  const deployed = await client.request<DeployResult>('deploy');
  assert.equal(deployed.answer.installed, true, JSON.stringify(deployed.problems));
  const [workflow] = (await client.rest('GET', 'workflows')) as unknown as readonly WorkflowHash[];
  assert.equal(workflow?.name, 'greet');

  const { workflow_instanceid: orderId } = (await client.rest(
    'POST',
    `workflows/${workflow.workflowid}?action=createOrder`,
    {
      staticdata: { name: 'world' },
    },
  )) as { workflow_instanceid: number };
  await client.until('the event of its end', () => client.events.flatMap(({ events }) => events).find(isOrderComplete));
  const order = (await client.rest('GET', `orders/${orderId}`)) as unknown as OrderHash;
  assert.equal(order.workflowstatus, 'COMPLETE');
  assert.deepEqual(order.dynamicdata, { greeting: 'hello world' });

  const running = await client.request<EngineState>('engineState');
  assert.equal(running.status, 'running');
  assert.ok(!JSON.stringify(running).includes('token'), 'the token stays in the language server');
  assert.equal((await client.request<EngineState>('stopEngine')).status, 'stopped');
  assert.ok(!isAlive(running.engine?.pid ?? 0));
  assert.deepEqual(
    // The same status may be told twice, with more known about it.
    [...new Set(client.engineStates.map(({ status }) => status))],
    ['starting', 'running', 'stopping', 'stopped'],
  );
});

test('an engine that is killed is started again, and its orders are there', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home);
  const first = await client.request<EngineState>('startEngine');
  await client.request('deploy');
  process.kill(first.engine?.pid ?? 0, 'SIGKILL');
  const again = await client.until('another engine', () =>
    client.engineStates.find(({ status, engine }) => status === 'running' && engine?.pid !== first.engine?.pid),
  );
  assert.ok(client.engineStates.some(({ status, reason }) => status === 'crashed' && reason !== undefined));
  assert.ok(isAlive(again.engine?.pid ?? 0));
  const workflows = (await client.rest('GET', 'workflows')) as unknown as readonly WorkflowHash[];
  assert.equal(workflows.length, 1);
});

test('a second window attaches to the same engine, which survives the first window', async (t) => {
  const { root, home } = smallProject(t);
  const first = await startWindow(t, root, home);
  const { engine } = await first.request<EngineState>('startEngine');
  const second = await startWindow(t, root, home);
  const attached = await second.until('the second window to attach', () =>
    second.engineStates.find(({ status }) => status === 'running'),
  );
  assert.equal(attached.engine?.pid, engine?.pid);
  await first.close();
  await sleep(500);
  assert.ok(isAlive(engine?.pid ?? 0));
  // The window that stops it is told, and so is every other.
  assert.equal((await second.request<EngineState>('stopEngine')).status, 'stopped');
});

test('an engine that another window stopped is stopped here too, and not started again', async (t) => {
  const { root, home } = smallProject(t);
  const first = await startWindow(t, root, home);
  await first.request('startEngine');
  const second = await startWindow(t, root, home);
  await second.until('the second window to attach', () =>
    second.engineStates.some(({ status }) => status === 'running'),
  );
  await first.request('stopEngine');
  await second.until('the news', () => second.engineStates.at(-1)?.status === 'stopped');
  await sleep(2_000);
  assert.equal(second.engineStates.at(-1)?.status, 'stopped');
});

test('options that are wrong are named as the reason, and nothing is tried again', async (t) => {
  const { root, home } = smallProject(t, { 'ordo.options': 'qorus.max-retries = many\n' });
  const client = await startWindow(t, root, home);
  const state = await client.request<EngineState>('startEngine');
  assert.equal(state.status, 'refused');
  assert.match(state.reason ?? '', /max-retries/);
  await sleep(1_500);
  assert.equal(client.engineStates.filter(({ status }) => status === 'starting').length, 1);
  assert.ok(existsSync(state.outputFile ?? ''));
});

test('nothing starts and nothing is written in a restricted workspace', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home, false);
  assert.equal((await client.request<EngineState>('startEngine')).status, 'stopped');
  await assert.rejects(client.request('deploy'), /restricted/);
  const call = { method: 'GET', path: 'workflows', start: true };
  assert.equal((await client.request<{ status: number }>('engineCall', call)).status, 503);
  assert.deepEqual(readdirSync(home), []);
});

test('trust that is given later is enough', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home, false);
  await client.connection.sendNotification('ordo/settingsChanged', { trusted: true, keepRunning: false });
  assert.equal((await client.request<EngineState>('startEngine')).status, 'running');
});

test('a call leads below the API and nowhere else', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home);
  await client.request('startEngine');
  for (const wrong of ['../releases', '/api/latest/orders', 'http://127.0.0.1:1/x', 'orders/../../x']) {
    const { status } = await client.request<{ status: number }>('engineCall', { method: 'GET', path: wrong });
    assert.equal(status, 400, wrong);
  }
});

test('what a deploy finds is shown in the file and stays until the file changes', async (t) => {
  const throwing = codeText.replace(
    '{\n  async primary',
    "{\n  constructor() {\n    super();\n    throw new Error('no such thing');\n  }\n\n  async primary",
  );
  const { root, home } = smallProject(t, { [codeFile]: throwing });
  const client = await startWindow(t, root, home);
  const result = await client.request<DeployResult>('deploy');
  assert.equal(result.answer.installed, false);
  const file = result.problems.find(({ severity }) => severity === 'error')?.file ?? '';
  const codes = await client.until('the problem', () => client.codesOf(file).length > 0 && client.codesOf(file));
  assert.ok(
    codes.some((code) => code.startsWith('ORDO-DEPLOY-')),
    codes.join(),
  );
  await client.open(stepFile, stepText);
  await client.open(codeFile, codeText);
  await client.until('no problem', () => client.codesOf(file).length === 0);
});

test('a deploy reports its progress and can be cancelled', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home);
  const seen: string[] = [];
  client.connection.onNotification(
    '$/progress',
    ({ value }: { value: { kind: string } }) => void seen.push(value.kind),
  );
  await client.request('deploy', { workDoneToken: 'x' });
  assert.equal(seen[0], 'begin');
  assert.equal(seen.at(-1), 'end');
  assert.ok(seen.includes('report'));
  const { token, cancel } = cancellable();
  const running = client.connection.sendRequest('ordo/deploy', { folder: client.folderUri }, token);
  cancel();
  await assert.rejects(running, /cancel/i);
});

test('the form of an order follows the type of its static data', async (t) => {
  const { root, home } = smallProject(t);
  const client = await startWindow(t, root, home);
  const form = await client.request<OrderForm>('orderForm', { workflow: 'greet', version: '1.0' });
  assert.deepEqual(form.example, { name: '' });
  assert.deepEqual(form.schema?.['required'], ['name']);
});

function isOrderComplete({ eventstr, info }: SystemEvent): boolean {
  return eventstr === 'WORKFLOW_STATUS_CHANGED' && JSON.stringify(info).includes('"COMPLETE"');
}

/** A window whose engine is stopped after the test, whatever happened in it. */
async function startWindow(t: TestContext, root: string, home: string, trusted = true): Promise<LspClient> {
  const client = await LspClient.start(t, root, { home, settings: { trusted } });
  t.after(() => {
    const file = path.join(stateFolderOf(instanceKeyOf(root), { stateHome: home }), 'engine.json');
    if (!existsSync(file)) return;
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return client;
}

function cancellable(): { token: CancellationToken; cancel: () => void } {
  const listeners: (() => void)[] = [];
  let isCancelled = false;
  return {
    token: {
      get isCancellationRequested() {
        return isCancelled;
      },
      onCancellationRequested: (listener) => {
        listeners.push(() => void listener(undefined));
        return { dispose: () => undefined };
      },
    },
    cancel: () => {
      isCancelled = true;
      for (const listener of listeners) listener();
    },
  };
}
