import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, startEngine as start } from '../support/conformance.ts';
import { EngineHarness, tester } from '../support/engine-harness.ts';
import { Latch, StepError } from '../support/scripted-runner.ts';
import { bindingEvent, calling, errorsOf } from '../support/waiting-steps.ts';

const steps = ['pay', 'open [EventStep] <- pay', 'ship <- open'];
const post = (harness: EngineHarness, key = 'monday') => harness.engine.syncEvents.post('arrivals', key, tester);

test('5.2 EVENT: a bound event makes step, segment and order EVENT-WAITING; no time frees it', async (t) => {
  const harness = await start(t, { script: { open: bindingEvent('monday') } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'EVENT-WAITING');
  await harness.pass(100_000);
  assert.equal(await harness.statusOf(orderId), 'EVENT-WAITING');
  const event = await harness.engine.syncEvents.event('arrivals', 'monday');
  assert.deepEqual([event.event_posted, event.bound], [false, 1]);
});

test('3.4 event back end: one post frees every order that waits for the key, and no other', async (t) => {
  const script = { open: calling((_, orderId) => ({ name: 'bindEvent', key: orderId === 4 ? 'tuesday' : 'monday' })) };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orders = [await harness.run(), await harness.run(), await harness.run(), await harness.run()];
  assert.equal(await post(harness), true);
  await harness.settle();
  assert.deepEqual(await Promise.all(orders.map((orderId) => harness.statusOf(orderId))), [
    'COMPLETE',
    'COMPLETE',
    'COMPLETE',
    'EVENT-WAITING',
  ]);
  assert.equal(await post(harness), false, 'posted before');
});

test('5.2 EVENT: bindEvent accepts an event that was posted before; the step completes at once', async (t) => {
  const harness = await start(t, { script: { open: bindingEvent('monday') } });
  await harness.deploy({ steps });
  await post(harness);
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
});

test('5.2 EVENT: bindEventUnposted waits for the post, and throws ALREADY-POSTED after it', async (t) => {
  const harness = await start(t, { script: { open: calling({ name: 'bindEventUnposted', key: 'monday' }) } });
  await harness.deploy({ steps });
  const first = await harness.run();
  assert.equal(await harness.statusOf(first), 'EVENT-WAITING');
  await post(harness);
  await harness.settle();
  assert.equal(await harness.statusOf(first), 'COMPLETE');
  assert.deepEqual(await errorsOf(harness, await harness.run()), ['ALREADY-POSTED[0]']);
});

test('5.2 EVENT: skipEvent completes the step; a second skip changes nothing', async (t) => {
  const harness = await start(t, { script: { open: calling({ name: 'skipEvent' }, { name: 'skipEvent' }) } });
  await harness.deploy({ steps });
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
});

test('5.2 misuse: primary that binds no event ends in ERROR with NO-EVENT-BOUND', async (t) => {
  const harness = await start(t);
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await errorsOf(harness, orderId), ['NO-EVENT-BOUND[0]']);
});

const bind = { name: 'bindEvent', key: 'k' } as const;
const misuses = [
  ['a second event', [bind, bind], 'WORKFLOW-EVENT-ERROR'],
  ['an event after a skip', [{ name: 'skipEvent' }, bind], 'WORKFLOW-EVENT-ERROR'],
  ['a skip after an event', [bind, { name: 'skipEvent' }], 'WORKFLOW-EVENT-ERROR'],
  ['an empty key', [{ ...bind, key: '' }], 'WORKFLOW-EVENT-ERROR'],
  ['submitAsyncKey in an event step', [{ name: 'submitAsyncKey', key: 'k' }], 'INVALID-FUNCTION-CALL'],
] as const;

for (const [what, calls, error] of misuses) {
  test(`5.2 misuse: ${what} throws ${error}`, async (t) => {
    const harness = await start(t, { script: { open: calling(...calls) } });
    await harness.deploy({ steps: ['open [EventStep]'] });
    const orderId = await harness.run();
    assert.deepEqual(await errorsOf(harness, orderId), [`${error}[0]`]);
    assert.equal(await harness.statusOf(orderId), 'ERROR');
  });
}

test('event: a post while primary still runs is not lost', async (t) => {
  const latch = new Latch();
  const script = {
    open: async (...[call, peer]: Parameters<ReturnType<typeof bindingEvent>>) => {
      await bindingEvent('monday')(call, peer);
      await latch.wait();
    },
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await post(harness);
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('event: a post while the workflow does not run frees its orders when it starts, also after a crash', async (t) => {
  const first = await EngineHarness.start({ script: { open: bindingEvent('monday') } });
  await first.deploy({ steps });
  const orderId = await first.run();
  await first.engine.workflows.stop('orders', tester);
  await post(first);
  const harness = await start(t, { folder: await first.crash() });
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['ship.primary#1']);
});

test('5.3 EVENT recovery: a bound event is not bound again after an error; the step waits', async (t) => {
  const script = {
    open: async (...[call, peer]: Parameters<ReturnType<typeof bindingEvent>>) => {
      await bindingEvent('monday')(call, peer);
      throw new StepError('RETRY-ERROR');
    },
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'EVENT-WAITING');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'open.primary#1']);
  await post(harness);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('event: a post for a BLOCKED order frees it after unblock; unknown types are refused', async (t) => {
  const harness = await start(t, { script: { open: bindingEvent('monday') } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await refusalOf(harness.engine.syncEvents.post('nothing', 'k', tester)), 'UNKNOWN-EVENT-TYPE');
  await harness.engine.orders.block(orderId, tester);
  await post(harness);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'BLOCKED');
  await harness.engine.orders.unblock(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('10.3 skipStep: an EVENT-WAITING step is COMPLETE at once and the next segment runs', async (t) => {
  const harness = await start(t, { script: { open: bindingEvent('monday') } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  const { StepInstances } = await harness.get(orderId);
  const stepId = StepInstances.find(({ stepname }) => stepname === 'open')?.stepid ?? 0;
  await harness.engine.orders.skipStep(orderId, { stepId: stepId as never, inds: [0], noRetry: false }, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});
