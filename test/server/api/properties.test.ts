import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHost } from '../../support/test-host.ts';

test('system properties: INSERT, UPDATE, DELETE and IGNORED; what is wrong changes nothing', async (t) => {
  const host = await startTestHost(t, { options: ['audit=api'] });
  const set = async (value: unknown) =>
    (await host.request('PUT', 'system/props/set', { domain: 'shop', key: 'a', value })).body;
  assert.deepEqual(
    [await set({ x: 1 }), await set([2]), await set(null), await set(null)],
    ['INSERT', 'UPDATE', 'DELETE', 'IGNORED'],
  );
  const wrong: readonly (readonly [object, number, string])[] = [
    [{ domain: 'omq', key: 'a', value: 1 }, 409, 'UPDATE-ERROR'],
    [{ domain: 'shop', key: 'a', value: 'x'.repeat(4001) }, 409, 'PROP-ERROR'],
    [{ domain: 'shop', key: '', value: 1 }, 400, 'PROP-ERROR'],
  ];
  for (const [body, status, err] of wrong) {
    const answer = await host.request('PUT', 'system/props/set', body);
    assert.deepEqual([answer.status, (answer.body as { err: string }).err], [status, err]);
  }
  const domains = { shop: { a: 1 }, other: 3 };
  assert.equal((await host.request('PUT', 'system/props/updateMany', { domains })).status, 409);
  assert.deepEqual((await host.request('GET', 'system/props')).body, {});
  const rows = (await host.request('GET', 'system/audit?events=API-CALL')).body as readonly { info1: string }[];
  assert.equal(rows.filter(({ info1 }) => info1 === 'properties shop.a').length, 4);
});

test('system properties: exported, replaced and imported as a whole, and still there after a restart', async (t) => {
  const first = await startTestHost(t);
  await first.request('PUT', 'system/props/import', { domains: { shop: { open: true }, old: { a: 1 } } });
  await first.request('PUT', 'system/props/replaceAll', { props: { shop: { open: false } } });
  await first.stop('for the next start');
  const second = await startTestHost(t, { home: first.home });
  assert.deepEqual((await second.request('GET', 'system/props/export')).body, { shop: { open: false } });
  assert.equal((await second.request('GET', 'system/props/shop/open')).text, 'false');
  assert.equal((await second.request('GET', 'system/props/shop/shut')).status, 404);
});
