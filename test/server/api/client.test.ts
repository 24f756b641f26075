import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { LeaseAnswer } from '../../../schemas/protocol/engine-file.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import { schemaVersion } from '../../../schemas/protocol/versions.ts';
import { ApiError, EngineUnreachable } from '../../../server/api/client/client.ts';
import { connectToProject, readEngineFile } from '../../../server/api/client/engine-file.ts';
import { createEngineClient } from '../../../server/api/client/http-client.ts';
import { runnableRelease, startTestHost, waitForStatus, type TestHost } from '../../support/test-host.ts';
import { waitFor } from '../../support/wait.ts';

const broken = "throw Object.assign(new Error('no'), { code: 'BROKEN' });";
const release = runnableRelease({ steps: ['x'], errors: [{ error: 'BROKEN', status: 'ERROR' }] }, { x: broken });

describe('every method of the client against a real engine', () => {
  test('calls and answers', async (t) => {
    const host = await startTestHost(t);
    const { client } = host;
    const hash = release.bundles[0]?.hash ?? '';
    assert.equal(client.url, host.url);
    assert.equal((await client.system()).pid, process.pid);
    assert.equal(
      (await client.system())['datamodel-version'],
      String(schemaVersion),
      'schemaVersion is the newest migration',
    );
    assert.deepEqual(await client.knownBundles([hash]), []);
    assert.equal((await client.installRelease(release)).installed, true);
    assert.deepEqual(await client.knownBundles([hash, 'other']), [hash]);
    assert.deepEqual(
      (await client.workflows()).map((workflow) => workflow.name),
      ['orders'],
    );
    const { workflow_instanceid: order } = await client.createOrder('orders', { staticdata: { a: 1 } });
    assert.deepEqual(
      (await client.orders({ status: 'READY', limit: 5 })).map((row) => row.workflow_instanceid),
      [order],
    );
    await client.call('PUT', '/workflows/orders?action=start');
    await waitForStatus(client, order, 'ERROR');
    assert.deepEqual(
      (await client.orderErrors(order)).map((row) => row.error),
      ['BROKEN'],
    );
    assert.equal((await client.retryOrder(order)).workflow_status, 'RETRY');
    await waitForStatus(client, order, 'ERROR');
    assert.deepEqual(await client.cancelOrder(order), { workflow_status: 'CANCELED' });
    const history = await client.history(order);
    assert.deepEqual(
      history.map((row) => row.sequence),
      history.map((_, index) => index + 1),
    );
    await client.shutdown();
    assert.equal(await host.ended, 0);
  });

  test('refusals are ApiErrors, silence is EngineUnreachable, a cancelled call is neither', async (t) => {
    const host = await startTestHost(t);
    await assert.rejects(host.client.order(4711), (error: unknown) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual(
        [error.status, error.err, error.message],
        [404, 'INVALID-WORKFLOW-DATA', 'There is no order 4711.'],
      );
      return true;
    });
    const stranger = createEngineClient({ url: host.url, token: 'wrong' });
    await assert.rejects(stranger.system(), (error: unknown) => error instanceof ApiError && error.status === 401);
    const nobody = createEngineClient({ url: 'http://127.0.0.1:9', token: 'x' });
    await assert.rejects(nobody.system(), EngineUnreachable);
    await assert.rejects(host.client.call('GET', 'system', undefined, { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    });
  });

  test('a whole history comes however long it is', async (t) => {
    const host = await startTestHost(t);
    await host.client.installRelease(release);
    const { workflow_instanceid: order } = await host.client.createOrder('orders', { staticdata: {} });
    for (let index = 0; index < 1100; index += 1) {
      await host.client.call('PUT', `orders/${order}?action=setPriority`, { priority: index % 999 });
    }
    assert.ok((await host.client.history(order)).length > 1000);
  });
});

describe('streams of the client', () => {
  test('events come, and after a break the missed ones too', async (t) => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'ordo-client-'));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const host = await startTestHost(undefined, { home });
    const port = new URL(host.url).port;
    const ids: number[] = [];
    const gaps: number[] = [];
    const states: string[] = [];
    // Through a door that the test can shut.
    const door = await openDoor(Number(port));
    t.after(() => door.close());
    const client = createEngineClient({ url: door.url, token: host.token });
    const stream = client.events(
      (events) => ids.push(...events.map((event) => event.id)),
      (state) => states.push(state),
      { onGap: (count) => gaps.push(count) },
    );
    await waitFor('the stream', () => states.length === 1);
    publish(host, 2);
    await waitFor('two events', () => ids.length === 2);
    door.shut();
    publish(host, 3);
    await waitFor('the break', () => states.length === 2);
    door.open();
    await waitFor('the missed ones', () => ids.length === 5);
    publish(host, 1);
    await waitFor('the next', () => ids.length === 6);
    assert.deepEqual(
      ids,
      Array.from({ length: 6 }, (_, index) => (ids[0] ?? 0) + index),
    );
    assert.deepEqual([states, gaps], [['open', 'closed', 'open'], []]);
    stream.close();
    await host.stop('the test');
    assert.deepEqual(states, ['open', 'closed', 'open', 'closed']);
  });

  test('a stream that begins in silence still has what came during its first break', async (t) => {
    const host = await startTestHost(t);
    const door = await openDoor(Number(new URL(host.url).port));
    t.after(() => door.close());
    const events: SystemEvent[] = [];
    const states: string[] = [];
    const stream = createEngineClient({ url: door.url, token: host.token }).events(
      (more) => events.push(...more),
      (state) => states.push(state),
    );
    await waitFor('the stream', () => states.length === 1);
    door.shut();
    publish(host, 2);
    await waitFor('the break', () => states.length === 2);
    door.open();
    await waitFor('both', () => events.length === 2);
    stream.close();
  });

  test('logs and leases come back too, and close for good', async (t) => {
    const host = await startTestHost(t);
    const door = await openDoor(Number(new URL(host.url).port));
    t.after(() => door.close());
    const client = createEngineClient({ url: door.url, token: host.token });
    let text = '';
    const logStates: string[] = [];
    const log = client.followLog(
      'audit',
      undefined,
      (more) => (text += more),
      (state) => logStates.push(state),
      { tail: 10 },
    );
    const answers: (LeaseAnswer | undefined)[] = [];
    const lease = client.lease('test', (state, answer) => answers.push(state === 'open' ? answer : undefined));
    await waitFor('both', () => logStates.length === 1 && answers.length === 1);
    assert.deepEqual(answers, [{ fit: 'same', engineIdle: true }]);
    door.shut();
    await waitFor('the break', () => logStates.includes('closed') && answers.length === 2);
    door.open();
    await waitFor('both again', () => logStates.at(-1) === 'open' && answers.length === 3);
    await client.call('PUT', 'system/options?action=set', { options: { recover_delay: 3 } });
    await waitFor('the line', () => text.includes('recover_delay'));
    log.close();
    lease.close();
    await waitFor('their end', () => answers.length === 4);
    const unknown: (string | undefined)[] = [];
    const none = client.followLog(
      'workflow',
      'none',
      () => undefined,
      (state, reason) => state === 'closed' && unknown.push(reason),
    );
    await waitFor('the refusal', () => unknown.length > 0);
    none.close();
  });
});

describe('finding an engine', () => {
  test('proves that it lives: a file of a dead process, of another port or with another token is none', async (t) => {
    const host = await startTestHost(t, { key: 'found' });
    const stateHome = path.join(host.home, 'state');
    assert.equal((await readEngineFile('found', { stateHome }))?.pid, process.pid);
    assert.ok(await connectToProject(host.home, { stateHome, key: 'found' }));
    assert.equal(await connectToProject(host.home, { stateHome }), undefined);
    const lie = async (change: object): Promise<unknown> => {
      mkdirSync(path.join(stateHome, 'lie'), { recursive: true });
      writeFileSync(path.join(stateHome, 'lie', 'engine.json'), JSON.stringify({ ...host.file, ...change }));
      return readEngineFile('lie', { stateHome });
    };
    assert.equal(await lie({}), undefined, 'another key answers there');
    for (const change of [
      { pid: 2 ** 22 - 1 },
      { token: 'x' },
      { url: 'http://127.0.0.1:9' },
      { url: 'nonsense' },
      { url: 5 },
      { formatVersion: 2 },
    ]) {
      assert.equal(await lie(change), undefined, JSON.stringify(change));
    }
    writeFileSync(path.join(stateHome, 'lie', 'engine.json'), '{');
    assert.equal(await readEngineFile('lie', { stateHome }), undefined);
    assert.equal(await readEngineFile('nobody', { stateHome }), undefined);
  });
});

function publish(host: TestHost, count: number): void {
  for (let index = 0; index < count; index += 1) host.engine.events.publish('WORKFLOW_INFO_CHANGED', { index });
}

/** A TCP relay to a port: shut, it cuts what is open and takes nothing. */
async function openDoor(port: number): Promise<{ url: string; shut(): void; open(): void; close(): void }> {
  const { connect } = await import('node:net');
  const open = new Set<{ destroy(): void }>();
  let isOpen = true;
  const server = createServer((from) => {
    if (!isOpen) return void from.destroy();
    const to = connect(port, '127.0.0.1');
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(a);
      a.pipe(b);
      a.on('error', () => b.destroy());
      a.on('close', () => {
        open.delete(a);
        b.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shut = (): void => {
    isOpen = false;
    open.forEach((socket) => socket.destroy());
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut,
    open: () => (isOpen = true),
    close: () => {
      shut();
      server.close();
    },
  };
}
