import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrderId } from '../../schemas/model/ids.ts';
import { failing, startEngine as start } from '../support/conformance.ts';
import { EngineHarness, tester } from '../support/engine-harness.ts';
import { EndsAs, Latch, StepError } from '../support/scripted-runner.ts';

const lost = { kind: 'lost', reason: 'exited', detail: 'exit code 1' } as const;

test('recovery: a step in RETRY is tried again after recover_delay, without validation when it has none', async (t) => {
  const harness = await start(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(59);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(2);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.primary#2']);
});

test('recovery: the workflow option recover_delay goes before the system option', async (t) => {
  const harness = await start(t, { script: { pay: failing(1) }, options: { recover_delay: 600 } });
  await harness.deploy({ steps: ['pay'], workflow: { optionValues: { recover_delay: 5 } } });
  const orderId = await harness.run();
  await harness.pass(5);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

const validationTable = [
  ['COMPLETE', 'COMPLETE', ['pay.primary#1', 'pay.validation#2', 'ship.primary#1']],
  ['ERROR', 'ERROR', ['pay.primary#1', 'pay.validation#2']],
  ['RETRY', 'COMPLETE', ['pay.primary#1', 'pay.validation#2', 'pay.primary#3', 'ship.primary#1']],
  [undefined, 'COMPLETE', ['pay.primary#1', 'pay.validation#2', 'pay.primary#3', 'ship.primary#1']],
  ['ASYNC-WAITING', 'ERROR', ['pay.primary#1', 'pay.validation#2']],
  [17, 'ERROR', ['pay.primary#1', 'pay.validation#2']],
] as const;

for (const [returned, status, calls] of validationTable) {
  test(`validation: ${String(returned)} of a normal step gives ${status}`, async (t) => {
    const harness = await start(t, { script: { pay: failing(1), 'pay.validation': () => returned } });
    await harness.deploy({ steps: ['pay!', 'ship <- pay'] });
    const orderId = await harness.run();
    await harness.pass(60);
    assert.equal(await harness.statusOf(orderId), status);
    assert.deepEqual(harness.runner.calls, calls);
  });
}

test('validation: an unusable answer is recorded as INVALID-VALIDATION-STATUS', async (t) => {
  const harness = await start(t, { script: { pay: failing(1), 'pay.validation': () => 'DONE' } });
  await harness.deploy({ steps: ['pay!'] });
  const orderId = await harness.run();
  await harness.pass(60);
  const { ErrorInstances } = await harness.get(orderId);
  assert.deepEqual(ErrorInstances.map((error) => [error.error, error.retry]).sort(), [
    ['INVALID-VALIDATION-STATUS', false],
    ['RETRY-ERROR', true],
  ]);
});

test('validation: an error raised in it gives the step its status', async (t) => {
  const validation = failing(1);
  const harness = await start(t, {
    script: {
      pay: failing(1),
      'pay.validation': () => {
        validation();
        return 'COMPLETE';
      },
    },
  });
  await harness.deploy({ steps: ['pay!'] });
  const orderId = await harness.run();
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.validation#2', 'pay.validation#3']);
});

test('recovery: a step never executed runs its primary, also with a validation', async (t) => {
  const harness = await start(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay', 'ship! <- pay'] });
  await harness.run();
  await harness.pass(60);
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.primary#2', 'ship.primary#1']);
});

test('retry limit: after max-retries results in a row RETRY becomes ERROR with RETRIES-EXCEEDED-ERROR', async (t) => {
  const harness = await start(t, { script: { pay: failing(99) }, options: { 'max-retries': 3, recover_delay: 10 } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  const statuses = [];
  for (let i = 0; i < 4; i += 1) {
    statuses.push(await harness.statusOf(orderId));
    await harness.pass(10);
  }
  assert.deepEqual(statuses, ['RETRY', 'RETRY', 'RETRY', 'ERROR']);
  const { ErrorInstances, StepInstances, retry_count } = await harness.get(orderId);
  const last = ErrorInstances.find((error) => error.error === 'RETRIES-EXCEEDED-ERROR');
  assert.deepEqual([last?.severity, last?.retry, last?.stepname], ['MAJOR', false, 'pay']);
  assert.equal(StepInstances[0]?.retries, null);
  assert.equal(retry_count, 3);
});

test('retry limit: a manual retry after ERROR starts with an empty counter', async (t) => {
  const harness = await start(t, { script: { pay: failing(4) }, options: { 'max-retries': 2, recover_delay: 10 } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  for (let i = 0; i < 2; i += 1) await harness.pass(10);
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(10);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

const delays = [
  ['the delay of the error definition', new StepError('SLOW-ERROR'), 7],
  ['the delay given with the error', new StepError('SLOW-ERROR', { retryDelaySeconds: 3 }), 3],
  ['setRetryDelay', new StepError('SLOW-ERROR', { retryDelaySeconds: 3, delay: 11 }), 11],
] as const;

for (const [what, error, seconds] of delays) {
  test(`retry trigger: ${what} replaces recover_delay`, async (t) => {
    const harness = await start(t, { script: { pay: failing(1, error) } });
    await harness.deploy({ steps: ['pay'], errors: [{ error: 'SLOW-ERROR', retryDelaySeconds: 7 }] });
    const orderId = await harness.run();
    await harness.pass(seconds - 1);
    assert.equal(await harness.statusOf(orderId), 'RETRY');
    await harness.pass(1);
    assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  });
}

test('retry trigger: the earliest of several requests in one segment wins', async (t) => {
  const harness = await start(t, {
    script: {
      pay: failing(1, new StepError('RETRY-ERROR', { retryDelaySeconds: 30 })),
      pack: failing(1, new StepError('RETRY-ERROR', { retryDelaySeconds: 4 })),
    },
  });
  await harness.deploy({ steps: ['pay', 'pack'] });
  const orderId = await harness.run();
  await harness.pass(4);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('recoverability: a lost runner leaves RETRY with RUNNER-LOST, and validation clears it up', async (t) => {
  const harness = await start(t, { script: { pay: failing(1, new EndsAs(lost)), 'pay.validation': () => 'COMPLETE' } });
  await harness.deploy({ steps: ['pay!'] });
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.equal(order.workflowstatus, 'RETRY');
  assert.deepEqual(
    order.ErrorInstances.map((error) => [error.error, error.retry, error.info]),
    [['RUNNER-LOST', true, 'exited: exit code 1']],
  );
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.validation#2']);
});

test('step-timeout: a call that takes too long leaves RETRY with STEP-TIMEOUT', async (t) => {
  const timedOut = new EndsAs({ kind: 'timed-out', afterMs: 2000 });
  const harness = await start(t, { script: { pay: failing(1, timedOut) } });
  await harness.deploy({ steps: ['pay'], step: { timeoutSeconds: 2 } });
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.ErrorInstances[0]?.error], ['RETRY', 'STEP-TIMEOUT']);
});

test('session recovery: what was in progress at a crash is RETRY, is validated, and nothing else runs again', async (t) => {
  const hanging = new Latch();
  const before = await EngineHarness.start({ script: { pay: () => hanging.wait() } });
  await before.deploy({ steps: ['check', 'pay! <- check', 'ship <- pay'] });
  const orderId = await before.run();
  assert.deepEqual(await before.stepsOf(orderId), { check: 'COMPLETE', pay: 'IN-PROGRESS' });
  const folder = await before.crash();
  const after = await start(t, { folder, script: { 'pay.validation': () => 'COMPLETE' } });
  assert.equal(await after.statusOf(orderId), 'RETRY');
  const row = await after.get(orderId);
  assert.equal(row.status_sessionid, 0);
  await after.engine.workflows.start('orders', tester);
  await after.settle();
  await after.pass(60);
  assert.equal(await after.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(after.runner.calls, ['pay.validation#2', 'ship.primary#1']);
});

test('skip: a step that an operator skipped is COMPLETE when next processed, and is not called', async (t) => {
  const harness = await start(t, { script: { pay: failing(99, 'BAD-CARD') } });
  await harness.deploy({ steps: ['pay!', 'ship <- pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  const [step] = (await harness.get(orderId)).StepInstances;
  const skip = {
    stepId: (step?.stepid ?? 0) as Parameters<typeof harness.engine.orders.skipStep>[1]['stepId'],
    inds: [0],
  };
  await harness.engine.orders.skipStep(orderId, { ...skip, noRetry: false }, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ship.primary#1']);
  assert.equal((await harness.get(orderId)).StepInstances[0]?.skip, true);
});

test('recovery by priority: due orders are taken up by priority, then age', async (t) => {
  const order: OrderId[] = [];
  const attempts = new Map<number, number>();
  const harness = await start(t, {
    script: {
      pay: (call) => {
        const { orderId, attempt } = call.order;
        attempts.set(orderId, attempt);
        if (attempt === 1) throw new StepError('RETRY-ERROR');
        order.push(orderId as OrderId);
      },
    },
  });
  await harness.deploy({ steps: ['pay'], workflow: { maxInstances: 1 } });
  const [late, early, urgent] = [
    await harness.run(),
    await harness.run(),
    await harness.run({ staticdata: {}, priority: 1 }),
  ];
  await harness.pass(60);
  assert.deepEqual(order, [urgent, late, early]);
});
