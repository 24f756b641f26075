import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiCall } from '../../schemas/protocol/runner.ts';
import type { CallPeer } from '../../server/isolation/runner-host.ts';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';

const ask = async (peer: CallPeer, call: ApiCall): Promise<Record<string, unknown>> =>
  JSON.parse((await peer.api(call)) ?? 'null') as Record<string, unknown>;

test('information: the order, its workflow and its steps as they are now', async (t) => {
  let seen: Record<string, unknown> = {};
  const harness = await startEngine(t, {
    script: { ship: async (_, peer) => void (seen = await ask(peer, { name: 'getOrderInfo' })) },
  });
  await harness.deploy({ steps: ['pay', 'ship <- pay', 'bill <- ship'], workflow: { keylist: ['sku'], patch: 'p1' } });
  const orderId = await harness.run({ staticdata: {}, external_order_instanceid: 'EXT', priority: 7 });
  const instance = seen['instance'] as Record<string, unknown>;
  assert.deepEqual(
    ['workflow_instanceid', 'name', 'version', 'status', 'priority', 'external_order_instanceid', 'execid', 'sync'].map(
      (field) => instance[field],
    ),
    [orderId, 'orders', '1.0', 'IN-PROGRESS', 7, 'EXT', 1, false],
  );
  const metadata = seen['metadata'] as Record<string, unknown>;
  assert.deepEqual(
    [metadata['patch'], metadata['keylist'], metadata['steps']],
    ['p1', ['sku'], ['pay', 'ship', 'bill']],
  );
  const steps = seen['steps'] as { name: string; status: string | null }[];
  assert.deepEqual(
    steps.map(({ name, status }) => [name, status]),
    [
      ['pay', 'COMPLETE'],
      ['ship', 'IN-PROGRESS'],
      ['bill', null],
    ],
  );
});

test('custom status: shown with the order until it is taken up again; only those that the workflow declares', async (t) => {
  const errors: string[] = [];
  const fail = failing(1);
  const harness = await startEngine(t, {
    script: {
      pay: async (call, peer) => {
        if (call.order.attempt === 1) await peer.api({ name: 'setCustomStatus', status: 'Q' });
        errors.push(await refusalOf(peer.api({ name: 'setCustomStatus', status: 'Z' })));
        fail();
      },
    },
  });
  await harness.deploy({ steps: ['pay'], workflow: { statuses: { Q: 'Waits for a quote' } } });
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.custom_status], ['RETRY', 'Q']);
  await harness.pass(60);
  const later = await harness.get(orderId);
  assert.deepEqual([later.workflowstatus, later.custom_status], ['COMPLETE', null]);
  assert.deepEqual(errors, ['CUSTOM-STATUS-ERROR', 'CUSTOM-STATUS-ERROR']);
});

test('feedback: a child leaves values for its parent, which reads them; the last value of a key counts', async (t) => {
  let read: unknown;
  const leave = (peer: CallPeer, key: string, value: unknown) =>
    peer.api({ name: 'leaveParentFeedback', key, value: JSON.stringify(value) as JsonText });
  const harness = await startEngine(t, {
    script: {
      start: failing(1),
      collect: async (_, peer) => void (read = await ask(peer, { name: 'getChildFeedback' })),
      child: async (_, peer) => {
        await leave(peer, 'price', 1);
        await leave(peer, 'price', { eur: 2 });
        await leave(peer, 'who', 'child');
      },
    },
  });
  await harness.deploy({ steps: ['start', 'collect <- start'] });
  await harness.deploy({ name: 'children', steps: ['child'] });
  const parent = await harness.run();
  const child = await harness.run({ staticdata: {}, parent_workflow_instanceid: parent }, 'children');
  assert.equal(await harness.statusOf(child), 'COMPLETE');
  await harness.pass(60);
  assert.equal(await harness.statusOf(parent), 'COMPLETE');
  assert.deepEqual(read, { price: { eur: 2 }, who: 'child' });
});

test('feedback: refused without a parent, and for a parent that is final', async (t) => {
  const errors: string[] = [];
  const harness = await startEngine(t, {
    script: {
      child: async (_, peer) => {
        const value = '1' as JsonText;
        errors.push(await refusalOf(peer.api({ name: 'leaveParentFeedback', key: 'a', value })));
      },
      pay: failing(1, 'BAD'),
    },
  });
  await harness.deploy({ steps: ['pay'] });
  await harness.deploy({ name: 'children', steps: ['child'] });
  await harness.run({ staticdata: {} }, 'children');
  const parent = await harness.run();
  await harness.engine.orders.cancel(parent, tester);
  await harness.run({ staticdata: {}, parent_workflow_instanceid: parent }, 'children');
  assert.deepEqual(errors, ['FEEDBACK-ERROR', 'STATUS-ERROR']);
});

test('notes: user code reads the notes of its order', async (t) => {
  let notes: unknown;
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        await peer.api({ name: 'addOrderNote', note: 'called the bank' });
        notes = JSON.parse((await peer.api({ name: 'getOrderNotes', count: 5 })) ?? '');
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  await harness.run();
  assert.deepEqual(
    (notes as { note: string }[]).map(({ note }) => note),
    ['called the bank'],
  );
});
