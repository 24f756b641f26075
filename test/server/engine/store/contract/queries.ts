import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asId } from '../../../../../schemas/model/ids.ts';
import type { OrderFilter } from '../../../../../server/engine/store/queries.ts';
import {
  createOrder,
  decision,
  historyEntry,
  installSample,
  json,
  release,
  second,
  t0,
  workflowManifest,
} from '../sample.ts';
import type { OpenStore } from '../store-contract.ts';

const everything: OrderFilter = { sort: 'workflow_instanceid', descending: false, limit: 100, offset: 0 };

/** What people and tools ask. */
export function describeQueries(name: string, open: OpenStore): void {
  describe(`${name}: queries`, () => {
    test('a row has the names of the manual and times in ISO 8601', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const orderId = await createOrder(
        store,
        workflowId,
        { status: 'SCHEDULED', scheduled: t0 + second, warnings: 1, errors: 2, retries: 3 },
        { externalOrderId: 'e', dynamicData: json({}), keys: { customer: ['c'] } },
      );
      const view = await store.findOrder(orderId);
      assert.deepEqual(view, {
        row: {
          workflow_instanceid: orderId,
          workflowid: workflowId,
          name: 'shop',
          version: '1.0',
          workflowstatus: 'SCHEDULED',
          workflowstatus_orig: null,
          status_sessionid: 0,
          parent_workflow_instanceid: null,
          external_order_instanceid: 'e',
          synchronous: false,
          business_error: false,
          operator_lock: null,
          note_count: 0,
          warning_count: 1,
          error_count: 2,
          retry_count: 3,
          custom_status: null,
          priority: 500,
          scheduled: '2026-01-01T00:00:01.000Z',
          started: '2026-01-01T00:00:00.000Z',
          completed: null,
          modified: '2026-01-01T00:00:00.000Z',
        },
        externalOrderId: 'e',
        staticData: json({ order: orderId }),
        dynamicData: json({}),
        keys: { customer: ['c'] },
      });
      assert.deepEqual(await store.searchOrders(everything), [view.row]);
    });

    test('a search keeps to every part of its filter', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const other = await installSample(store, release({ workflows: [workflowManifest({ name: 'abc' })] }));
      const a = await createOrder(store, workflowId, { started: t0, priority: 3 }, { keys: { customer: ['x', 'y'] } });
      const b = await createOrder(store, workflowId, { status: 'ERROR', started: t0 + 1, priority: 2 });
      const c = await createOrder(store, other.workflowId, { started: t0 + 2, priority: 1 }, { keys: { sku: ['x'] } });
      const find = async (filter: Partial<OrderFilter>) =>
        (await store.searchOrders({ ...everything, ...filter })).map((row) => row.workflow_instanceid);
      assert.deepEqual(await find({ ids: [c, a] }), [a, c]);
      assert.deepEqual(await find({ ids: [] }), []);
      assert.deepEqual(await find({ workflowIds: [workflowId] }), [a, b]);
      assert.deepEqual(await find({ statuses: ['ERROR', 'RETRY'] }), [b]);
      assert.deepEqual(await find({ keyName: 'customer' }), [a]);
      assert.deepEqual(await find({ keyValue: 'x' }), [a, c]);
      assert.deepEqual(await find({ keyName: 'sku', keyValue: 'y' }), []);
      assert.deepEqual(await find({ minStarted: t0 + 1, maxStarted: t0 + 1 }), [b]);
      assert.deepEqual(await find({ minModified: t0 + 2 }), [c]);
      assert.deepEqual(await find({ descending: true, limit: 2 }), [c, b]);
      assert.deepEqual(await find({ limit: 1, offset: 1 }), [b]);
      assert.deepEqual(await find({ sort: 'priority' }), [c, b, a]);
      assert.deepEqual(await find({ sort: 'name' }), [c, a, b]);
      assert.deepEqual(await find({ sort: 'workflowstatus' }), [b, a, c]);
    });

    test('text of a filter is text, whatever it looks like', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const nasty = `x'); DROP TABLE workflow_instance; --`;
      const orderId = await createOrder(store, workflowId, {}, { keys: { customer: [nasty] } });
      const found = await store.searchOrders({ ...everything, keyName: 'customer', keyValue: nasty });
      assert.equal(found[0]?.workflow_instanceid, orderId);
    });

    test('orders are counted by workflow and status', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      await createOrder(store, workflowId);
      await createOrder(store, workflowId, { started: t0 + 5 });
      await createOrder(store, workflowId, { status: 'ERROR', started: t0 + 5 });
      const sorted = async (filter: { modifiedSince?: number }) =>
        [...(await store.countOrders(filter))].sort((x, y) => x.status.localeCompare(y.status));
      assert.deepEqual(await sorted({}), [
        { workflowId, status: 'ERROR', count: 1 },
        { workflowId, status: 'READY', count: 2 },
      ]);
      assert.deepEqual(
        (await sorted({ modifiedSince: t0 + 5 })).map(({ count }) => count),
        [1, 1],
      );
    });

    test('steps, errors, notes and history of an order are answered as recorded', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const orderId = await createOrder(store, workflowId);
      const step = { stepId: stepId('pay'), ind: 0 };
      const error = { severity: 'MAJOR', retry: true, description: 'd', info: 'i', businessError: true } as const;
      const record = (name: string, at: number) =>
        store.commit(
          decision(
            orderId,
            workflowId,
            [
              {
                type: 'step',
                ...step,
                status: 'RETRY',
                retries: 2,
                attempt: 3,
                skip: false,
                started: t0,
                completed: null,
              },
              { type: 'error', errorInstanceId: store.nextErrorInstanceId(), ...step, ...error, error: name },
              { type: 'note', username: 'ann', note: `about ${name}` },
            ],
            at,
          ),
        );
      await record('E1', t0 + 1);
      await record('E2', t0 + 2 * second);
      await store.commit(decision(orderId, workflowId, [historyEntry(2, { ...step, patch: json({ a: null }) })]));
      const [pay] = await store.stepInstances(orderId);
      assert.deepEqual(
        [pay?.stepname, pay?.stepversion, pay?.steptype, pay?.stepstatus, pay?.retries, pay?.attempt],
        ['pay', '1.0', 'NORMAL', 'RETRY', 2, 3],
      );
      const errors = async (filter: object) =>
        (await store.errorInstances({ limit: 9, offset: 0, ...filter })).map((row) => row.error);
      assert.deepEqual(await errors({ orderId }), ['E2', 'E1']);
      assert.deepEqual(await errors({ workflowId, error: 'E1' }), ['E1']);
      assert.deepEqual(await errors({ minCreated: t0 + second }), ['E2']);
      assert.deepEqual(await errors({ retry: false }), []);
      assert.deepEqual(await errors({ businessError: true, severity: 'MAJOR', limit: 1 }), ['E2']);
      assert.deepEqual(await errors({ orderId: asId(999) }), []);
      assert.deepEqual(
        (await store.notes(orderId, 9)).map(({ note }) => note),
        ['about E2', 'about E1'],
      );
      assert.equal((await store.findOrder(orderId))?.row.note_count, 2);
      const [line] = await store.history(orderId, { after: 1, limit: 9 });
      assert.deepEqual([line?.sequence, line?.stepname, line?.patch], [2, 'pay', { a: null }]);
      assert.deepEqual((await store.history(orderId, { after: 0, limit: 1 })).length, 1);
    });
  });
}
