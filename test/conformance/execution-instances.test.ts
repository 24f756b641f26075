import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';

test('an order waits READY until an execution instance of its workflow runs', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] }, { start: false });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'READY');
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('autostart: as many instances as it says run once interfaces are started, and again when it is raised', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { autostart: 2 } }, { start: false });
  assert.equal(harness.engine.executions.list().length, 0);
  await harness.engine.startInterfaces();
  assert.equal(harness.engine.executions.list().length, 2);
  await harness.engine.workflows.setAutostart('orders', 3, tester);
  assert.equal(harness.engine.executions.list().length, 3);
});

test('autostart: lowered, as many instances stop; what was stopped by hand stays so when something else is deployed', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { autostart: 2 } }, { start: false });
  await harness.engine.startInterfaces();
  await harness.engine.workflows.setAutostart('orders', 1, tester);
  assert.equal(harness.engine.executions.list().length, 1);
  await harness.engine.workflows.stop('orders', tester);
  await harness.deploy({ name: 'other', steps: ['b'] }, { start: false });
  assert.equal(harness.engine.executions.list().length, 0);
  await harness.deploy({ steps: ['pay', 'ship'], bundle: 'second', workflow: { autostart: 2 } }, { start: false });
  assert.equal(harness.engine.executions.list().length, 1, 'deployed anew, it starts as operations said');
});

test('autostart: a workflow that is deployed later starts as well', async (t) => {
  const harness = await startEngine(t);
  await harness.engine.startInterfaces();
  await harness.deploy({ steps: ['pay'], workflow: { autostart: 1 } }, { start: false });
  assert.equal(await harness.statusOf(await harness.run()), 'COMPLETE');
});

test('autostart must not be more than max_instances', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { maxInstances: 1 } });
  const { workflows } = harness.engine;
  assert.equal(await refusalOf(workflows.setAutostart('orders', 2, tester)), 'WORKFLOW-SETAUTOSTART-ERROR');
  assert.equal(await refusalOf(workflows.start('orders', tester)), 'WORKFLOW-START-ERROR');
});

test('enabled: a disabled workflow stops and cannot be started', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  await harness.engine.workflows.setEnabled('orders', false, tester);
  assert.deepEqual(harness.engine.executions.list(), []);
  assert.equal(await refusalOf(harness.engine.workflows.start('orders', tester)), 'WORKFLOW-START-ERROR');
  assert.equal(await harness.statusOf(await harness.run()), 'READY');
});

test('max_instances 1: one normal order at a time, and beside it one in recovery', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, {
    script: {
      pay: async (call) => {
        if (call.order.attempt === 1 && call.order.priority === 1) failing(1)();
        await latch.wait();
      },
    },
  });
  await harness.deploy({ steps: ['pay'], workflow: { maxInstances: 1 } });
  const retried = await harness.run({ staticdata: {}, priority: 1 });
  assert.equal(await harness.statusOf(retried), 'RETRY');
  const normal = [await harness.create(), await harness.create(), await harness.create()];
  await harness.pass(60);
  const statuses = await Promise.all([retried, ...normal].map((orderId) => harness.statusOf(orderId)));
  assert.deepEqual(statuses, ['IN-PROGRESS', 'IN-PROGRESS', 'READY', 'READY']);
  latch.open();
  await harness.settle();
  assert.equal(harness.runner.mostRunning, 2);
  for (const orderId of normal) assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('max-concurrent-orders: without max_instances an instance takes as many orders as the option allows', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, {
    script: { pay: () => latch.wait() },
    options: { 'max-concurrent-orders': 3 },
  });
  await harness.deploy({ steps: ['pay'] });
  const orderIds = [];
  for (let i = 0; i < 5; i += 1) orderIds.push(await harness.create());
  await harness.settle();
  assert.equal(harness.runner.running, 3);
  latch.open();
  await harness.settle();
  for (const orderId of orderIds) assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('max-concurrent-orders: one workflow takes not more than half while others wait', async (t) => {
  const latches = [new Latch()];
  const running = { a: 0, b: 0 };
  const hold = (name: 'a' | 'b') => async (): Promise<void> => {
    running[name] += 1;
    await latches.at(-1)?.wait();
    running[name] -= 1;
  };
  const options = { 'max-concurrent-orders': 4 };
  const harness = await startEngine(t, { script: { a: hold('a'), b: hold('b') }, options });
  await harness.deploy({ name: 'first', steps: ['a'] });
  await harness.deploy({ name: 'second', steps: ['b'] });
  for (let i = 0; i < 8; i += 1) await harness.create({ staticdata: {} }, 'first');
  await harness.settle();
  assert.deepEqual(running, { a: 4, b: 0 }, 'all places while nobody else waits');
  for (let i = 0; i < 8; i += 1) await harness.create({ staticdata: {} }, 'second');
  const first = latches[0];
  latches.push(new Latch());
  first?.open();
  await harness.settle();
  assert.deepEqual(running, { a: 2, b: 2 });
  latches.at(-1)?.open();
  await harness.settle();
  assert.equal(harness.engine.isIdle(), true);
});

test('priority: lower numbers first, then age', async (t) => {
  const harness = await startEngine(t);
  const order: number[] = [];
  harness.runner.script = { pay: (call) => void order.push(call.order.orderId) };
  await harness.deploy({ steps: ['pay'], workflow: { maxInstances: 1 } }, { start: false });
  const [a, b, c] = [
    await harness.create(),
    await harness.create({ staticdata: {}, priority: 900 }),
    await harness.create(),
  ];
  const urgent = await harness.create({ staticdata: {}, priority: 0 });
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.deepEqual(order, [urgent, a, c, b]);
});

test('stopping: steps in progress end, no further ones start; the next start goes on where it stopped', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { pay: () => latch.wait() } });
  await harness.deploy({ steps: ['pay!', 'ship <- pay'] });
  const orderId = await harness.run();
  const stopped = harness.engine.workflows.stop('orders', tester);
  await harness.settle();
  assert.equal(harness.engine.executions.list()[0]?.status, 'stopping');
  latch.open();
  assert.equal(await stopped, 1);
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'COMPLETE' });
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'ship.primary#1']);
  assert.equal((await harness.get(orderId)).retry_count, 0);
});

test('shutdown: nothing starts any more, what hangs is killed and RETRY, and the session owns nothing', async (t) => {
  const harness = await startEngine(t, { script: { pay: () => new Latch().wait() } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  const stopped = harness.engine.stop({ graceMs: 0 });
  assert.equal(await refusalOf(harness.create()), 'SHUTDOWN-IN-PROGRESS');
  await stopped;
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.status_sessionid], ['RETRY', 0]);
});

test('parallel steps of a segment run at the same time, started in list order; a step waits for all it depends on', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { b: () => latch.wait(), c: () => latch.wait() } });
  await harness.deploy({ steps: ['a', 'b <- a', 'c <- a', 'd <- b, c'] });
  const orderId = await harness.run();
  assert.deepEqual(harness.runner.calls, ['a.primary#1', 'b.primary#1', 'c.primary#1']);
  assert.equal(harness.runner.running, 2);
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.equal(harness.runner.calls.at(-1), 'd.primary#1');
});
