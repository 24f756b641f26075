import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrderId } from '../../schemas/model/ids.ts';
import type { OrderAction } from '../../schemas/protocol/rest.ts';
import type { Engine } from '../../server/engine/engine.ts';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';

type Orders = Engine['orders'];
type Action = (orders: Orders, orderId: OrderId) => Promise<unknown>;

const actions = {
  retry: (orders, id) => orders.retry(id, tester),
  cancel: (orders, id) => orders.cancel(id, tester),
  uncancel: (orders, id) => orders.uncancel(id, tester),
  block: (orders, id) => orders.block(id, tester),
  unblock: (orders, id) => orders.unblock(id, tester),
  reschedule: (orders, id) => orders.reschedule(id, '2099-01-01T00:00:00Z', tester),
  setPriority: (orders, id) => orders.setPriority(id, 7, tester),
  setError: (orders, id) => orders.setError(id, tester),
} as const satisfies Record<string, Action>;

/** Brings an order into a status; a workflow of two steps, the first of which fails with `error`. */
const makers: Readonly<Record<string, (harness: EngineHarness) => Promise<OrderId>>> = {
  READY: async (harness) => {
    await harness.engine.workflows.stop('orders', tester);
    return harness.create();
  },
  SCHEDULED: (harness) => harness.create({ staticdata: {}, scheduled: '2098-01-01' }),
  'IN-PROGRESS': (harness) => harness.run({ staticdata: { hang: true } }),
  COMPLETE: (harness) => harness.run(),
  ERROR: (harness) => harness.run({ staticdata: { error: 'BAD' } }),
  RETRY: (harness) => harness.run({ staticdata: { error: 'RETRY-ERROR' } }),
  BLOCKED: (harness) => harness.create({ staticdata: {}, status: 'BLOCKED' }),
  CANCELED: async (harness) => {
    const orderId = await harness.run({ staticdata: { error: 'BAD' } });
    await harness.engine.orders.cancel(orderId, tester);
    return orderId;
  },
};

async function prepare(t: Parameters<typeof startEngine>[0]): Promise<EngineHarness> {
  const latch = new Latch();
  const harness = await startEngine(t, {
    script: {
      pay: async (call) => {
        const { error, hang } = JSON.parse(call.order.staticData ?? '{}') as { error?: string; hang?: boolean };
        if (hang === true) await latch.wait();
        if (error !== undefined && call.order.attempt === 1) failing(1, error)();
      },
    },
  });
  t.after(() => latch.open());
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  return harness;
}

/** Status × action: the status afterwards, or the refusal's code (manual: order actions, status guards). */
const table: Readonly<Record<string, Readonly<Record<keyof typeof actions, string>>>> = {
  READY: {
    retry: 'STATUS-ERROR',
    cancel: 'CANCELED',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCKED',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'SCHEDULED',
    setPriority: 'READY',
    setError: 'WORKFLOW-STATUS-ERROR',
  },
  SCHEDULED: {
    retry: 'STATUS-ERROR',
    cancel: 'CANCELED',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCKED',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'SCHEDULED',
    setPriority: 'SCHEDULED',
    setError: 'WORKFLOW-STATUS-ERROR',
  },
  'IN-PROGRESS': {
    retry: 'STATUS-ERROR',
    cancel: 'CANCEL-WORKFLOW-ERROR',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCK-WORKFLOW-ERROR',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'RESCHEDULE-ERROR',
    setPriority: 'IN-PROGRESS',
    setError: 'WORKFLOW-STATUS-ERROR',
  },
  COMPLETE: {
    retry: 'STATUS-ERROR',
    cancel: 'CANCEL-WORKFLOW-ERROR',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCK-WORKFLOW-ERROR',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'WORKFLOW-STATUS-ERROR',
    setPriority: 'WORKFLOW-STATUS-ERROR',
    setError: 'WORKFLOW-STATUS-ERROR',
  },
  ERROR: {
    retry: 'COMPLETE',
    cancel: 'CANCELED',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCKED',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'WORKFLOW-STATUS-ERROR',
    setPriority: 'ERROR',
    setError: 'WORKFLOW-STATUS-ERROR',
  },
  RETRY: {
    retry: 'COMPLETE',
    cancel: 'CANCELED',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCKED',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'WORKFLOW-STATUS-ERROR',
    setPriority: 'RETRY',
    setError: 'ERROR',
  },
  BLOCKED: {
    retry: 'STATUS-ERROR',
    cancel: 'CANCELED',
    uncancel: 'CANCEL-WORKFLOW-ERROR',
    block: 'BLOCK-WORKFLOW-ERROR',
    unblock: 'COMPLETE',
    reschedule: 'BLOCKED',
    setPriority: 'BLOCKED',
    setError: 'ERROR',
  },
  CANCELED: {
    retry: 'STATUS-ERROR',
    cancel: 'CANCEL-WORKFLOW-ERROR',
    uncancel: 'ERROR',
    block: 'BLOCKED',
    unblock: 'BLOCK-WORKFLOW-ERROR',
    reschedule: 'WORKFLOW-STATUS-ERROR',
    setPriority: 'CANCELED',
    setError: 'ERROR',
  },
};

for (const [status, row] of Object.entries(table)) {
  test(`order actions on an order that is ${status}: allowed ones work, others are refused with the manual's code`, async (t) => {
    const harness = await prepare(t);
    for (const [name, expected] of Object.entries(row)) {
      const orderId = await makers[status]?.(harness);
      assert.ok(orderId !== undefined);
      assert.equal(await harness.statusOf(orderId), status);
      const before = await harness.get(orderId);
      const code = await refusalOf(actions[name as keyof typeof actions](harness.engine.orders, orderId));
      await harness.settle();
      const after = await harness.statusOf(orderId);
      assert.equal(code === 'not refused' ? after : code, expected, `${name} of ${status}`);
      assert.equal(
        before.actions.includes(name as OrderAction),
        code === 'not refused',
        `${name} in actions of ${status}`,
      );
      if (code !== 'not refused') assert.equal(after, status, 'a refused action changes nothing');
    }
  });
}

test('from BLOCKED to CANCELED and back the saved status is kept', async (t) => {
  const harness = await prepare(t);
  const { orders } = harness.engine;
  const orderId = await harness.run({ staticdata: { error: 'RETRY-ERROR' } });
  await orders.block(orderId, tester);
  await orders.cancel(orderId, tester);
  assert.equal((await harness.get(orderId)).workflowstatus_orig, 'RETRY');
  await orders.block(orderId, tester);
  assert.deepEqual(await orders.unblock(orderId, tester), { workflow_status: 'RETRY' });
});

test('a blocked order in RETRY is not taken up; after unblock it is, when it is due', async (t) => {
  const harness = await prepare(t);
  const orderId = await harness.run({ staticdata: { error: 'RETRY-ERROR' } });
  await harness.engine.orders.block(orderId, tester);
  await harness.pass(120);
  assert.equal(await harness.statusOf(orderId), 'BLOCKED');
  await harness.engine.orders.unblock(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('reschedule: an order waits for its date and is then processed like READY; without a date it is READY at once', async (t) => {
  const harness = await prepare(t);
  const at = (seconds: number): string => new Date(harness.clock.nowMicros() / 1000 + seconds * 1000).toISOString();
  const orderId = await harness.create({ staticdata: {}, scheduled: at(3600) });
  assert.equal(await harness.statusOf(orderId), 'SCHEDULED');
  await harness.engine.orders.reschedule(orderId, at(10), tester);
  await harness.pass(9);
  assert.equal(await harness.statusOf(orderId), 'SCHEDULED');
  await harness.pass(1);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  const other = await harness.create({ staticdata: {}, scheduled: at(3600) });
  await harness.engine.orders.reschedule(other, null, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(other), 'COMPLETE');
});

test('retry: answers how many segments were updated, and processes without waiting for the delay', async (t) => {
  const harness = await prepare(t);
  const orderId = await harness.run({ staticdata: { error: 'BAD' } });
  const answer = await harness.engine.orders.retry(orderId, tester);
  assert.deepEqual([answer.segments_updated, answer.workflow_updated, answer.workflow_status], [1, true, 'RETRY']);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.primary#2', 'ship.primary#1']);
});

test('notes: added and listed, also on a finished order', async (t) => {
  const harness = await prepare(t);
  const orderId = await harness.run();
  await harness.engine.orders.addNote(orderId, 'The customer called.', tester);
  const notes = await harness.engine.orders.notes(orderId, 10);
  assert.deepEqual(
    notes.map(({ username, note }) => [username, note]),
    [['tester', 'The customer called.']],
  );
});

test('an order that does not exist is refused', async (t) => {
  const harness = await prepare(t);
  assert.equal(await refusalOf(harness.engine.orders.get(99 as OrderId)), 'INVALID-WORKFLOW-DATA');
  assert.equal(await refusalOf(harness.engine.orders.cancel(99 as OrderId, tester)), 'INVALID-WORKFLOW-DATA');
});
