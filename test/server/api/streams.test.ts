import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocket } from 'ws';
import { schemaVersion } from '../../../schemas/protocol/versions.ts';
import type { EventGap, SystemEvent } from '../../../schemas/protocol/event.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { waitFor } from '../../support/wait.ts';

interface Client {
  readonly socket: WebSocket;
  readonly messages: string[];
  /** Events and gaps of all messages so far. */
  readonly items: (SystemEvent | EventGap)[];
  readonly headers: Record<string, string | string[] | undefined>;
  close(): void;
}

/** With `isLight` only ids are kept, for measuring memory. */
async function open(host: TestHost, path: string, isLight = false): Promise<Client> {
  const socket = new WebSocket(host.url.replace('http', 'ws') + path, { headers: { 'qorus-token': host.token } });
  const messages: string[] = [];
  const headers: Client['headers'] = {};
  const items: Client['items'] = [];
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    if (!isLight) messages.push(text);
    if (!text.startsWith('[')) return;
    for (const item of JSON.parse(text) as Client['items']) {
      items.push(isLight && 'id' in item ? ({ id: item.id } as SystemEvent) : item);
    }
  });
  socket.once('upgrade', (response) => Object.assign(headers, response.headers));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, messages, items, headers, close: () => socket.close() };
}

const idsOf = (client: Client): number[] => client.items.map((item) => ('gap' in item ? -item.gap : item.id));
const publish = (host: TestHost, count: number, text = 'x'): void => {
  for (let index = 0; index < count; index += 1) host.engine.events.publish('WORKFLOW_INFO_CHANGED', { index, text });
};

describe('/apievents (manual: websocket messages)', () => {
  test('sends lists of event hashes and answers ping with pong', async (t) => {
    const host = await startTestHost(t);
    const client = await open(host, '/apievents');
    client.socket.send('ping');
    publish(host, 3);
    await waitFor('the events', () => client.messages.includes('pong') && client.items.length === 3);
    const [event] = client.items as SystemEvent[];
    assert.deepEqual(
      { ...event, time: '', id: 0 },
      {
        id: 0,
        time: '',
        class: 102,
        classstr: 'WORKFLOW',
        event: 2008,
        eventstr: 'WORKFLOW_INFO_CHANGED',
        severity: -1,
        severitystr: 'NONE',
        compositeseverity: -1,
        compositeseveritystr: 'NONE',
        info: { index: 0, text: 'x' },
      },
    );
    assert.ok(client.messages.length <= 2, 'events of one turn come in one list');
    client.close();
  });

  test('goes on behind the last event of the same session, and starts anew in another', async (t) => {
    const host = await startTestHost(t);
    publish(host, 5);
    const session = (await host.client.system())['session-id'];
    const first = await open(host, `/apievents?since=3&session=${session}`);
    await waitFor('what was missed', () => idsOf(first).length > 0);
    assert.equal(idsOf(first)[0], 4);
    assert.equal(first.headers['ordo-session'], String(session));
    const other = await open(host, `/apievents?since=3&session=${session + 1}`);
    await waitFor('everything', () => idsOf(other).length > 0);
    assert.equal(idsOf(other)[0], 1);
    first.close();
    other.close();
  });

  test('says how many events are no longer there', async (t) => {
    const host = await startTestHost(t, { options: ['max-events=10'] });
    publish(host, 30);
    const session = (await host.client.system())['session-id'];
    const client = await open(host, `/apievents?since=2&session=${session}`);
    await waitFor('the rest', () => idsOf(client).length > 0);
    const [gap, ...ids] = idsOf(client);
    assert.equal(ids.length, 10);
    assert.equal(ids[0], 2 + -(gap ?? 0) + 1);
    client.close();
  });

  test('of a client that reads nothing cost no memory and no other client', async (t) => {
    const host = await startTestHost(t);
    const stalled = await Promise.all(Array.from({ length: 10 }, () => openStalled(host)));
    const healthy = await Promise.all(Array.from({ length: 20 }, () => open(host, '/apievents', true)));
    const before = memoryInUse();
    for (let round = 0; round < 100; round += 1) {
      publish(host, 100, 'y'.repeat(1000));
      // Clients and engine share this test's process, so the pace is what the healthy ones can follow.
      const seen = Math.max(0, round * 100 - 300);
      await waitFor('all to follow', () => healthy.every((client) => client.items.length >= seen), { everyMs: 1 });
    }
    await waitFor('the healthy ones', () => healthy.every((client) => client.items.length >= 10_000));
    for (const client of healthy) {
      const ids = idsOf(client);
      assert.ok(
        ids.every((id) => id > 0),
        'no gap for a client that reads',
      );
      assert.equal(ids.length, new Set(ids).size);
    }
    const grown = (memoryInUse() - before) / 1024 / 1024;
    assert.ok(grown < 100, `${Math.round(grown)} MB held after 100 MB of events to ten stalled clients`);
    stalled.forEach((socket) => socket.destroy());
    healthy.forEach((client) => client.close());
  });

  test('of a slow client are marked as left out where they are', async (t) => {
    const host = await startTestHost(t);
    const client = await open(host, '/apievents');
    client.socket.pause();
    // More than the buffers of both ends of the connection hold.
    for (let round = 0; round < 300; round += 1) {
      publish(host, 100, 'z'.repeat(1000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    client.socket.resume();
    publish(host, 1, 'last');
    await waitFor('the last event', () => client.messages.at(-1)?.includes('"last"') === true);
    let next: number | undefined;
    let gaps = 0;
    for (const item of client.items) {
      if ('gap' in item) {
        gaps += 1;
        next = next === undefined ? undefined : next + item.gap;
      } else {
        if (next !== undefined) assert.equal(item.id, next, 'ids and gaps add up');
        next = item.id + 1;
      }
    }
    assert.ok(gaps > 0);
    client.close();
  });

  test('are refused beyond the paths that exist, and messages that are too large end the connection', async (t) => {
    const host = await startTestHost(t);
    for (const path of [
      '/apievents/x',
      '/log',
      '/log/none',
      '/log/..%2f..%2fetc',
      '/log/workflow/a/b',
      '/creator',
      '/',
      '/%zz',
    ]) {
      await assert.rejects(open(host, path), /Unexpected server response: 404/, path);
    }
    const client = await open(host, '/apievents');
    client.socket.send('x'.repeat(70_000));
    const code = await new Promise((resolve) => client.socket.once('close', resolve));
    assert.equal(code, 1009);
    assert.equal((await host.request('GET', 'system/ping')).body, 'OK');
  });

  test('survive broken frames', async (t) => {
    const host = await startTestHost(t);
    const frames = [
      [0x81, 0x02, 0x68, 0x69], // not masked
      [0xf1, 0x80, 0, 0, 0, 0], // reserved bits
      [0x83, 0x80, 0, 0, 0, 0], // unknown opcode
      [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], // a huge length
      [0x81, 0x81, 0, 0, 0, 0, 0xff], // not UTF-8
      [0x88, 0x81, 0, 0, 0, 0, 0x03], // a close code cut short
      [0x00, 0x80, 0, 0, 0, 0], // continues nothing
    ];
    for (const frame of frames) {
      const socket = await openStalled(host);
      socket.resume();
      socket.write(Buffer.from(frame));
      await new Promise((resolve) => socket.once('close', resolve));
    }
    assert.equal((await host.request('GET', 'system/ping')).body, 'OK');
  });
});

/** Bytes that are really held, garbage left out. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A raw WebSocket that never reads. */
function openStalled(host: TestHost): Promise<Socket> {
  const { hostname, port } = new URL(host.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const key = 'dGhlIHNhbXBsZSBub25jZQ==';
      socket.write(
        `GET /apievents HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nQorus-Token: ${host.token}\r\n\r\n`,
      );
    });
    socket.on('error', reject);
    socket.once('data', () => {
      socket.pause();
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

describe('/log (manual: websocket messages)', () => {
  test('sends lines as they are written, after the last ones when asked', async (t) => {
    const host = await startTestHost(t);
    const logs = (await host.request('GET', 'logs')).body as { type: string; log_url: string }[];
    const core = logs.find((log) => log.type === 'qorus-core');
    assert.equal(core?.log_url, '/log/qorus-core');
    const client = await open(host, `${core?.log_url}?tail=1000`);
    await waitFor('the tail', () => client.messages.join('').includes('Listening: HTTP'));
    const audit = await open(host, '/log/audit');
    await host.request('PUT', 'system/options/set', { options: { recover_delay: 3 } });
    await waitFor('the new line', () => audit.messages.join('').includes('recover_delay'));
    assert.match(audit.messages.join(''), /^\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d T1: Options set: recover_delay\n$/);
    client.close();
    audit.close();
  });
});

describe('/leases (design section 2)', () => {
  const hello = JSON.stringify({ product: 'test', productVersion: '1', apiVersion: 1, schemaVersion: 1 });

  test('answer whether the versions fit', async (t) => {
    const host = await startTestHost(t);
    for (const [api, schema, fit] of [
      [1, schemaVersion, 'same'],
      [2, schemaVersion, 'engine-older'],
      [1, 99, 'engine-older'],
      [0, 0, 'engine-newer'],
    ]) {
      const client = await open(host, '/leases');
      client.socket.send(JSON.stringify({ product: 'x', productVersion: '1', apiVersion: api, schemaVersion: schema }));
      await waitFor('the answer', () => client.messages.length > 0);
      assert.deepEqual(JSON.parse(client.messages[0] ?? ''), { fit, engineIdle: true });
      client.close();
    }
    const wrong = await open(host, '/leases');
    wrong.socket.send('{"product":1}');
    assert.equal(await new Promise((resolve) => wrong.socket.once('close', resolve)), 1008);
  });

  test('end a leased engine once the last has gone, never one that was started by hand', async (t) => {
    const leased = await startTestHost(t, { leased: true, options: ['lease-seconds=1'] });
    const byHand = await startTestHost(t, { options: ['lease-seconds=1'] });
    assert.equal(leased.file.leased, true);
    const holders = await Promise.all([leased, leased, byHand].map((host) => open(host, '/leases')));
    holders.forEach((client) => client.socket.send(hello));
    await waitFor('all', () => holders.every((client) => client.messages.length === 1));
    holders[0]?.close();
    holders[2]?.close();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await leased.request('GET', 'system/ping')).body, 'OK');
    holders[1]?.close();
    assert.equal(await leased.ended, 0);
    assert.equal((await byHand.request('GET', 'system/ping')).body, 'OK');
  });
});
