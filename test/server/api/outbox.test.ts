import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WebSocket } from 'ws';
import { Outbox, type Framing, type OutboxLimits } from '../../../server/api/streams/outbox.ts';
import { FakeClock } from '../../../server/base/clock.ts';

/** A socket that takes what it is given only when the test says so. */
class FakeSocket {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  closedWith: number | undefined;
  #callbacks: (() => void)[] = [];
  send(text: string, callback: () => void): void {
    this.sent.push(text);
    this.bufferedAmount += text.length;
    this.#callbacks.push(callback);
  }
  take(): void {
    this.bufferedAmount = 0;
    this.#callbacks.splice(0).forEach((callback) => callback());
  }
  close(code: number): void {
    this.closedWith = code;
    this.readyState = 3;
  }
  terminate(): void {
    this.readyState = 3;
  }
}

const framing: Framing = { join: (items) => items.join(' '), gap: (count) => `gap${count}` };
const limits: OutboxLimits = { socketBytes: 10, items: 8, bytes: 1000, stalledMs: 30_000 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => resolve()));

function setUp(own: Partial<OutboxLimits> = {}): { socket: FakeSocket; clock: FakeClock; outbox: Outbox } {
  const socket = new FakeSocket();
  const clock = new FakeClock();
  return { socket, clock, outbox: new Outbox(socket as unknown as WebSocket, clock, framing, { ...limits, ...own }) };
}

describe('an outbox', () => {
  test('sends what came in one turn as one message', async () => {
    const { socket, outbox } = setUp();
    ['a', 'b', 'c'].forEach((item) => outbox.push(item));
    assert.deepEqual(socket.sent, []);
    await turn();
    assert.deepEqual(socket.sent, ['a b c']);
  });

  test('holds back while the socket is full and goes on when it has taken it', async () => {
    const { socket, outbox } = setUp();
    outbox.push('0123456789abc');
    await turn();
    outbox.push('x');
    await turn();
    assert.equal(socket.sent.length, 1);
    socket.take();
    assert.deepEqual(socket.sent.slice(1), ['x']);
  });

  test('drops the oldest of too many and says how many in their place', async () => {
    const { socket, outbox } = setUp();
    outbox.push('0123456789abc');
    await turn();
    for (let index = 1; index <= 20; index += 1) outbox.push(`i${index}`);
    await turn();
    socket.take();
    const [gap = '', ...items] = (socket.sent[1] ?? '').split(' ');
    const dropped = Number(/^gap(\d+)$/.exec(gap)?.[1]);
    assert.ok(dropped > 0 && items.length <= limits.items);
    assert.deepEqual(
      items,
      Array.from({ length: 20 - dropped }, (_, index) => `i${dropped + 1 + index}`),
    );
  });

  test('drops by bytes as well', async () => {
    const { socket, outbox } = setUp({ items: 1000, bytes: 100 });
    outbox.push('0123456789abc');
    await turn();
    for (let index = 0; index < 50; index += 1) outbox.push('0123456789');
    socket.take();
    assert.match(socket.sent[1] ?? '', /^gap\d+ /);
    assert.ok((socket.sent[1] ?? '').length < 150);
  });

  test('never drops for a socket that takes everything, however much comes in one turn', async () => {
    const { socket, outbox } = setUp({ socketBytes: 1_000_000 });
    for (let index = 0; index < 100; index += 1) outbox.push(`i${index}`);
    await turn();
    assert.doesNotMatch(socket.sent.join(' '), /gap/);
    assert.equal(socket.sent.join(' ').split(' ').length, 100);
  });

  test('closes with 1013 a socket that takes nothing for thirty seconds', async () => {
    const { socket, clock, outbox } = setUp();
    outbox.push('0123456789abc');
    await turn();
    outbox.push('x');
    await turn();
    clock.advance(29_999);
    assert.equal(socket.closedWith, undefined);
    clock.advance(1);
    assert.equal(socket.closedWith, 1013);
  });

  test('forgives a socket that took something meanwhile', async () => {
    const { socket, clock, outbox } = setUp();
    outbox.push('0123456789abc');
    await turn();
    outbox.push('x');
    await turn();
    clock.advance(20_000);
    socket.take();
    socket.take();
    clock.advance(60_000);
    assert.equal(socket.closedWith, undefined);
    assert.equal(clock.pendingTimers, 0);
  });
});
