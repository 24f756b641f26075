import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrderId } from '../../schemas/model/ids.ts';
import { failing, refusalOf, startEngine as start } from '../support/conformance.ts';
import { EngineHarness, tester } from '../support/engine-harness.ts';
import { EndsAs, Latch, StepError } from '../support/scripted-runner.ts';
import { argumentsOf, calling, errorsOf, submitting } from '../support/waiting-steps.ts';

const steps = ['pay', 'ask [AsyncStep] <- pay', 'ship <- ask'];
const answer = (harness: EngineHarness, orderId: OrderId, data: { [key: string]: number | string } = { ok: 1 }) =>
  harness.engine.queues.update('answers', `${orderId}-0`, data, tester);

test('5.2 ASYNC: a submitted key makes step, segment and order ASYNC-WAITING; the back end does not run yet', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ASYNC-WAITING');
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'COMPLETE', ask: 'ASYNC-WAITING' });
  const [entry] = await harness.engine.queues.entries({ queue: 'answers', limit: 10, offset: 0 });
  assert.deepEqual([entry?.queuekey, entry?.queue_data_status, entry?.stepname], [`${orderId}-0`, 'WAITING', 'ask']);
});

test('3.4 async back end: data runs end with it, the entry is gone, then the next segment runs', async (t) => {
  const seen: unknown[] = [];
  const script = {
    ask: submitting,
    'ask.end': (call: Parameters<typeof argumentsOf>[0]) => void seen.push(...argumentsOf(call)),
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await answer(harness, orderId, { booking: 'B7' });
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(seen, [{ booking: 'B7' }]);
  assert.deepEqual(harness.runner.calls.slice(-2), ['ask.end#1', 'ship.primary#1']);
  assert.deepEqual(await harness.engine.queues.entries({ queue: 'answers', limit: 10, offset: 0 }), []);
});

test('5.5 end: a default end takes the data without a call', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps, step: { methods: ['primary'] } });
  const orderId = await harness.run();
  await answer(harness, orderId);
  await harness.settle();
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ask.primary#1', 'ship.primary#1']);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.2 ASYNC: skipAsyncStep completes the step and the next segment runs', async (t) => {
  const harness = await start(t, { script: { ask: calling({ name: 'skipAsyncStep' }) } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ask.primary#1', 'ship.primary#1']);
});

test('5.2 misuse: primary that submits no key ends in ERROR with ASYNC-NO-KEY-SUBMITTED', async (t) => {
  const harness = await start(t);
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await errorsOf(harness, orderId), ['ASYNC-NO-KEY-SUBMITTED[0]']);
});

const key = { name: 'submitAsyncKey', key: 'k' } as const;
const misuses = [
  ['a second key', [key, { ...key, key: 'l' }], 'INVALID-FUNCTION-CALL'],
  ['a key after a skip', [{ name: 'skipAsyncStep' }, key], 'INVALID-FUNCTION-CALL'],
  ['a skip after a key', [key, { name: 'skipAsyncStep' }], 'INVALID-FUNCTION-CALL'],
  ['an empty key', [{ ...key, key: '' }], 'INVALID-KEY'],
  ['bindEvent in an asynchronous step', [{ name: 'bindEvent', key: 'k' }], 'WORKFLOW-EVENT-ERROR'],
  ['skipEvent in an asynchronous step', [{ name: 'skipEvent' }], 'WORKFLOW-EVENT-ERROR'],
  ['skipSubworkflow in an asynchronous step', [{ name: 'skipSubworkflow' }], 'SKIP-SUBWORKFLOW-ERROR'],
] as const;

for (const [what, calls, error] of misuses) {
  test(`5.2 misuse: ${what} throws ${error}`, async (t) => {
    const harness = await start(t, { script: { ask: calling(...calls) } });
    await harness.deploy({ steps: ['ask [AsyncStep]'] });
    const orderId = await harness.run();
    assert.deepEqual(await errorsOf(harness, orderId), [`${error}[0]`]);
    assert.equal(await harness.statusOf(orderId), 'ERROR');
  });
}

test('5.2 misuse: submitAsyncKey in a normal step throws INVALID-FUNCTION-CALL', async (t) => {
  const harness = await start(t, { script: { pay: calling(key) } });
  await harness.deploy({ steps: ['pay'] });
  assert.deepEqual(await errorsOf(harness, await harness.run()), ['INVALID-FUNCTION-CALL[0]']);
});

test('5.2 misuse: a key that another order has in the queue is an exception', async (t) => {
  const harness = await start(t, { script: { ask: calling(key) } });
  await harness.deploy({ steps: ['ask [AsyncStep]'] });
  const [first, second] = [await harness.run(), await harness.run()];
  assert.equal(await harness.statusOf(first), 'ASYNC-WAITING');
  assert.deepEqual(await errorsOf(harness, second), ['DUPLICATE-QUEUE-KEY[0]']);
});

test('5.2 ASYNC: an error beside a submitted key decides the status', async (t) => {
  const script = {
    ask: async (...[call, peer]: Parameters<typeof submitting>) => {
      await submitting(call, peer);
      throw new StepError('RETRY-ERROR');
    },
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  assert.equal(await harness.statusOf(await harness.run()), 'RETRY');
});

test('queue: data that comes before primary has returned is taken as soon as it has', async (t) => {
  const latch = new Latch();
  const script = {
    ask: async (...[call, peer]: Parameters<typeof submitting>) => {
      await submitting(call, peer);
      await latch.wait();
    },
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await answer(harness, orderId);
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls.slice(-2), ['ask.end#1', 'ship.primary#1']);
});

test('queue: data that comes before its key is kept, and taken when a step submits the key', async (t) => {
  const seen: unknown[] = [];
  const script = {
    ask: calling(key),
    'ask.end': (call: Parameters<typeof argumentsOf>[0]) => void seen.push(...argumentsOf(call)),
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps: ['ask [AsyncStep]'] });
  await harness.engine.queues.insert('answers', 'k', { early: true }, tester);
  assert.equal((await harness.engine.queues.entry('answers', 'k')).queue_data_status, 'EARLY');
  assert.equal(await refusalOf(harness.engine.queues.insert('answers', 'k', 1, tester)), 'INVALID-STATUS');
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
  assert.deepEqual(seen, [{ early: true }]);
  assert.equal(await refusalOf(harness.engine.queues.entry('answers', 'k')), 'INVALID-KEY');
});

test('queue: unknown queues and keys, and entries that are not WAITING, refuse data', async (t) => {
  const latch = new Latch();
  const harness = await start(t, { script: { ask: submitting, 'ask.end': () => latch.wait() } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await refusalOf(harness.engine.queues.update('nowhere', 'k', 1, tester)), 'UNKNOWN-QUEUE');
  assert.equal(await refusalOf(harness.engine.queues.update('answers', 'k', 1, tester)), 'INVALID-KEY');
  await answer(harness, orderId);
  assert.equal(await refusalOf(answer(harness, orderId)), 'INVALID-STATUS');
  latch.open();
});

test('queue: a corrected entry completes the step without end', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await harness.engine.queues.correct('answers', `${orderId}-0`, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.ok(!harness.runner.calls.includes('ask.end#1'));
});

test('queue: a canceled entry is USED and takes no data; a renamed one takes it under the new key', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const [first, second] = [await harness.run(), await harness.run()];
  await harness.engine.queues.cancel('answers', `${first}-0`, tester);
  assert.equal(await refusalOf(answer(harness, first)), 'INVALID-STATUS');
  await harness.engine.queues.rename('answers', `${second}-0`, 'other', tester);
  assert.equal(await refusalOf(answer(harness, second)), 'INVALID-KEY');
  await harness.engine.queues.update('answers', 'other', 1, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(second), 'COMPLETE');
});

test('queue: data for a BLOCKED order is stored and taken after unblock', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await harness.engine.orders.block(orderId, tester);
  await answer(harness, orderId);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'BLOCKED');
  await harness.engine.orders.unblock(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('queue: data while the workflow is not running is taken when it starts, also after a crash', async (t) => {
  const first = await EngineHarness.start({ script: { ask: submitting } });
  await first.deploy({ steps });
  const orderId = await first.run();
  await first.engine.workflows.stop('orders', tester);
  await answer(first, orderId);
  const harness = await start(t, { folder: await first.crash() });
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['ask.end#1', 'ship.primary#1']);
});

test('5.5 end: an error rejects the data; no next segment; recovery runs primary for a new key', async (t) => {
  const harness = await start(t, { script: { ask: submitting, 'ask.end': failing(1) } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await answer(harness, orderId);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  assert.equal(await refusalOf(answer(harness, orderId)), 'INVALID-KEY');
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'ASYNC-WAITING');
  await answer(harness, orderId);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, [
    'pay.primary#1',
    'ask.primary#1',
    'ask.end#1',
    'ask.primary#2',
    'ask.end#2',
    'ship.primary#1',
  ]);
});

test('5.5 end: a runner that is lost in end loses no data: end runs again', async (t) => {
  let left = 1;
  const end = (): void => {
    if (left-- > 0) throw new EndsAs({ kind: 'lost', reason: 'exited', detail: 'exit code 1' });
  };
  const harness = await start(t, { script: { ask: submitting, 'ask.end': end } });
  await harness.deploy({ steps: ['pay', 'ask! [AsyncStep] <- pay', 'ship <- ask'] });
  const orderId = await harness.run();
  await answer(harness, orderId);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.ok(
    !harness.runner.calls.some((call) => call.startsWith('ask.validation')),
    'data that is there goes before validation',
  );
});

test('5.5 end: a crash of the engine in end loses no data', async (t) => {
  const first = await EngineHarness.start({
    script: { ask: submitting, 'ask.end': () => new Promise(() => undefined) },
  });
  await first.deploy({ steps });
  const orderId = await first.run();
  await answer(first, orderId);
  await first.settle();
  const harness = await start(t, { folder: await first.crash() });
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['ask.end#1', 'ship.primary#1']);
});

const validations = [
  ['COMPLETE', 'COMPLETE', ['ask.validation#2', 'ship.primary#1']],
  ['ERROR', 'ERROR', ['ask.validation#2']],
  ['RETRY', 'ASYNC-WAITING', ['ask.validation#2', 'ask.primary#3']],
  [undefined, 'ASYNC-WAITING', ['ask.validation#2', 'ask.primary#3']],
  ['ASYNC-WAITING', 'ASYNC-WAITING', ['ask.validation#2']],
  ['NONSENSE', 'ERROR', ['ask.validation#2']],
] as const;

for (const [returned, status, calls] of validations) {
  test(`5.3 validation: ${String(returned)} of an asynchronous step after async_delay gives ${status}`, async (t) => {
    const harness = await start(t, { script: { ask: submitting, 'ask.validation': () => returned } });
    await harness.deploy({ steps: ['ask! [AsyncStep]', 'ship <- ask'] });
    const orderId = await harness.run();
    await harness.pass(599);
    assert.deepEqual(harness.runner.calls, ['ask.primary#1']);
    await harness.pass(2);
    assert.equal(await harness.statusOf(orderId), status);
    assert.deepEqual(harness.runner.calls, ['ask.primary#1', ...calls]);
  });
}

test('5.3 validation: an unusable answer of an asynchronous step is INVALID-ASYNC-VALIDATION-STATUS', async (t) => {
  const harness = await start(t, { script: { ask: submitting, 'ask.validation': () => 7 } });
  await harness.deploy({ steps: ['ask! [AsyncStep]'] });
  const orderId = await harness.run();
  await harness.pass(600);
  assert.deepEqual(await errorsOf(harness, orderId), ['INVALID-ASYNC-VALIDATION-STATUS[0]']);
});

test('5.3 validation: ASYNC-WAITING without a queue entry is an error', async (t) => {
  const harness = await start(t, { script: { ask: failing(1), 'ask.validation': () => 'ASYNC-WAITING' } });
  await harness.deploy({ steps: ['ask! [AsyncStep]'] });
  const orderId = await harness.run();
  await harness.pass(60);
  assert.deepEqual(await errorsOf(harness, orderId), ['RETRY-ERROR[0]', 'INVALID-ASYNC-VALIDATION-STATUS[0]']);
});

test('5.2 validation: it gets the key, and nothing when none is bound', async (t) => {
  const seen: unknown[] = [];
  const validation = (call: Parameters<typeof argumentsOf>[0]): void => void seen.push(argumentsOf(call)[0]);
  const harness = await start(t, { script: { ask: submitting, 'ask.validation': validation, 'ask.end': failing(1) } });
  await harness.deploy({ steps: ['ask! [AsyncStep]'] });
  const orderId = await harness.run();
  await harness.pass(600);
  await answer(harness, orderId);
  await harness.settle();
  await harness.pass(60);
  assert.deepEqual(seen, [`${orderId}-0`, undefined]);
});

test('3.5 async delay: without validation the entry is deleted and primary runs again', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps, workflow: { optionValues: { async_delay: 30 } } });
  const orderId = await harness.run();
  await harness.pass(30);
  assert.equal(await harness.statusOf(orderId), 'ASYNC-WAITING');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ask.primary#1', 'ask.primary#2']);
});

test('3.8 retry trigger: setRetryDelay of a step that waits replaces async_delay', async (t) => {
  const script = {
    ask: async (...[call, peer]: Parameters<typeof submitting>) => {
      await submitting(call, peer);
      throw new EndsAs({ kind: 'returned', retryDelaySeconds: 5 });
    },
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps: ['ask [AsyncStep]'] });
  await harness.run();
  await harness.pass(5);
  assert.deepEqual(harness.runner.calls, ['ask.primary#1', 'ask.primary#2']);
});

test('3.7 retry counting: max-async-retries in recovery ends in ERROR with RETRIES-EXCEEDED-ERROR', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({
    steps: ['ask [AsyncStep]'],
    workflow: { optionValues: { async_delay: 1, 'max-async-retries': 3 } },
  });
  const orderId = await harness.run();
  for (let i = 0; i < 3; i += 1) await harness.pass(1);
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await errorsOf(harness, orderId), ['RETRIES-EXCEEDED-ERROR[0]']);
});

test('10.3 retry: an ASYNC-WAITING order is retried at once, with a new key', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ask.primary#1', 'ask.primary#2']);
  assert.equal(await harness.statusOf(orderId), 'ASYNC-WAITING');
});

test('10.3 skipStep: an ASYNC-WAITING step is COMPLETE and its entry gone; the next segment runs', async (t) => {
  const harness = await start(t, { script: { ask: submitting } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  const { StepInstances } = await harness.get(orderId);
  const stepId = StepInstances.find(({ stepname }) => stepname === 'ask')?.stepid ?? 0;
  await harness.engine.orders.skipStep(orderId, { stepId: stepId as never, inds: [0], noRetry: false }, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.equal(await refusalOf(answer(harness, orderId)), 'INVALID-KEY');
});
