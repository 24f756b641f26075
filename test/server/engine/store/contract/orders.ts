import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asId } from '../../../../../schemas/model/ids.ts';
import {
  createOrder,
  creation,
  decision,
  historyEntry,
  installSample,
  json,
  orderColumns,
  second,
  t0,
} from '../sample.ts';
import type { OpenStore } from '../store-contract.ts';

/** What is recorded about an order is what is read. */
export function describeOrders(name: string, open: OpenStore): void {
  describe(`${name}: orders`, () => {
    test('a created order is read back as it was recorded', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const columns = { priority: 7, synchronous: true, scheduled: t0 + 5, customStatus: 'A', warnings: 2 };
      const orderId = await createOrder(store, workflowId, columns, {
        externalOrderId: 'ext-1',
        dynamicData: json({ a: 1 }),
        keys: { customer: ['c1', 'c2'] },
      });
      assert.deepEqual(await store.loadOrder(orderId), {
        orderId,
        workflowId,
        columns: orderColumns(columns),
        externalOrderId: 'ext-1',
        parentOrderId: null,
        isSubworkflow: false,
        staticData: json({ order: orderId }),
        dynamicData: json({ a: 1 }),
        keys: { customer: ['c1', 'c2'] },
        segments: [],
        steps: [],
        arrays: [],
        historyLength: 1,
        modified: t0,
      });
    });

    test('an order that does not exist is undefined', async (t) => {
      const store = await open(t);
      assert.equal(await store.loadOrder(asId(4711)), undefined);
      assert.equal(await store.findOrder(asId(4711)), undefined);
    });

    test('every kind of change is recorded with the time of its decision', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const parent = await createOrder(store, workflowId);
      const orderId = await createOrder(store, workflowId, {}, { parentOrderId: parent, keys: { customer: ['old'] } });
      const step = { stepId: stepId('check'), ind: 0 };
      const state = { status: 'RETRY', retries: 1, attempt: 2, skip: true, started: t0, completed: null } as const;
      await store.commit(
        decision(orderId, workflowId, [
          { type: 'order', set: { status: 'RETRY', errors: 3, businessError: true } },
          { type: 'segment', segmentId: asId(0), status: 'RETRY', retryTrigger: t0 + 9 },
          { type: 'step', ...step, ...state },
          { type: 'static-data', data: json({ changed: true }) },
          { type: 'dynamic-data', data: json([1]) },
          { type: 'step-data', ...step, data: json('x') },
          { type: 'keys', keys: { customer: ['new'] } },
          { type: 'note', username: 'ann', note: 'looked at' },
          {
            type: 'error',
            errorInstanceId: store.nextErrorInstanceId(),
            ...step,
            severity: 'MAJOR',
            retry: true,
            error: 'E1',
            description: 'd',
            info: 'i',
            businessError: true,
          },
          { type: 'audit', code: 6, who: 'ann', source: 'test', reason: 'because' },
          historyEntry(2, { transition: 'failed', ...step, attempt: 2, patch: json({ k: null }) }),
        ]),
      );
      const order = await store.loadOrder(orderId);
      assert.deepEqual(order?.columns, orderColumns({ status: 'RETRY', errors: 3, businessError: true }));
      assert.deepEqual(order.segments, [
        { segmentId: 0, status: 'RETRY', retryTrigger: t0 + 9, modified: t0 + second },
      ]);
      assert.deepEqual(order.steps, [{ ...step, ...state, data: json('x'), wait: null }]);
      assert.deepEqual(
        [order.parentOrderId, order.staticData, order.dynamicData, order.keys, order.historyLength, order.modified],
        [parent, json({ changed: true }), json([1]), { customer: ['new'] }, 2, t0 + second],
      );
    });

    test('recording a decision twice equals recording it once', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const orderId = store.nextOrderId();
      const uniqueKeys = [{ scope: 'global', keys: { customer: ['c1'] } }] as const;
      const created = creation(orderId, workflowId, {}, { uniqueKeys });
      const error = {
        type: 'error',
        errorInstanceId: store.nextErrorInstanceId(),
        stepId: stepId('pay'),
        ind: 0,
        severity: 'MAJOR',
        retry: false,
        error: 'E1',
        description: '',
        info: '',
        businessError: false,
      } as const;
      const failed = decision(orderId, workflowId, [
        { type: 'order', set: { status: 'ERROR', errors: 1 } },
        error,
        { type: 'note', username: 'ann', note: 'seen' },
        historyEntry(2),
      ]);
      await store.commit(created);
      await store.commit(failed);
      const once = [await store.findOrder(orderId), await store.history(orderId, { after: 0, limit: 9 })];
      await store.commit(created);
      await store.commit(failed);
      assert.deepEqual([await store.findOrder(orderId), await store.history(orderId, { after: 0, limit: 9 })], once);
      assert.equal((await store.errorInstances({ orderId, limit: 9, offset: 0 })).length, 1);
      assert.equal((await store.notes(orderId, 9)).length, 1);
    });

    test('loading sees a decision that is not flushed yet', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const orderId = store.nextOrderId();
      const created = store.commit(creation(orderId, workflowId));
      assert.equal((await store.loadOrder(orderId))?.orderId, orderId);
      await created;
    });

    test('data over the limit is refused and nothing is recorded', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const orderId = store.nextOrderId();
      const tooLarge = json('x'.repeat(64 * 1024 * 1024));
      await assert.rejects(store.commit(creation(orderId, workflowId, {}, { staticData: tooLarge })), {
        name: 'StoreRefusal',
        error: 'DATA-TOO-LARGE',
      });
      assert.equal(await store.loadOrder(orderId), undefined);
    });

    test('history of orders that ended long ago is forgotten but for its last line', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const end = async (status: 'COMPLETE' | 'ERROR', at: number) => {
        const orderId = await createOrder(store, workflowId);
        const changes = [{ type: 'order', set: { status } } as const, historyEntry(2), historyEntry(3)];
        await store.commit(decision(orderId, workflowId, changes, at));
        return orderId;
      };
      const old = [await end('COMPLETE', t0 + 1), await end('COMPLETE', t0 + 1)];
      const kept = [await end('COMPLETE', t0 + second), await end('ERROR', t0 + 1)];
      const options = { finishedBefore: t0 + 2, limit: 1 };
      const answers: number[] = [];
      for (let n = 0; n < 3; n += 1) answers.push(await store.deleteHistory(options));
      assert.deepEqual(answers, [1, 1, 0]);
      const lines = async (orderId: (typeof old)[number]) =>
        (await store.history(orderId, { after: 0, limit: 9 })).map(({ sequence }) => sequence);
      for (const orderId of old) assert.deepEqual(await lines(orderId), [3]);
      for (const orderId of kept) assert.deepEqual(await lines(orderId), [1, 2, 3]);
      assert.equal((await store.loadOrder(old[0] ?? asId(0)))?.historyLength, 3);
    });

    test('ids count from one without gaps, also over many in one turn', async (t) => {
      const store = await open(t);
      const ids = Array.from({ length: 5000 }, () => store.nextOrderId());
      assert.equal(new Set(ids).size, 5000);
      assert.deepEqual(
        ids,
        ids.map((_, index) => index + 1),
      );
    });
  });
}
