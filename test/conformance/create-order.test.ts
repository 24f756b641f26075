import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateOrderRequest } from '../../schemas/protocol/rest.ts';
import { refusalOf, startEngine } from '../support/conformance.ts';
import type { EngineHarness } from '../support/engine-harness.ts';

const type = {
  type: 'object',
  required: ['sku', 'lines'],
  properties: {
    sku: { type: 'string' },
    lines: { type: 'array', items: { type: 'object', properties: { quantity: { type: 'integer', minimum: 1 } } } },
  },
};

async function prepare(t: Parameters<typeof startEngine>[0]): Promise<EngineHarness> {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { keylist: ['customer'], staticDataType: type } }, { start: false });
  return harness;
}

const good = { sku: 'A-1', lines: [{ quantity: 2 }] };

const refused: readonly (readonly [what: string, request: CreateOrderRequest, error: string, text: RegExp])[] = [
  ['neither static data nor an external id', {}, 'ORDER-DATA-ERROR', /staticdata or external_order_instanceid/],
  [
    'static data of another type',
    { staticdata: { sku: 7, lines: [] } },
    'ORDER-DATA-ERROR',
    /staticdata\/sku must be string/,
  ],
  [
    'a wrong value deep inside',
    { staticdata: { sku: 'A', lines: [{ quantity: 0 }] } },
    'ORDER-DATA-ERROR',
    /staticdata\/lines\/0\/quantity must be >= 1/,
  ],
  [
    'a key that the workflow does not list',
    { staticdata: good, orderkeys: { color: 'red' } },
    'WORKFLOW-KEY-ERROR',
    /customer/,
  ],
  [
    'a status other than READY or BLOCKED',
    { staticdata: good, status: 'ERROR' as 'READY' },
    'SUBMIT-ORDER-ERROR',
    /ERROR/,
  ],
  ['a priority out of range', { staticdata: good, priority: 1000 }, 'SUBMIT-ORDER-ERROR', /999/],
  ['a date that is none', { staticdata: good, scheduled: 'tomorrow' }, 'SUBMIT-ORDER-ERROR', /tomorrow/],
  ['a parent that does not exist', { staticdata: good, parent_workflow_instanceid: 99 }, 'SUBMIT-ORDER-ERROR', /99/],
  ['a long external id', { external_order_instanceid: 'x'.repeat(41) }, 'ORDER-DATA-ERROR', /40/],
];

for (const [what, request, error, text] of refused) {
  test(`create order: ${what} is refused with ${error}, and nothing is stored`, async (t) => {
    const harness = await prepare(t);
    await assert.rejects(harness.create(request), (thrown: Error & { error?: string }) => {
      assert.equal(thrown.error, error);
      assert.match(thrown.message, text);
      return true;
    });
    const filter = { sort: 'workflow_instanceid', descending: false, limit: 10, offset: 0 } as const;
    assert.deepEqual(await harness.engine.orders.search(filter), []);
  });
}

test('create order: an unknown workflow is refused', async (t) => {
  const harness = await prepare(t);
  assert.equal(await refusalOf(harness.create({ staticdata: good }, 'nothing')), 'INVALID-WORKFLOW');
});

test('create order: the order is stored READY whether or not the workflow runs, with all that was given', async (t) => {
  const harness = await prepare(t);
  const orderId = await harness.create({
    staticdata: good,
    dynamicdata: { note: 'x' },
    external_order_instanceid: 'EXT-1',
    orderkeys: { customer: ['c1', 'c2'] },
    priority: 10,
  });
  const order = await harness.get(orderId);
  assert.deepEqual(
    [order.workflowstatus, order.staticdata, order.dynamicdata, order.external_order_instanceid, order.priority],
    ['READY', good, { note: 'x' }, 'EXT-1', 10],
  );
  assert.deepEqual(order.keys, { customer: ['c1', 'c2'] });
});

test('create order: priority is 500 unless given; a date in the future makes it SCHEDULED, one in the past READY', async (t) => {
  const harness = await prepare(t);
  const later = await harness.get(await harness.create({ staticdata: good, scheduled: '2099-01-01' }));
  assert.deepEqual([later.workflowstatus, later.priority], ['SCHEDULED', 500]);
  const past = await harness.get(await harness.create({ staticdata: good, scheduled: '2001-01-01T00:00:00Z' }));
  assert.equal(past.workflowstatus, 'READY');
  const blocked = await harness.get(await harness.create({ staticdata: good, status: 'BLOCKED' }));
  assert.deepEqual([blocked.workflowstatus, blocked.workflowstatus_orig], ['BLOCKED', 'READY']);
});

test('unique keys: a second order with the same key is refused with DUPLICATE-ORDER-KEY; the key is an order key', async (t) => {
  const harness = await prepare(t);
  const request = { staticdata: good, workflow_unique_key: { customer: 'c1' } };
  const orderId = await harness.create(request);
  assert.equal(await refusalOf(harness.create(request)), 'DUPLICATE-ORDER-KEY');
  assert.deepEqual((await harness.get(orderId)).keys, { customer: ['c1'] });
  await harness.engine.workflows.start('orders', { who: 'tester', source: 'test' });
  await harness.settle();
  assert.equal(await refusalOf(harness.create(request)), 'DUPLICATE-ORDER-KEY', 'also when it would begin at once');
  assert.equal(harness.engine.isIdle(), true);
});

test('create order: data over the limits is refused', async (t) => {
  const harness = await startEngine(t, { options: { 'max-datum-bytes': 100 } });
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await refusalOf(harness.create({ staticdata: { text: 'x'.repeat(100) } })), 'ORDER-DATA-ERROR');
});

test('order data: a user key that begins with $ is kept as it is written', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  const order = await harness.get(await harness.run({ staticdata: { $ref: 'a', nested: { $x: 1 } } }));
  assert.deepEqual(order.staticdata, { $ref: 'a', nested: { $x: 1 } });
});
