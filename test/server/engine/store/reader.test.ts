import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { OrderFilter } from '../../../../server/engine/store/queries.ts';
import { createOrder, creation, installSample } from './sample.ts';
import { openTemporary, temporaryFolder } from './temporary.ts';

const everything: OrderFilter = { sort: 'modified', descending: true, limit: 20_000, offset: 0 };

test('a long search does not hold up the event loop, and sees what was committed before it was asked', async (t) => {
  const store = await openTemporary(t);
  const { workflowId } = await installSample(store);
  await Promise.all(Array.from({ length: 20_000 }, () => store.commit(creation(store.nextOrderId(), workflowId))));
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 1);
  const searches = Array.from({ length: 5 }, () => store.searchOrders({ ...everything, limit: 1, offset: 19_000 }));
  const found = await Promise.all(searches);
  clearInterval(ticking);
  assert.equal(found.flat().length, 5);
  assert.ok(ticks >= 10, `the loop turned only ${ticks} times`);
});

test('commits go on while a search is under way', async (t) => {
  const store = await openTemporary(t);
  const { workflowId } = await installSample(store);
  await Promise.all(Array.from({ length: 5000 }, () => store.commit(creation(store.nextOrderId(), workflowId))));
  let isFound = false;
  const search = store.searchOrders(everything).then((rows) => ((isFound = true), rows));
  const orderId = await createOrder(store, workflowId);
  assert.equal(isFound, false);
  assert.ok((await search).length >= 5000);
  assert.equal((await store.searchOrders({ ...everything, ids: [orderId] })).length, 1);
});

test('a question that cannot be answered rejects, and the next one is answered', async (t) => {
  const store = await openTemporary(t);
  await installSample(store);
  const wrong = { ...everything, limit: 'many' } as unknown as OrderFilter;
  await assert.rejects(store.searchOrders(wrong), /datatype mismatch/);
  assert.deepEqual(await store.searchOrders(everything), []);
});

test('closing rejects questions that are still open', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  const store = await openTemporary(t, { file });
  const open = assert.rejects(store.searchOrders(everything), /was closed before it answered/);
  await store.close();
  await open;
  await assert.rejects(store.searchOrders(everything), /The store is closed/);
  rmSync(file);
});
