import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runnableRelease, startTestHost, type TestHost } from '../../support/test-host.ts';

async function withOrders(host: TestHost, count: number): Promise<readonly number[]> {
  await host.request(
    'POST',
    'releases',
    runnableRelease({ name: 'idle', steps: ['wait'], workflow: { keylist: ['a'] } }, { wait: '' }),
  );
  const ids: number[] = [];
  for (let n = 1; n <= count; n += 1) {
    const body = { staticdata: { n }, priority: n, orderkeys: { a: String(n % 2) } };
    const answer = await host.request('POST', 'workflows/idle/createOrder', body);
    ids.push((answer.body as { workflow_instanceid: number }).workflow_instanceid);
  }
  return ids;
}

const statuses = async (host: TestHost): Promise<readonly string[]> => {
  const rows = (await host.request('GET', 'orders?sort=workflow_instanceid&desc=false')).body as readonly {
    workflowstatus: string;
  }[];
  return rows.map(({ workflowstatus }) => workflowstatus);
};

test('a bulk call acts on the orders that a filter finds; a dry run says the same and changes nothing', async (t) => {
  const host = await startTestHost(t);
  const ids = await withOrders(host, 4);
  const filter = { keyname: 'a', keyvalue: '1', workflowid: 'idle' };
  const dry = await host.request('PUT', 'orders/cancel', { ...filter, dryrun: true });
  assert.deepEqual(dry.body, {
    [String(ids[0])]: { dryrun: true, workflow_status: 'CANCELED' },
    [String(ids[2])]: { dryrun: true, workflow_status: 'CANCELED' },
  });
  assert.deepEqual(await statuses(host), ['READY', 'READY', 'READY', 'READY']);
  await host.request('PUT', 'orders/cancel', filter);
  assert.deepEqual(await statuses(host), ['CANCELED', 'READY', 'CANCELED', 'READY']);
});

test('each order of a bulk call answers for itself, with the code of the single call; uncancel is 400 when all refuse', async (t) => {
  const host = await startTestHost(t);
  const [first = 0, second = 0] = await withOrders(host, 2);
  await host.request('PUT', `orders/${first}/block`);
  const answer = (await host.request('PUT', 'orders/unblock', { ids: [first, second, 999] })).body as Record<
    string,
    { err?: string; workflow_status?: string }
  >;
  assert.equal(answer[String(first)]?.workflow_status, 'READY');
  assert.equal(answer[String(second)]?.err, 'BLOCK-WORKFLOW-ERROR');
  assert.equal(answer['999']?.err, 'INVALID-WORKFLOW-DATA');
  const all = await host.request('PUT', 'orders/uncancel', { ids: [first, second] });
  assert.deepEqual([all.status, (all.body as { err: string }).err], [400, 'CANCEL-WORKFLOW-ERROR']);
});

test('a bulk call that names no order and no filter is refused', async (t) => {
  const host = await startTestHost(t);
  await withOrders(host, 1);
  const answer = await host.request('PUT', 'orders/cancel', { limit: 10 });
  assert.equal(answer.status, 400);
  assert.match(answer.text, /Name orders by `ids`, or by a filter/);
  assert.deepEqual(await statuses(host), ['READY']);
});

test('every list has fields, and those without a page of their own sort, desc, limit and offset', async (t) => {
  const host = await startTestHost(t);
  await withOrders(host, 3);
  assert.deepEqual((await host.request('GET', 'orders?fields=priority&sort=priority&desc=no&limit=2')).body, [
    { priority: 1 },
    { priority: 2 },
  ]);
  const names = (await host.request('GET', 'system/options?fields=name')).body;
  assert.ok(names !== undefined);
  const errors = (await host.request('GET', 'errors/global?sort=error&desc=yes&limit=2&offset=1&fields=error'))
    .body as { error: string }[];
  assert.equal(errors.length, 2);
  assert.ok((errors[0]?.error ?? '') > (errors[1]?.error ?? ''));
  assert.deepEqual((await host.request('GET', 'workflows/idle?fields=name,version')).body, {
    name: 'idle',
    version: '1.0',
  });
  const wrong = await host.request('GET', 'orders?fields=prioritty');
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /Did you mean \\"priority\\"/);
});
