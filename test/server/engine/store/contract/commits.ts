import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asId } from '../../../../../schemas/model/ids.ts';
import { createOrder, creation, decision, historyEntry, installSample } from '../sample.ts';
import type { OpenStore } from '../store-contract.ts';

/** Group commit, and what becomes of a decision that cannot be recorded. */
export function describeCommits(name: string, open: OpenStore): void {
  describe(`${name}: commits`, () => {
    test('an order of two steps in a chain, alone, costs three commits', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const before = store.commitCount;
      const orderId = await createOrder(store, workflowId);
      for (const step of ['check', 'pay']) {
        await store.commit(
          decision(orderId, workflowId, [
            {
              type: 'step',
              stepId: stepId(step),
              ind: 0,
              status: 'COMPLETE',
              retries: null,
              attempt: 1,
              skip: false,
              started: 1,
              completed: 2,
            },
            historyEntry(step === 'pay' ? 3 : 2),
          ]),
        );
      }
      assert.equal(store.commitCount - before, 3);
    });

    test('a hundred decisions of one turn share one commit', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      store.nextOrderId();
      const before = store.commitCount;
      const created = Array.from({ length: 100 }, () => creation(store.nextOrderId(), workflowId));
      const idCommits = store.commitCount - before;
      await Promise.all(created.map((each) => store.commit(each)));
      assert.equal(store.commitCount - before - idCommits, 1);
      assert.ok(idCommits <= 2);
    });

    test('the decisions of a turn are released together, in the order in which they came', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const released: number[] = [];
      const ids = [1, 2, 3].map(() => store.nextOrderId());
      await Promise.all(ids.map((id) => store.commit(creation(id, workflowId)).then(() => released.push(id))));
      assert.deepEqual(released, ids);
    });

    test('a decision about an order that is not stored rejects alone', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const ids = [1, 2, 3].map(() => store.nextOrderId());
      const lost = decision(asId(999_999), workflowId, [{ type: 'order', set: { status: 'ERROR' } }]);
      const [first, failed, ...rest] = await Promise.allSettled([
        store.commit(creation(ids[0] ?? asId(0), workflowId)),
        store.commit(lost),
        store.commit(creation(ids[1] ?? asId(0), workflowId)),
        store.commit(creation(ids[2] ?? asId(0), workflowId)),
      ]);
      assert.deepEqual(
        [first, failed, ...rest].map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
      );
      for (const id of ids) assert.equal((await store.loadOrder(id))?.orderId, id);
    });

    for (const scope of ['global', 'workflow-name', 'workflow-version'] as const) {
      test(`a key that must be unique (${scope}) is refused with the order that has it, and rejects alone`, async (t) => {
        const store = await open(t);
        const { workflowId } = await installSample(store);
        const uniqueKeys = [{ scope, keys: { customer: ['c1'] } }];
        const first = await createOrder(store, workflowId, {}, { uniqueKeys });
        const second = store.nextOrderId();
        const other = store.nextOrderId();
        const refused = assert.rejects(
          store.commit(creation(second, workflowId, {}, { uniqueKeys })),
          (error: Error) => {
            assert.equal(error.name, 'StoreRefusal');
            assert.match(error.message, new RegExp(`customer = "c1" .* order ${first}$`));
            return true;
          },
        );
        await Promise.all([refused, store.commit(creation(other, workflowId))]);
        assert.equal(await store.loadOrder(second), undefined);
        assert.deepEqual((await store.loadOrder(first))?.keys, { customer: ['c1'] });
        assert.ok(await store.loadOrder(other));
      });
    }

    test('two orders of one turn cannot both have a key that must be unique', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const uniqueKeys = [{ scope: 'global', keys: { customer: ['c1'] } }] as const;
      const ids = [store.nextOrderId(), store.nextOrderId()];
      const results = await Promise.allSettled(
        ids.map((id) => store.commit(creation(id, workflowId, {}, { uniqueKeys }))),
      );
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected'],
      );
    });

    test('a failed decision leaves nothing of itself behind, alone and among others', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const orderId = await createOrder(store, workflowId);
      const unknownStep = { stepId: asId<ReturnType<typeof stepId>>(4711), ind: 0 };
      const state = {
        status: 'IN-PROGRESS',
        retries: null,
        attempt: 1,
        skip: false,
        started: 1,
        completed: null,
      } as const;
      const failing = decision(orderId, workflowId, [
        { type: 'order', set: { status: 'IN-PROGRESS' } },
        { type: 'note', username: 'ann', note: 'never' },
        { type: 'step', ...unknownStep, ...state },
      ]);
      await assert.rejects(store.commit(failing));
      await Promise.all([assert.rejects(store.commit(failing)), createOrder(store, workflowId)]);
      assert.equal((await store.loadOrder(orderId))?.columns.status, 'READY');
      assert.deepEqual(await store.notes(orderId, 9), []);
    });
  });
}
