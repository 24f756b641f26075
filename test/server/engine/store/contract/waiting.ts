import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asId, type OrderId, type WorkflowId } from '../../../../../schemas/model/ids.ts';
import type { OrderStatus } from '../../../../../schemas/model/status.ts';
import type { Store } from '../../../../../server/engine/store/store.ts';
import { createOrder, decision, installSample, release, second, t0, workflowManifest } from '../sample.ts';
import type { OpenStore } from '../store-contract.ts';

const none: ReadonlySet<OrderId> = new Set();

/** What the dispatcher looks for: orders to start, retries that are due, and when the next falls due. */
export function describeWaiting(name: string, open: OpenStore): void {
  describe(`${name}: waiting orders`, () => {
    test('READY and due SCHEDULED orders are found by priority, then age', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const normal = await createOrder(store, workflowId);
      const due = await createOrder(store, workflowId, { status: 'SCHEDULED', scheduled: t0 + 5, priority: 10 });
      const later = await createOrder(store, workflowId, { status: 'SCHEDULED', scheduled: t0 + 7 });
      const urgent = await createOrder(store, workflowId, { priority: 1 });
      const second = await createOrder(store, workflowId);
      await createOrder(store, workflowId, { status: 'BLOCKED', originalStatus: 'READY' });
      const find = async (now: number, limit = 10, except = none) =>
        (await store.findReadyOrders({ workflowId, now, limit, except })).map(({ orderId }) => orderId);
      assert.deepEqual(await find(t0 + 5), [urgent, due, normal, second]);
      assert.deepEqual(await find(t0 + 7), [urgent, due, normal, later, second]);
      assert.deepEqual(await find(t0 + 7, 2), [urgent, due]);
      assert.deepEqual(await find(t0 + 7, 2, new Set([urgent, normal])), [due, later]);
      assert.deepEqual(await find(t0, 0), []);
    });

    test('only orders of the workflow are found', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const other = await installSample(store, release({ workflows: [workflowManifest({ version: '2.0' })] }));
      assert.notEqual(other.workflowId, workflowId);
      const mine = await createOrder(store, workflowId);
      await createOrder(store, other.workflowId);
      const found = await store.findReadyOrders({ workflowId, now: t0, limit: 10, except: none });
      assert.deepEqual(found, [{ orderId: mine, priority: 500 }]);
    });

    test('a retry is due at its trigger, or when the delay is over', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const byTrigger = await retryingOrder(store, workflowId, { retryTrigger: t0 + 5 * second });
      const byDelay = await retryingOrder(store, workflowId, { retryTrigger: null });
      const find = async (now: number) =>
        (
          await store.findDueRetries({
            workflowId,
            now,
            recoverDelayMicros: 9 * second,
            asyncDelayMicros: 9 * second,
            limit: 10,
            except: none,
          })
        ).map(({ orderId }) => orderId);
      assert.deepEqual(await find(t0 + 5 * second - 1), []);
      assert.deepEqual(await find(t0 + 5 * second), [byTrigger]);
      assert.deepEqual(await find(t0 + 9 * second), [byTrigger, byDelay]);
    });

    test('segments of a blocked, canceled or complete order are not retried', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      for (const status of ['BLOCKED', 'CANCELED', 'COMPLETE'] as const) {
        await retryingOrder(store, workflowId, { retryTrigger: t0 + 1 }, status);
      }
      const failing = await retryingOrder(store, workflowId, { retryTrigger: t0 + 2 }, 'ERROR');
      const query = {
        workflowId,
        now: t0 + second,
        recoverDelayMicros: 0,
        asyncDelayMicros: 0,
        limit: 10,
        except: none,
      };
      assert.deepEqual(await store.findDueRetries(query), [{ orderId: failing, priority: 500 }]);
      assert.equal(await store.nextDue({ workflowId, after: t0, recoverDelayMicros: 0, asyncDelayMicros: 0 }), t0 + 2);
    });

    test('the next due moment is the earliest schedule, trigger or end of a delay', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const next = (after: number) =>
        store.nextDue({ workflowId, after, recoverDelayMicros: 30 * second, asyncDelayMicros: 60 * second });
      assert.equal(await next(t0), undefined);
      await retryingOrder(store, workflowId, { retryTrigger: null });
      assert.equal(await next(t0), t0 + 30 * second);
      await retryingOrder(store, workflowId, { retryTrigger: t0 + 20 * second });
      assert.equal(await next(t0), t0 + 20 * second);
      await createOrder(store, workflowId, { status: 'SCHEDULED', scheduled: t0 + 10 * second });
      assert.equal(await next(t0), t0 + 10 * second);
      assert.equal(await next(t0 + 10 * second), t0 + 20 * second);
      assert.equal(await next(t0 + 30 * second), undefined);
    });
  });
}

async function retryingOrder(
  store: Store,
  workflowId: WorkflowId,
  segment: { retryTrigger: number | null },
  status: OrderStatus = 'RETRY',
): Promise<OrderId> {
  const orderId = await createOrder(store, workflowId);
  await store.commit(
    decision(
      orderId,
      workflowId,
      [
        { type: 'order', set: { status } },
        { type: 'segment', segmentId: asId(0), status: 'RETRY', ...segment },
      ],
      t0,
    ),
  );
  return orderId;
}
