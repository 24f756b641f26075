import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiCall } from '../../schemas/protocol/runner.ts';
import type { CallPeer, StepCall } from '../../server/isolation/runner-host.ts';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';

const text = (value: unknown): JsonText => JSON.stringify(value) as JsonText;

function calling(...calls: readonly ApiCall[]) {
  return async (_: StepCall, peer: CallPeer): Promise<void> => {
    for (const call of calls) await peer.api(call);
  };
}

test('dynamic data: updates merge per key, deleted keys go, later steps see the result', async (t) => {
  const seen: (string | undefined)[] = [];
  const harness = await startEngine(t, {
    script: {
      a: calling(
        { name: 'updateDynamicData', data: text({ x: 1, y: { z: 1 } }) },
        { name: 'updateDynamicData', data: text({ y: 2, w: 3 }) },
        { name: 'deleteDynamicDataKeys', keys: ['w'] },
      ),
      b: (call) => void seen.push(call.order.dynamicData),
    },
  });
  await harness.deploy({ steps: ['a', 'b <- a'] });
  const order = await harness.get(await harness.run({ staticdata: {}, dynamicdata: { kept: true } }));
  assert.deepEqual(order.dynamicdata, { kept: true, x: 1, y: 2 });
  assert.deepEqual(seen, [text({ kept: true, x: 1, y: 2 })]);
});

test('dynamic data: it is on disk before the call returns, also when the step fails afterwards', async (t) => {
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        const before = harness.store.commitCount;
        await peer.api({ name: 'updateDynamicData', data: text({ paymentId: 7 }) });
        assert.equal(harness.store.commitCount, before + 1);
        failing(1, 'BAD')();
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  const order = await harness.get(await harness.run());
  assert.deepEqual([order.workflowstatus, order.dynamicdata], ['ERROR', { paymentId: 7 }]);
});

test('step data belongs to one step and survives a retry; temp data lives while the order is attached', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      a: async (call, peer) => {
        seen.push([call.order.stepData, call.order.tempData]);
        await peer.api({ name: 'updateStepData', data: text({ tries: call.order.attempt }) });
        await peer.api({ name: 'updateTempData', data: text({ t: call.order.attempt }) });
        if (call.order.attempt === 1) failing(1)();
      },
      b: (call) => void seen.push([call.order.stepData, call.order.tempData]),
    },
  });
  await harness.deploy({ steps: ['a', 'b <- a'] });
  await harness.run();
  await harness.pass(60);
  assert.deepEqual(seen, [
    [undefined, undefined],
    [text({ tries: 1 }), undefined],
    [undefined, text({ t: 2 })],
  ]);
});

test('order keys: only names of the keylist; set replaces, append adds', async (t) => {
  const refusals: string[] = [];
  const harness = await startEngine(t, {
    script: {
      a: async (_, peer) => {
        await peer.api({ name: 'setOrderKeys', keys: { customer: ['c1'], order: ['o'] }, truncate: false });
        await peer.api({ name: 'appendOrderKeys', keys: { customer: ['c2'] }, truncate: false });
        refusals.push(await refusalOf(peer.api({ name: 'setOrderKeys', keys: { color: ['red'] }, truncate: false })));
        const long = { customer: ['x'.repeat(4001)] };
        refusals.push(await refusalOf(peer.api({ name: 'setOrderKeys', keys: long, truncate: false })));
      },
    },
  });
  await harness.deploy({ steps: ['a'], workflow: { keylist: ['customer', 'order'] } });
  const order = await harness.get(await harness.run());
  assert.deepEqual(order.keys, { customer: ['c1', 'c2'], order: ['o'] });
  assert.deepEqual(refusals, ['WORKFLOW-KEY-ERROR', 'WORKFLOW-KEY-ERROR']);
});

test('limits: data over max-datum-bytes or max-order-bytes is refused to the caller, and the order goes on', async (t) => {
  const refusals: string[] = [];
  const harness = await startEngine(t, {
    options: { 'max-datum-bytes': 1000, 'max-order-bytes': 1500 },
    script: {
      a: async (_, peer) => {
        const update = (size: number) => peer.api({ name: 'updateDynamicData', data: text({ x: 'ü'.repeat(size) }) });
        refusals.push(await refusalOf(update(600)));
        await update(450);
        const large = { name: 'updateStepData', data: text({ y: 'x'.repeat(900) }) } as const;
        refusals.push(await refusalOf(peer.api(large)));
      },
    },
  });
  await harness.deploy({ steps: ['a'] });
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
  assert.deepEqual(refusals, ['DATA-TOO-LARGE', 'DATA-TOO-LARGE']);
});

test('priority and notes from user code', async (t) => {
  const refusals: string[] = [];
  const harness = await startEngine(t, {
    script: {
      a: async (_, peer) => {
        await peer.api({ name: 'reprioritizeOrder', priority: 3 });
        await peer.api({ name: 'addOrderNote', note: 'checked' });
        refusals.push(await refusalOf(peer.api({ name: 'reprioritizeOrder', priority: -1 })));
      },
    },
  });
  await harness.deploy({ steps: ['a'] });
  const order = await harness.get(await harness.run());
  assert.deepEqual(
    [order.priority, order.notes.map(({ note }) => note), refusals],
    [3, ['checked'], ['PRIORITY-ERROR']],
  );
});

test('an API call after the method has ended is refused', async (t) => {
  const late = Promise.withResolvers<string>();
  const harness = await startEngine(t, {
    script: {
      a: (_, peer) => {
        setTimeout(() => {
          late.resolve(refusalOf(peer.api({ name: 'addOrderNote', note: 'late' })));
        }, 20);
      },
    },
  });
  await harness.deploy({ steps: ['a'] });
  await harness.run();
  assert.equal(await late.promise, 'CALL-ENDED');
});

test('history keeps each change of data as a merge patch', async (t) => {
  const harness = await startEngine(t, {
    script: {
      a: calling({ name: 'updateDynamicData', data: text({ x: 1 }) }, { name: 'deleteDynamicDataKeys', keys: ['x'] }),
    },
  });
  await harness.deploy({ steps: ['a'] });
  const orderId = await harness.run();
  const rows = await harness.engine.orders.history(orderId, { after: 0, limit: 100 });
  const patches = rows.filter(({ patch }) => patch !== null).map(({ stepname, patch }) => [stepname, patch]);
  assert.deepEqual(patches, [
    ['a', { dynamicData: { x: 1 } }],
    ['a', { dynamicData: { x: null } }],
  ]);
});
