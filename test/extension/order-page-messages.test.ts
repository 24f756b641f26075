import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFromOrderPage, readOrderPageState, readToOrderPage } from '../../schemas/protocol/order-page.ts';

const order = { workflow_instanceid: 1, workflowstatus: 'READY', StepInstances: [], ErrorInstances: [], actions: [] };

test('messages to the page are taken only in their form', () => {
  assert.ok(readToOrderPage({ type: 'order', order, history: [] }));
  assert.ok(readToOrderPage({ type: 'unavailable', reason: 'x' }));
  for (const wrong of [
    undefined,
    'order',
    [],
    { type: 'order' },
    { type: 'order', order, history: [1] },
    { type: 'order', order: { ...order, actions: 'retry' }, history: [] },
    { type: 'unavailable', reason: 1 },
    { type: 'eval', code: 'x' },
  ]) {
    assert.equal(readToOrderPage(wrong), undefined, JSON.stringify(wrong));
  }
});

test('messages from the page are taken only in their form, without anything added', () => {
  assert.deepEqual(readFromOrderPage({ type: 'retry', command: 'x' }), { type: 'retry' });
  assert.deepEqual(readFromOrderPage({ type: 'open-step', name: 'a', version: '1', x: 1 }), {
    type: 'open-step',
    name: 'a',
    version: '1',
  });
  for (const wrong of [null, {}, { type: 'open-step', name: 1, version: '1' }, { type: 'run' }, 'retry']) {
    assert.equal(readFromOrderPage(wrong), undefined, JSON.stringify(wrong));
  }
});

test('a state that VS Code kept is taken only in its form', () => {
  assert.deepEqual(readOrderPageState({ folder: 'file:///x', orderId: 3 }), { folder: 'file:///x', orderId: 3 });
  for (const wrong of [undefined, {}, { folder: 'x', orderId: '3' }, { folder: 1, orderId: 3 }]) {
    assert.equal(readOrderPageState(wrong), undefined);
  }
});
