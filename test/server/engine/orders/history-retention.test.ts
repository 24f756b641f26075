import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failing, startEngine } from '../../../support/conformance.ts';
import type { EngineHarness } from '../../../support/engine-harness.ts';

const day = 24 * 3600;

async function historyLength(harness: EngineHarness, orderId: Awaited<ReturnType<EngineHarness['run']>>) {
  return (await harness.engine.orders.history(orderId, { after: 0, limit: 100 })).length;
}

test('the history of final orders is forgotten after history-retention days, all but its last line', async (t) => {
  const harness = await startEngine(t, { options: { 'history-retention': 2 } });
  await harness.engine.startInterfaces();
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  const whole = await historyLength(harness, orderId);
  await harness.pass(day);
  assert.equal(await historyLength(harness, orderId), whole);
  await harness.pass(2 * day);
  assert.equal(await historyLength(harness, orderId), 1);
});

test('the history of an order that may still go on is kept', async (t) => {
  const harness = await startEngine(t, { options: { 'history-retention': 1 }, script: { pay: failing(99, 'LOST') } });
  await harness.engine.startInterfaces();
  await harness.deploy({ steps: ['pay'], errors: [] });
  const orderId = await harness.run();
  const whole = await historyLength(harness, orderId);
  await harness.pass(3 * day);
  assert.ok((await historyLength(harness, orderId)) >= whole);
});

test('a change of the option takes effect at once; without it nothing is forgotten', async (t) => {
  const harness = await startEngine(t);
  await harness.engine.startInterfaces();
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  await harness.pass(5 * day);
  assert.ok((await historyLength(harness, orderId)) > 1);
  harness.options.set({ 'history-retention': 1 });
  await harness.settle();
  assert.equal(await historyLength(harness, orderId), 1);
});
