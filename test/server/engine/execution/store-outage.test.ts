import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, startEngine } from '../../../support/conformance.ts';
import { Latch } from '../../../support/scripted-runner.ts';
import { type Store, StoreUnavailable } from '../../../../server/engine/store/store.ts';

/** A store whose disk is full while `isFull` holds. */
function fillable(): { isFull: boolean; wrap: (store: Store) => Store } {
  const disk = {
    isFull: false,
    wrap: (store: Store): Store =>
      new Proxy(store, {
        get(target, name) {
          if (name === 'commit' && disk.isFull) return () => Promise.reject(new StoreUnavailable('disk full'));
          const member: unknown = Reflect.get(target, name, target);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
  };
  return disk;
}

test('while the store cannot write no order is lost: steps that end are recorded when it is back', async (t) => {
  const disk = fillable();
  const latch = new Latch();
  const harness = await startEngine(t, { wrapStore: disk.wrap, script: { pay: () => latch.wait() } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  disk.isFull = true;
  latch.open();
  await harness.settle();
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'IN-PROGRESS' });
  assert.deepEqual(
    harness.runner.calls,
    ['pay.primary#1'],
    'no step runs before the end of the one before is recorded',
  );
  assert.equal(harness.engine.alerts.list()[0]?.alert, 'STORE-UNAVAILABLE');
  assert.equal(await refusalOf(harness.create()), 'STORE-UNAVAILABLE');
  disk.isFull = false;
  await harness.pass(1);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.engine.alerts.list(), []);
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
});

test('an order that cannot be recorded is refused, nothing of it runs, and the place is free again', async (t) => {
  const disk = fillable();
  const harness = await startEngine(t, { wrapStore: disk.wrap, options: { 'max-concurrent-orders': 1 } });
  await harness.deploy({ steps: ['pay'] });
  disk.isFull = true;
  assert.equal(await refusalOf(harness.create()), 'STORE-UNAVAILABLE');
  assert.deepEqual(harness.runner.calls, []);
  assert.equal(harness.engine.isIdle(), true);
  disk.isFull = false;
  await harness.pass(1);
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
  assert.equal(harness.engine.health().health, 'GREEN');
});

test('an action on a waiting order that cannot be recorded changes nothing', async (t) => {
  const disk = fillable();
  const harness = await startEngine(t, { wrapStore: disk.wrap });
  await harness.deploy({ steps: ['pay'] }, { start: false });
  const orderId = await harness.create();
  disk.isFull = true;
  const [first, second] = [
    refusalOf(harness.engine.orders.block(orderId, { who: 'a', source: '' })),
    refusalOf(harness.engine.orders.cancel(orderId, { who: 'b', source: '' })),
  ];
  assert.deepEqual(await Promise.all([first, second]), ['STORE-UNAVAILABLE', 'STORE-UNAVAILABLE']);
  disk.isFull = false;
  await harness.pass(1);
  await harness.engine.orders.block(orderId, { who: 'a', source: '' });
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.workflowstatus_orig], ['BLOCKED', 'READY']);
});

test('orders that fell due during an outage are taken up after it', async (t) => {
  const disk = fillable();
  const harness = await startEngine(t, { wrapStore: disk.wrap });
  await harness.deploy({ steps: ['pay'] });
  const scheduled = new Date(harness.clock.nowMicros() / 1000 + 10_000).toISOString();
  const orderId = await harness.create({ staticdata: {}, scheduled });
  disk.isFull = true;
  await harness.pass(11);
  assert.equal(await harness.statusOf(orderId), 'SCHEDULED');
  disk.isFull = false;
  await harness.pass(1);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});
