import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import type { WebSocket } from 'ws';
import { ApiServer, type ServerLimits } from '../../../server/api/http/server.ts';
import { routes } from '../../../server/api/routes/table.ts';
import { keepAlive } from '../../../server/api/streams/heartbeat.ts';
import { FakeClock, SystemClock } from '../../../server/base/clock.ts';
import { silentLog } from '../../../server/base/logger.ts';
import { startTestHost } from '../../support/test-host.ts';

const short: ServerLimits = {
  headersTimeoutMs: 300,
  requestTimeoutMs: 600,
  keepAliveTimeoutMs: 300,
  checkMs: 50,
  connections: 50,
  headerBytes: 16_384,
};

/** A listener with short limits; its one public call needs no engine. */
async function listen(t: TestContext): Promise<{ port: number; ask: () => Promise<number> }> {
  const server = new ApiServer({
    context: { engine: {}, system: { publicInfo: () => ({}) }, clock: new SystemClock() } as never,
    routes,
    policy: { allowedHosts: [], token: 'secret' },
    who: 'test',
    log: silentLog,
    limits: { requestBytes: 1e6, releaseBytes: 1e6 },
    limitsOfServer: short,
    tls: undefined,
    upgrade: () => undefined,
  });
  const port = await server.listen('127.0.0.1', 0);
  t.after(async () => {
    server.closeConnections();
    await server.close();
  });
  const ask = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/api/latest/public/info`)).status;
  return { port, ask };
}

/** Sends pieces one by one and answers how the other side ended it, and after how long. */
function drip(port: number, pieces: readonly string[], everyMs: number): Promise<{ answer: string; afterMs: number }> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let next = 0;
    const timer = setInterval(() => socket.write(pieces[next++ % pieces.length] ?? ''), everyMs);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ answer: answer.split('\r\n')[0] ?? '', afterMs: performance.now() - start });
    });
  });
}

describe('slow and many clients', () => {
  test('that drip headers or bodies are cut while others are served', async (t) => {
    const { port, ask } = await listen(t);
    const head = `PUT /api/latest/system/echo HTTP/1.1\r\nHost: localhost\r\nQorus-Token: secret\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`;
    const slow = [
      ...Array.from({ length: 10 }, () => drip(port, ['GET / HTTP/1.1\r\n', 'X-A: b\r\n'], 40)),
      ...Array.from({ length: 10 }, () => drip(port, ['\r\n'], 40)),
      ...Array.from({ length: 10 }, () =>
        drip(
          port,
          [head, 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'],
          40,
        ),
      ),
    ];
    assert.equal(await ask(), 200);
    for (const { answer, afterMs } of await Promise.all(slow)) {
      assert.match(answer, /^(HTTP\/1\.1 40[08] .*|)$/);
      assert.ok(afterMs < 5000, `${afterMs} ms`);
    }
    assert.equal(await ask(), 200);
  });

  test('that are more than the limit are not served, and those before them are', async (t) => {
    const { port, ask } = await listen(t);
    const idle = Array.from({ length: 60 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await assert.rejects(ask());
    idle.forEach((socket) => socket.destroy());
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await ask(), 200);
  });

  test('that send many requests in one go get all answers in order', async (t) => {
    const host = await startTestHost(t);
    const { port } = new URL(host.url);
    const request = (path: string, more = ''): string =>
      `GET /api/latest/${path} HTTP/1.1\r\nHost: localhost\r\nQorus-Token: ${host.token}\r\n${more}\r\n`;
    const paths = Array.from({ length: 100 }, (_, index) => `system/echo?n=${index}`);
    const text = await new Promise<string>((resolve) => {
      let received = '';
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(paths.map((path) => request(path)).join('') + request('system/ping', 'Connection: close\r\n')),
      );
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('close', () => resolve(received));
    });
    const numbers = [...text.matchAll(/\{"n":"(\d+)"\}/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      numbers,
      Array.from({ length: 100 }, (_, index) => index),
    );
  });
});

describe('the heartbeat of a WebSocket', () => {
  class FakeSocket extends EventEmitter {
    readonly bufferedAmount = 0;
    pings = 0;
    terminated = false;
    ping(): void {
      this.pings += 1;
    }
    send(): void {}
    terminate(): void {
      this.terminated = true;
      this.emit('close');
    }
  }
  test('ends a peer that is gone within sixty seconds, and keeps one that answers', () => {
    const clock = new FakeClock();
    const gone = new FakeSocket();
    const alive = new FakeSocket();
    keepAlive(gone as unknown as WebSocket, clock);
    keepAlive(alive as unknown as WebSocket, clock);
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1000);
      alive.emit('pong');
    }
    assert.deepEqual([gone.terminated, alive.terminated, alive.pings], [true, false, 3]);
    alive.terminate();
    assert.equal(clock.pendingTimers, 0);
  });
});
