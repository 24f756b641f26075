import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { asId, type SessionId, type StepId, type WorkflowId } from '../../../../../schemas/model/ids.ts';
import { createOrder, decision, installSample, second, t0 } from '../sample.ts';
import type { Store } from '../../../../../server/engine/store/store.ts';
import type { OpenStore } from '../store-contract.ts';

const session = {
  instanceKey: 'key',
  host: 'here',
  url: 'http://127.0.0.1:8001',
  version: '0.1.0',
  pid: 4711,
  now: t0,
};
const all = { after: 0, limit: 100 };

/** Application sessions and the recovery of a crashed one (manual: application session model). */
export function describeSessions(name: string, open: OpenStore): void {
  describe(`${name}: sessions`, () => {
    test('an open session is found by its key until it is closed', async (t) => {
      const store = await open(t);
      assert.equal(await store.findActiveSession('key'), undefined);
      const sessionId = await store.openSession(session);
      const { instanceKey, host, url, pid, now: started } = session;
      assert.deepEqual(await store.findActiveSession('key'), { sessionId, instanceKey, host, url, pid, started });
      assert.equal(await store.findActiveSession('other'), undefined);
      await store.closeSession(sessionId, 'COMPLETE', t0 + second);
      assert.equal(await store.findActiveSession('key'), undefined);
      const [row] = await store.sessions(10);
      assert.deepEqual([row?.id, row?.status, row?.ended], [sessionId, 'COMPLETE', '2026-01-01T00:00:01.000Z']);
    });

    test('a closed session keeps how it ended', async (t) => {
      const store = await open(t);
      const sessionId = await store.openSession(session);
      await store.closeSession(sessionId, 'COMPLETE', t0);
      await store.closeSession(sessionId, 'ABNORMAL TERMINATION', t0);
      assert.deepEqual(await store.recoverSession(sessionId, { now: t0, batchSize: 10 }), nothing);
      assert.equal((await store.sessions(10))[0]?.status, 'COMPLETE');
    });

    test('recovery turns IN-PROGRESS to RETRY and lets the orders go', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const sessionId = await store.openSession(session);
      const orderId = await runningOrder(store, { workflowId, sessionId, steps: [stepId('check'), stepId('pay')] });
      const counts = await store.recoverSession(sessionId, { now: t0 + 9 * second, batchSize: 10 });
      assert.deepEqual(counts, { steps: 1, segments: 1, orders: 1 });
      const order = await store.loadOrder(orderId);
      assert.deepEqual(
        order?.steps.map(({ status, attempt }) => [status, attempt]),
        [
          ['COMPLETE', 1],
          ['RETRY', 1],
        ],
      );
      assert.deepEqual(order.segments, [
        { segmentId: 0, status: 'RETRY', retryTrigger: null, modified: t0 + 9 * second },
        { segmentId: 1, status: 'COMPLETE', retryTrigger: null, modified: t0 + second },
      ]);
      const { status, sessionId: owner, synchronous } = order.columns;
      assert.deepEqual([status, owner, synchronous], ['RETRY', 0, false]);
      assert.equal(await store.findActiveSession('key'), undefined);
      assert.equal((await store.sessions(1))[0]?.status, 'RECOVERED');
    });

    test('each recovered row has its line of history, steps first and the order last', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const sessionId = await store.openSession(session);
      const orderId = await runningOrder(store, { workflowId, sessionId, steps: [stepId('check'), stepId('pay')] });
      await store.recoverSession(sessionId, { now: t0, batchSize: 10 });
      const lines = (await store.history(orderId, all)).slice(1);
      assert.deepEqual(
        lines.map((line) => [line.sequence, line.transition, line.previous_status, line.status]),
        [2, 3, 4].map((sequence) => [sequence, 'recovered', 'IN-PROGRESS', 'RETRY']),
      );
      assert.deepEqual(
        lines.map((line) => [line.stepname, line.segmentid]),
        [
          ['pay', null],
          [null, 0],
          [null, null],
        ],
      );
    });

    test('orders of other sessions and unowned orders are left alone', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const steps = [stepId('check')];
      const crashed = await store.openSession(session);
      const alive = await store.openSession({ ...session, instanceKey: 'other' });
      const theirs = await runningOrder(store, { workflowId, sessionId: alive, steps });
      const nobodys = await createOrder(store, workflowId);
      assert.deepEqual(await store.recoverSession(crashed, { now: t0, batchSize: 10 }), nothing);
      assert.equal((await store.loadOrder(theirs))?.columns.status, 'IN-PROGRESS');
      assert.equal((await store.loadOrder(nobodys))?.columns.status, 'READY');
    });

    test('recovering twice equals recovering once, in batches of any size', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const steps = [stepId('check'), stepId('pay')];
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), async (count, batchSize) => {
          const sessionId = await store.openSession(session);
          const running = Array.from({ length: count }, () => runningOrder(store, { workflowId, sessionId, steps }));
          const orders = await Promise.all(running);
          const recovered = await store.recoverSession(sessionId, { now: t0, batchSize });
          assert.deepEqual(recovered, { steps: count, segments: count, orders: count });
          const once = await Promise.all(orders.map((id) => store.loadOrder(id)));
          assert.deepEqual(await store.recoverSession(sessionId, { now: t0 + second, batchSize }), nothing);
          assert.deepEqual(await Promise.all(orders.map((id) => store.loadOrder(id))), once);
          for (const order of once) assert.deepEqual([order?.columns.sessionId, order?.columns.status], [0, 'RETRY']);
        }),
        { numRuns: 25 },
      );
    });
  });
}

const nothing = { steps: 0, segments: 0, orders: 0 };

/** An order in the middle: all steps but the last are COMPLETE, the last is IN-PROGRESS. */
async function runningOrder(
  store: Store,
  { workflowId, sessionId, steps }: { workflowId: WorkflowId; sessionId: SessionId; steps: readonly StepId[] },
) {
  const orderId = await createOrder(store, workflowId, { status: 'IN-PROGRESS', sessionId, synchronous: true });
  await store.commit(
    decision(orderId, workflowId, [
      { type: 'segment', segmentId: asId(0), status: 'IN-PROGRESS', retryTrigger: t0 + 3 },
      { type: 'segment', segmentId: asId(1), status: 'COMPLETE', retryTrigger: null },
      ...steps.map((stepId, index) => {
        const isLast = index === steps.length - 1;
        const status = isLast ? ('IN-PROGRESS' as const) : ('COMPLETE' as const);
        const completed = isLast ? null : t0;
        return {
          type: 'step' as const,
          stepId,
          ind: 0,
          status,
          retries: null,
          attempt: 1,
          skip: false,
          started: t0,
          completed,
        };
      }),
    ]),
  );
  return orderId;
}
