import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../../support/conformance.ts';

const broken = { error: 'SyntaxError', info: 'Unexpected token' };

test('a program that cannot be loaded: the order waits in RETRY with one error, an alert stands, others run', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay!'] });
  await harness.deploy({ name: 'other', steps: ['b'] });
  harness.runner.loadError = broken;
  const orderId = await harness.run();
  const waiting = await harness.run();
  const order = await harness.get(orderId);
  assert.equal(order.workflowstatus, 'RETRY');
  assert.deepEqual(
    order.ErrorInstances.map((error) => [error.error, error.retry]),
    [['SyntaxError', true]],
  );
  assert.equal(await harness.statusOf(waiting), 'READY', 'no further orders are taken up');
  assert.equal(harness.engine.alerts.list()[0]?.alert, 'PROGRAM-NOT-LOADED');
  await harness.pass(30);
  assert.equal((await harness.get(orderId)).ErrorInstances.length, 1, 'trying to load again costs the order nothing');
  harness.runner.loadError = undefined;
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.equal(await harness.statusOf(waiting), 'COMPLETE');
  assert.deepEqual(harness.engine.alerts.list(), []);
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pay.primary#1'], 'its primary runs: user code never did');
});

test('a program that cannot be loaded: a new bundle is tried at once', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  harness.runner.loadError = broken;
  const orderId = await harness.run();
  harness.runner.loadError = undefined;
  await harness.deploy({ steps: ['pay'], bundle: 'mended' }, { start: false });
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('back-off: attempts to load get rarer, up to one a minute', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  harness.runner.loadError = broken;
  await harness.run();
  let probes = 0;
  const inspect = harness.runner.inspect.bind(harness.runner);
  harness.runner.inspect = (program) => {
    probes += 1;
    return inspect(program);
  };
  for (let second = 0; second < 600; second += 5) await harness.pass(5);
  assert.ok(probes >= 12 && probes <= 16, `${probes} attempts in ten minutes`);
});
