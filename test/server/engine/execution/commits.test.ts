import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startEngine } from '../../../support/conformance.ts';
import type { EngineHarness } from '../../../support/engine-harness.ts';

async function chainOf(t: TestContext, length: number): Promise<EngineHarness> {
  const harness = await startEngine(t);
  const steps = Array.from({ length }, (_, i) => (i === 0 ? 's0' : `s${i} <- s${i - 1}`));
  await harness.deploy({ steps });
  // The first order writes the bundle's file; that is no commit, but it lets the others start in one turn.
  await harness.run();
  return harness;
}

for (const length of [1, 5, 20]) {
  test(`an order of ${length} steps in a chain costs ${length + 1} commits, its creation included`, async (t) => {
    const harness = await chainOf(t, length);
    const before = harness.store.commitCount;
    const orderId = await harness.run();
    assert.equal(harness.store.commitCount - before, length + 1);
    assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  });
}

test('100 orders of 5 steps started together share commits: 10 at most', async (t) => {
  const harness = await chainOf(t, 5);
  const before = harness.store.commitCount;
  const created = Array.from({ length: 100 }, () => harness.create());
  const orderIds = await Promise.all(created);
  await harness.settle();
  assert.ok(harness.store.commitCount - before <= 10, `${harness.store.commitCount - before} commits`);
  assert.equal(await harness.statusOf(orderIds[99] ?? orderIds[0]!), 'COMPLETE');
});

test('while orders run nothing is read from the store', async (t) => {
  const harness = await chainOf(t, 5);
  const reads: string[] = [];
  for (const name of ['loadOrder', 'findReadyOrders', 'findDueRetries', 'nextDue'] as const) {
    const original = harness.innerStore[name].bind(harness.innerStore) as (...args: unknown[]) => unknown;
    Object.defineProperty(harness.innerStore, name, {
      value: (...args: unknown[]) => {
        reads.push(name);
        return original(...args);
      },
    });
  }
  await harness.run();
  assert.deepEqual(reads, []);
});
