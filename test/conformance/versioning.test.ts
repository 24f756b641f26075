import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failing, startEngine } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';
import { sketchRelease } from '../support/release-builder.ts';

test('versioning: a step newly added to the definition runs for an old order during recovery', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  await harness.deploy({ steps: ['pay', 'pack <- pay', 'ship <- pack'], bundle: 'second' }, { start: false });
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.primary#2', 'pack.primary#1', 'ship.primary#1']);
});

test('versioning: an order in work takes its next step by the new definition', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { pay: () => latch.wait() } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  await harness.deploy({ steps: ['pay', 'pack <- pay'], bundle: 'second' }, { start: false });
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'COMPLETE', pack: 'COMPLETE' });
});

test('versioning: removing a step that an order holds in RETRY gives a clear error; with the step back, retry recovers it', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  await harness.deploy({ steps: ['ship'], bundle: 'second' }, { start: false });
  await harness.pass(60);
  const order = await harness.get(orderId);
  assert.equal(order.workflowstatus, 'ERROR');
  const error = order.ErrorInstances.find((one) => one.error === 'STEP-REMOVED-ERROR');
  assert.match(error?.info ?? '', /no longer has step/);
  await harness.deploy({ steps: ['pay', 'ship <- pay'], bundle: 'third' }, { start: false });
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('versioning: orders of another version are not touched by a new one', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const old = await harness.run();
  await harness.deploy({ version: '2.0', steps: ['pay'] }, { start: false });
  assert.equal((await harness.engine.workflows.get('orders')).version, '2.0', 'a name alone means the latest version');
  await harness.engine.workflows.start('orders:2.0', tester);
  const fresh = await harness.run({ staticdata: {} }, 'orders:2.0');
  assert.equal(await harness.statusOf(fresh), 'COMPLETE');
  await harness.engine.workflows.stop('orders:1.0', tester);
  await harness.pass(600);
  assert.equal(await harness.statusOf(old), 'RETRY');
});

const unrunnable = [
  [
    'an asynchronous step without a queue',
    { steps: ['ask [AsyncStep]'], step: { queue: undefined as never } },
    'ORDO-REL-001',
    /no queue/,
  ],
  [
    'an event step without an event type',
    { steps: ['ask [EventStep]'], step: { event: undefined as never } },
    'ORDO-REL-001',
    /no event/,
  ],
  ['a circle', { steps: ['a <- b', 'b <- a'] }, 'ORDO-RELEASE-008', /wait for each other/],
  [
    'an unusable type',
    { steps: ['pay'], workflow: { staticDataType: { type: 'nonsense' } } },
    'ORDO-REL-003',
    /JSON Schema/,
  ],
  ['a step twice', { steps: ['a', 'a'] }, 'ORDO-RELEASE-003', /twice/],
] as const;

for (const [what, sketch, code, text] of unrunnable) {
  test(`install: ${what} is refused with a plain problem, and nothing is installed`, async (t) => {
    const harness = await startEngine(t);
    const answer = await harness.engine.releases.install(sketchRelease(sketch), tester);
    assert.equal(answer.installed, false);
    assert.equal(answer.problems[0]?.code, code);
    assert.match(answer.problems[0]?.message ?? '', text);
    assert.deepEqual(await harness.engine.workflows.list(), []);
  });
}
