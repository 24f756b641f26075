import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiCall } from '../../schemas/protocol/runner.ts';
import type { CallPeer, StepCall } from '../../server/isolation/runner-host.ts';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';
import { waitFor } from '../support/wait.ts';
import { Latch, StepError } from '../support/scripted-runner.ts';
import type { WorkflowSketch } from '../support/release-builder.ts';

const withHooks = (hooks: readonly string[], more: Partial<WorkflowSketch> = {}): WorkflowSketch => ({
  steps: ['pay'],
  ...more,
  workflow: { className: 'Orders', hooks, ...more.workflow },
});
const text = (value: unknown): JsonText => JSON.stringify(value) as JsonText;
const ask =
  (...calls: readonly ApiCall[]) =>
  async (_: StepCall, peer: CallPeer): Promise<void> => {
    for (const call of calls) await peer.api(call);
  };

test('attach: runs before the first step of an order, and again each time it is taken up', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) } });
  await harness.deploy(withHooks(['attach']));
  const orderId = await harness.run();
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['workflow.attach#1', 'pay.primary#1', 'workflow.attach#1', 'pay.primary#2']);
});

test('attach: temp and dynamic data that it sets are there in every step', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      'workflow.attach': ask(
        { name: 'updateTempData', data: text({ token: 1 }) },
        { name: 'updateDynamicData', data: text({ from: 'attach' }) },
      ),
      pay: (call) => void seen.push(call.order.tempData, call.order.dynamicData),
    },
  });
  await harness.deploy(withHooks(['attach']));
  await harness.run();
  assert.deepEqual(seen, [text({ token: 1 }), text({ from: 'attach' })]);
});

test('attach: an error makes the order ERROR, no step runs, and a retry attaches again', async (t) => {
  const harness = await startEngine(t, { script: { 'workflow.attach': failing(1, 'NO-CREDIT') } });
  await harness.deploy(withHooks(['attach'], { errors: [{ error: 'NO-CREDIT', status: 'RETRY', business: true }] }));
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.business_error, order.StepInstances], ['ERROR', true, []]);
  assert.deepEqual(
    order.ErrorInstances.map(({ error, stepid }) => [error, stepid]),
    [['NO-CREDIT', null]],
  );
  await harness.pass(600);
  assert.equal(await harness.statusOf(orderId), 'ERROR', 'it does not try again by itself');
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('attach: an error in recovery keeps the order from recovering until it is retried', async (t) => {
  let attached = 0;
  const harness = await startEngine(t, {
    script: {
      pay: failing(1),
      'workflow.attach': () => {
        attached += 1;
        if (attached === 2) throw new StepError('BAD');
      },
    },
  });
  await harness.deploy(withHooks(['attach']));
  const orderId = await harness.run();
  await harness.pass(60);
  assert.deepEqual([await harness.statusOf(orderId), await harness.stepsOf(orderId)], ['ERROR', { pay: 'RETRY' }]);
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('attach: setBlocked blocks the order and no step runs; after unblock it is attached again', async (t) => {
  let times = 0;
  const harness = await startEngine(t, {
    script: {
      'workflow.attach': async (_, peer) => {
        times += 1;
        if (times === 1) await peer.api({ name: 'setBlocked' });
      },
    },
  });
  await harness.deploy(withHooks(['attach']));
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.workflowstatus_orig, order.StepInstances], ['BLOCKED', 'READY', []]);
  await harness.engine.orders.unblock(orderId, tester);
  await harness.settle();
  assert.deepEqual([await harness.statusOf(orderId), times], ['COMPLETE', 2]);
});

test('attach: rescheduleOrder makes the order wait for its date', async (t) => {
  let times = 0;
  const harness = await startEngine(t, {
    script: {
      'workflow.attach': async (_, peer) => {
        times += 1;
        const date = new Date(harness.clock.nowMicros() / 1000 + 3_600_000).toISOString();
        if (times === 1) await peer.api({ name: 'rescheduleOrder', date });
      },
    },
  });
  await harness.deploy(withHooks(['attach']));
  const orderId = await harness.run();
  assert.deepEqual([await harness.statusOf(orderId), await harness.stepsOf(orderId)], ['SCHEDULED', {}]);
  await harness.pass(3601);
  assert.deepEqual([await harness.statusOf(orderId), times], ['COMPLETE', 2]);
});

test('attach: setBlocked and rescheduleOrder are refused in steps and other hooks', async (t) => {
  const errors: string[] = [];
  const both = async (_: StepCall, peer: CallPeer): Promise<void> => {
    errors.push(await refusalOf(peer.api({ name: 'setBlocked' })));
    errors.push(await refusalOf(peer.api({ name: 'rescheduleOrder', date: '2030-01-01T00:00:00Z' })));
  };
  const harness = await startEngine(t, { script: { pay: both, 'workflow.detach': both } });
  await harness.deploy(withHooks(['detach']));
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
  assert.deepEqual(errors, ['BLOCK-ERROR', 'RESCHEDULE-ERROR', 'BLOCK-ERROR', 'RESCHEDULE-ERROR']);
});

test('attach: an order that is canceled meanwhile runs no step', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { 'workflow.attach': () => latch.wait() } });
  await harness.deploy(withHooks(['attach']));
  const orderId = await harness.run();
  await harness.engine.orders.cancel(orderId, tester);
  latch.open();
  await harness.settle();
  assert.deepEqual([await harness.statusOf(orderId), await harness.stepsOf(orderId)], ['CANCELED', {}]);
});

test('detach: gets the status before it is committed, and the external order id', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      pay: failing(1),
      'workflow.detach': async (call) => {
        const before = await harness.statusOf(call.order.orderId as never);
        seen.push([call.arguments, before]);
      },
    },
  });
  await harness.deploy(withHooks(['detach']));
  const orderId = await harness.run({ staticdata: {}, external_order_instanceid: 'EXT-1' });
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(seen, [
    [['"RETRY"', '"EXT-1"'], 'IN-PROGRESS'],
    [['"COMPLETE"', '"EXT-1"'], 'IN-PROGRESS'],
  ]);
});

test('detach: runs when an order is blocked or canceled by an operator, not when that is undone', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: { 'workflow.detach': (call) => void seen.push(call.arguments?.[0]) },
  });
  await harness.deploy(withHooks(['detach']), { start: false });
  const orderId = await harness.run();
  for (const action of ['block', 'unblock', 'cancel', 'uncancel'] as const) {
    await harness.engine.orders[action](orderId, tester);
  }
  assert.deepEqual(seen, ['"BLOCKED"', '"CANCELED"']);
});

test('detach: what it stores is committed, and its errors are logged and change nothing', async (t) => {
  const harness = await startEngine(t, {
    script: {
      'workflow.detach': async (_, peer) => {
        await peer.api({ name: 'updateDynamicData', data: text({ from: 'detach' }) });
        throw new StepError('TOO-BAD');
      },
    },
  });
  await harness.deploy(withHooks(['detach']));
  const order = await harness.get(await harness.run());
  assert.deepEqual([order.workflowstatus, order.dynamicdata, order.error_count], ['COMPLETE', { from: 'detach' }, 0]);
  assert.ok(harness.logLines.some((line) => /detach failed: TOO-BAD/.test(line)));
});

test('error handler: gets each error with its definition, or none when it is undefined', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      pay: (_, peer) => {
        peer.raised({ error: 'KNOWN', info: 'first' });
        throw new StepError('UNKNOWN');
      },
      'workflow.errorHandler': (call) => {
        const [error, definition, info] = call.arguments ?? [];
        seen.push([error, definition === null ? null : JSON.parse(definition ?? ''), info]);
      },
    },
  });
  const known = { error: 'KNOWN', description: 'd', severity: 'MINOR', status: 'ERROR', business: true } as const;
  await harness.deploy(withHooks(['errorHandler'], { errors: [known] }));
  await harness.run();
  await waitFor('both errors', () => seen.length === 2);
  const { error, ...definition } = known;
  assert.deepEqual(seen, [
    [`"${error}"`, definition, '"first"'],
    ['"UNKNOWN"', null, '"UNKNOWN was thrown"'],
  ]);
});

test('error handler: its own errors are logged and change nothing', async (t) => {
  const harness = await startEngine(t, {
    script: { pay: failing(1), 'workflow.errorHandler': failing(9, 'HANDLER-BROKEN') },
  });
  await harness.deploy(withHooks(['errorHandler']));
  const order = await harness.get(await harness.run());
  assert.deepEqual([order.workflowstatus, order.ErrorInstances.length], ['RETRY', 1]);
  await waitFor('the log line', () =>
    harness.logLines.some((line) => /errorHandler failed: HANDLER-BROKEN/.test(line)),
  );
});

test('one-time init: runs once when an execution instance starts; its instance data is seen by all orders', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      'workflow.oneTimeInit': ask({ name: 'updateInstanceData', data: text({ rate: 7 }) }),
      pay: async (call, peer) => {
        seen.push(call.order.instanceData);
        await peer.api({ name: 'updateInstanceData', data: text({ count: seen.length }) });
      },
    },
  });
  await harness.deploy(withHooks(['oneTimeInit']));
  await harness.run();
  await harness.run();
  assert.deepEqual(seen, [text({ rate: 7 }), text({ rate: 7, count: 1 })]);
  assert.equal(harness.runner.calls.filter((call) => call.startsWith('workflow.')).length, 1);
});

test('one-time init: no order is worked on before it has ended', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { 'workflow.oneTimeInit': () => latch.wait() } });
  await harness.deploy(withHooks(['oneTimeInit']), { start: false });
  const starting = harness.engine.workflows.start('orders', tester);
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'READY');
  assert.equal(harness.engine.executions.list()[0]?.status, 'initializing');
  latch.open();
  await starting;
  await waitFor('the order', async () => (await harness.statusOf(orderId)) === 'COMPLETE');
});

test('one-time init: an error means that the instance does not start', async (t) => {
  const harness = await startEngine(t, { script: { 'workflow.oneTimeInit': failing(1, 'NO-RATES') } });
  await harness.deploy(withHooks(['oneTimeInit']), { start: false });
  assert.equal(await refusalOf(harness.engine.workflows.start('orders', tester)), 'WORKFLOW-START-ERROR');
  await waitFor('the instance to end', () => harness.engine.executions.list().length === 0);
  await harness.engine.workflows.start('orders', tester);
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
});

test('one-time init: with autostart a failure is an ongoing alert until the workflow starts', async (t) => {
  const harness = await startEngine(t, { script: { 'workflow.oneTimeInit': failing(1, 'NO-RATES') } });
  await harness.engine.startInterfaces();
  await harness.deploy(withHooks(['oneTimeInit'], { workflow: { autostart: 1, hooks: ['oneTimeInit'] } }), {
    start: false,
  });
  await harness.settle();
  const alerts = () => harness.engine.alerts.list().map(({ alert }) => alert);
  await waitFor('the alert', () => alerts().length > 0);
  assert.deepEqual(alerts(), ['WORKFLOW-START-ERROR']);
  await waitFor('the instance to end', () => harness.engine.executions.list().length === 0);
  await harness.engine.workflows.start('orders', tester);
  assert.deepEqual(alerts(), []);
});

test('one-time init: runs again after a reset and after a new program', async (t) => {
  const harness = await startEngine(t);
  const inits = () => harness.runner.calls.filter((call) => call === 'workflow.oneTimeInit#1').length;
  await harness.deploy(withHooks(['oneTimeInit']));
  await harness.engine.workflows.reset('orders', tester);
  await waitFor('the second run', () => inits() === 2);
  await harness.deploy(withHooks(['oneTimeInit'], { bundle: 'second' }), { start: false });
  await waitFor('the third run', () => inits() === 3);
});

test('instance data: ends with its execution instance', async (t) => {
  const seen: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      pay: async (call, peer) => {
        seen.push(call.order.instanceData);
        await peer.api({ name: 'updateInstanceData', data: text({ a: 1, b: 2 }) });
        await peer.api({ name: 'deleteInstanceDataKeys', keys: ['a'] });
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  await harness.run();
  await harness.run();
  await harness.engine.workflows.stop('orders', tester);
  await harness.engine.workflows.start('orders', tester);
  await harness.run();
  assert.deepEqual(seen, [undefined, text({ b: 2 }), undefined]);
});
