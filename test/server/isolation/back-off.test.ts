import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../server/base/clock.ts';
import { BackOff } from '../../../server/isolation/back-off.ts';

/** How long a start would have to wait now. */
async function waitMs(backOff: BackOff, clock: FakeClock): Promise<number> {
  let isDone = false;
  void backOff.wait().then(() => (isDone = true));
  for (let waited = 0; ; waited += 100) {
    await Promise.resolve();
    await Promise.resolve();
    if (isDone) return waited;
    clock.advance(100);
  }
}

describe('a program that ends its runner again and again', () => {
  test('starts at once after the first crashes of a minute, then waits longer and longer, half a minute at most', async () => {
    const clock = new FakeClock();
    const backOff = new BackOff('hash', clock);
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      backOff.crashed();
      waits.push(await waitMs(backOff, clock));
    }
    assert.deepEqual(waits.slice(0, 9), [0, 0, 0, 500, 1000, 2000, 4000, 8000, 16000]);
    assert.ok(waits.every((wait) => wait <= 30_000));
  });

  test('does not hold up the end', async () => {
    const clock = new FakeClock();
    const backOff = new BackOff('hash', clock);
    for (let i = 0; i < 8; i++) backOff.crashed();
    const waits = Promise.all([backOff.wait(), backOff.wait()]);
    backOff.dispose();
    await waits;
    assert.equal(clock.pendingTimers, 0);
  });

  test('is forgiven after a quiet minute', async () => {
    const clock = new FakeClock();
    const backOff = new BackOff('hash', clock);
    for (let i = 0; i < 8; i++) backOff.crashed();
    clock.advance(60_001);
    assert.equal(await waitMs(backOff, clock), 0);
  });

  test('which cannot be loaded answers with the same error for a while, longer each time', () => {
    const clock = new FakeClock();
    const backOff = new BackOff('hash', clock);
    const error = { error: 'PROGRAM-LOAD-ERROR', info: 'broken' };
    for (const waits of [500, 1000, 2000]) {
      backOff.loadFailed(error);
      assert.equal(backOff.failure, error);
      clock.advance(waits - 1);
      assert.equal(backOff.failure, error);
      clock.advance(1);
      assert.equal(backOff.failure, undefined);
    }
  });

  test('many calls that wait for one load count as one failure', () => {
    const clock = new FakeClock();
    const backOff = new BackOff('hash', clock);
    for (let i = 0; i < 100; i++) backOff.loadFailed({ error: 'E', info: '' });
    clock.advance(500);
    assert.equal(backOff.failure, undefined);
  });
});
