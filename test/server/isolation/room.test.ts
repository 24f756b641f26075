import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../server/base/clock.ts';
import { Room } from '../../../server/isolation/room.ts';

function house(places: number) {
  const clock = new FakeClock();
  const started: string[] = [];
  const ready = new Set<string>();
  const state = { free: places, preempted: 0 };
  const room = new Room(clock, {
    makeRoom: () => state.free > 0,
    preempt: () => (state.preempted += 1),
  });
  const enter = (name: string): void => {
    void room.enter(
      () => ready.has(name),
      () => {
        if (!ready.has(name)) state.free -= 1;
        ready.add(name);
        started.push(name);
      },
    );
  };
  return { clock, room, state, started, ready, enter };
}

describe('when all runners are busy', () => {
  test('calls start in the order in which they came, as room comes', () => {
    const { room, state, started, enter } = house(1);
    for (const name of ['a', 'b', 'c']) enter(name);
    assert.deepEqual(started, ['a']);
    state.free = 1;
    enter('d');
    assert.deepEqual(started, ['a'], 'a newcomer does not pass the queue');
    room.changed();
    assert.deepEqual(started, ['a', 'b']);
    state.free = 2;
    room.changed();
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
  });

  test('callers of a program that another one started need no room of their own', () => {
    const { room, state, started, enter } = house(0);
    for (const name of ['a', 'b', 'a', 'a']) enter(name);
    state.free = 1;
    room.changed();
    room.changed();
    assert.deepEqual(started, ['a', 'a', 'a']);
  });

  test('a program that is never idle gives way after two seconds', () => {
    const { clock, state, enter } = house(0);
    enter('a');
    clock.advance(1_900);
    assert.equal(state.preempted, 0);
    clock.advance(200);
    assert.equal(state.preempted, 1);
    clock.advance(2_500);
    assert.equal(state.preempted, 2);
  });

  test('nobody waits for ever: after half a minute the limit is exceeded', () => {
    const { clock, started, enter } = house(0);
    enter('a');
    clock.advance(29_000);
    assert.deepEqual(started, []);
    clock.advance(2_000);
    assert.deepEqual(started, ['a']);
    assert.equal(clock.pendingTimers, 0);
  });

  test('at the end all who wait are let through, to be told so', () => {
    const { clock, room, started, enter } = house(0);
    enter('a');
    enter('b');
    room.dispose();
    assert.deepEqual(started, ['a', 'b']);
    assert.equal(clock.pendingTimers, 0);
  });
});
