import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineHarness } from '../../../support/engine-harness.ts';

test('an order of three steps in a chain runs to COMPLETE, step after step', async () => {
  const harness = await EngineHarness.start();
  await harness.deploy({ steps: ['check', 'pay <- check', 'ship <- pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['check.primary#1', 'pay.primary#1', 'ship.primary#1']);
  await harness.close();
});
