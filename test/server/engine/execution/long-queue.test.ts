import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../../support/conformance.ts';
import { tester } from '../../../support/engine-harness.ts';
import { waitFor } from '../../../support/wait.ts';

// More than are read from the store at once, so that what is read meets orders that are at work or done by then.
const orders = 2_500;

test('a queue longer than one reading is worked off to its end, also with few places', async (t) => {
  const harness = await startEngine(t, { options: { 'max-concurrent-orders': 100 } });
  await harness.deploy({ steps: ['check', 'pay <- check'] }, { start: false });
  await Promise.all(Array.from({ length: orders }, () => harness.create()));
  await harness.engine.workflows.start('orders', tester);
  await waitFor('the whole queue', async () => {
    const { COMPLETE = 0 } = await harness.engine.workflows.overview('orders');
    return COMPLETE === orders;
  });
  assert.equal(harness.runner.running, 0);
});
