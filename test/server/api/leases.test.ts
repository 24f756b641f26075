import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { WebSocket } from 'ws';
import { Leases } from '../../../server/api/streams/leases.ts';
import { FakeClock } from '../../../server/base/clock.ts';

/** A socket whose other side is the test. */
class FakeSocket extends EventEmitter {
  readonly sent: string[] = [];
  closedWith: number | undefined;
  send(text: string): void {
    this.sent.push(text);
  }
  close(code: number): void {
    this.closedWith = code;
    this.emit('close');
  }
}

const hello = Buffer.from(JSON.stringify({ product: 't', productVersion: '1', apiVersion: 1, schemaVersion: 1 }));

function setUp(): { clock: FakeClock; leases: Leases; ends: number[]; hold: () => FakeSocket } {
  const clock = new FakeClock();
  const ends: number[] = [];
  const unused = { graceMs: 30_000, callback: () => ends.push(clock.monotonicMs() / 1000) };
  const leases = new Leases(clock, { apiVersion: 1, schemaVersion: 1 }, () => true, unused);
  const hold = (): FakeSocket => {
    const socket = new FakeSocket();
    leases.add(socket as unknown as WebSocket);
    socket.emit('message', hello);
    return socket;
  };
  return { clock, leases, ends, hold };
}

test('an engine nobody ever attached to ends after a minute', () => {
  const { clock, ends } = setUp();
  clock.advance(59_999);
  assert.deepEqual(ends, []);
  clock.advance(1);
  assert.deepEqual(ends, [60]);
});

test('it ends thirty seconds after the last lease has gone, whatever came and went before', () => {
  const { clock, ends, hold, leases } = setUp();
  const first = hold();
  const second = hold();
  assert.equal(leases.count, 2);
  clock.advance(3_600_000);
  first.close(1000);
  clock.advance(3_600_000);
  assert.deepEqual(ends, []);
  second.close(1006);
  clock.advance(29_999);
  const third = hold();
  clock.advance(60_000);
  assert.deepEqual(ends, []);
  third.close(1000);
  clock.advance(30_000);
  assert.deepEqual(ends, [3600 * 2 + 29.999 + 60 + 30]);
});

test('what closes after the end sets no timer, so that the process can go', () => {
  const { clock, leases, hold } = setUp();
  const socket = hold();
  leases.dispose();
  socket.close(1001);
  assert.equal(clock.pendingTimers, 0);
});

test('a socket without a hello holds nothing and is closed', () => {
  const { clock, ends, leases } = setUp();
  const silent = new FakeSocket();
  leases.add(silent as unknown as WebSocket);
  const rude = new FakeSocket();
  leases.add(rude as unknown as WebSocket);
  rude.emit('message', Buffer.from('ping'));
  assert.equal(rude.closedWith, 1008);
  clock.advance(10_000);
  assert.equal(silent.closedWith, 1008);
  assert.equal(leases.count, 0);
  clock.advance(50_000);
  assert.deepEqual(ends, [60]);
});
