import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { JsonText } from '../../schemas/model/data.ts';
import type { OrderId } from '../../schemas/model/ids.ts';
import type { SensitiveCall } from '../../schemas/protocol/runner.ts';
import type { CallPeer } from '../../server/isolation/runner-host.ts';
import type { OrderFilter } from '../../server/engine/store/queries.ts';
import { failing, refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';

const customer = { skey: 'customer', svalue: 'C-17-subject' };
const everything: OrderFilter = { sort: 'workflow_instanceid', descending: false, limit: 1000, offset: 0 };
const asText = (value: unknown): JsonText => JSON.stringify(value) as JsonText;
const given = (data: object, more: object = {}) => ({
  staticdata: {},
  sensitive_data: { customer: { [customer.svalue]: { data: data as never, ...more } } },
});

/** Calls the sensitive API as user code does. */
const ask = (peer: CallPeer, call: SensitiveCall) => peer.api({ name: 'sensitiveData', ...call });

async function dataOf(harness: EngineHarness, orderId: OrderId): Promise<unknown> {
  const found = await harness.engine.sensitive.get(orderId, customer);
  return found && JSON.parse(found.data);
}

/** All bytes of database and log on disk. */
function filesOf(harness: EngineHarness): Buffer {
  const names = readdirSync(harness.folder).filter((name) => name.startsWith('ordo.db'));
  return Buffer.concat(names.map((name) => readFileSync(path.join(harness.folder, name))));
}

async function sealedBytes(harness: EngineHarness, orderId: OrderId): Promise<readonly Buffer[]> {
  const { subjects } = await harness.store.loadSensitiveData(orderId);
  return subjects.flatMap(({ data, svalue, meta }) =>
    [data, svalue, ...(meta ? [meta] : [])].map(({ text }) => Buffer.from(text)),
  );
}

const secretText = 'IBAN-of-a-person-0123456789';

test('sensitive data: given at creation, read in code by subject and by alias, with metadata', async (t) => {
  const answers: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        for (const subject of [customer, { alias: 'buyer' }]) {
          answers.push(JSON.parse((await ask(peer, { what: 'get', subject })) ?? 'null'));
        }
        answers.push(await ask(peer, { what: 'get', subject: { skey: 'customer', svalue: 'other' } }));
        answers.push(JSON.parse((await ask(peer, { what: 'list' })) ?? 'null'));
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  await harness.run(given({ iban: secretText }, { aliases: ['buyer'], meta: { PURPOSE: 'payment' } }));
  const record = { ...customer, data: { iban: secretText }, meta: { PURPOSE: 'payment' }, aliases: ['buyer'] };
  assert.deepEqual(answers, [record, record, undefined, [{ ...customer, aliases: ['buyer'] }]]);
});

test('sensitive data: an update merges per key, adds aliases, keeps metadata unless new is given', async (t) => {
  const harness = await startEngine(t, {
    options: { 'purge-sensitive-data-complete': false },
    script: {
      pay: async (_, peer) => {
        await ask(peer, { what: 'update', subject: customer, data: asText({ b: 2 }), aliases: ['payer'] });
        await ask(peer, { what: 'update', subject: { alias: 'payer' }, data: asText({ c: 3 }) });
        assert.equal(await ask(peer, { what: 'delete-keys', subject: customer, keys: ['a'] }), 'true');
        assert.equal(await ask(peer, { what: 'delete-keys', subject: customer, keys: ['a'] }), 'false');
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run(given({ a: 1 }, { aliases: ['buyer'], meta: { STORAGE: '1 year' } }));
  const found = await harness.engine.sensitive.get(orderId, { alias: 'buyer' });
  assert.deepEqual(JSON.parse(found?.data ?? ''), { b: 2, c: 3 });
  assert.deepEqual([found?.aliases, JSON.parse(found?.meta ?? '')], [['buyer', 'payer'], { STORAGE: '1 year' }]);
});

test('sensitive data: user code deletes a subject; an unknown alias is INVALID-ALIAS', async (t) => {
  const errors: unknown[] = [];
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        assert.equal(await ask(peer, { what: 'delete', subject: customer }), 'true');
        assert.equal(await ask(peer, { what: 'delete', subject: customer }), 'false');
        errors.push(await refusalOf(ask(peer, { what: 'get', subject: { alias: 'nobody' } })));
        errors.push(
          await refusalOf(ask(peer, { what: 'update', subject: { skey: 'customer', svalue: '' }, data: asText({}) })),
        );
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await harness.statusOf(await harness.run(given({ a: 1 }))), 'COMPLETE');
  assert.deepEqual(errors, ['INVALID-ALIAS', 'SENSITIVE-DATA-ERROR']);
});

test('sensitive data: an update is on disk before the call returns, also when the step fails', async (t) => {
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        await ask(peer, { what: 'update', subject: customer, data: asText({ kept: true }) });
        failing(1)();
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  assert.deepEqual(await dataOf(harness, orderId), { kept: true });
});

for (const [status, option] of [
  ['COMPLETE', 'complete'],
  ['CANCELED', 'canceled'],
] as const) {
  for (const isPurged of [true, false]) {
    test(`sensitive data: ${status} ${isPurged ? 'purges it' : 'keeps it'} with purge-sensitive-data-${option} ${isPurged}`, async (t) => {
      const harness = await startEngine(t, {
        script: status === 'COMPLETE' ? {} : { pay: failing(1, 'BAD') },
        options: { [`purge-sensitive-data-${option}`]: isPurged },
      });
      await harness.deploy({ steps: ['pay'] });
      const orderId = await harness.run(given({ iban: secretText }));
      if (status === 'CANCELED') await harness.engine.orders.cancel(orderId, tester);
      assert.equal(await harness.statusOf(orderId), status);
      assert.deepEqual(await dataOf(harness, orderId), isPurged ? undefined : { iban: secretText });
    });
  }
}

test('sensitive data: nothing of it is readable on disk, in logs, events, history, errors, notes or order answers', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) }, options: { audit: ['*'] } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run(given({ iban: secretText }, { meta: { PURPOSE: secretText } }));
  const history = await harness.engine.orders.history(orderId, { after: 0, limit: 100 });
  const told = JSON.stringify([await harness.get(orderId), history, harness.events, harness.logLines]);
  for (const text of [secretText, customer.svalue]) {
    assert.ok(!told.includes(text), text);
    assert.ok(!filesOf(harness).includes(text), text);
  }
});

test('sensitive data: what is purged is gone from database and log, byte by byte', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { pay: () => latch.wait() } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run(given({ iban: secretText.repeat(200) }, { meta: { PURPOSE: 'why' } }));
  const sealed = await sealedBytes(harness, orderId);
  assert.equal(sealed.length, 3);
  for (const bytes of sealed) assert.ok(filesOf(harness).includes(bytes.subarray(0, 12)), 'it is there before');
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  await harness.store.scrub();
  for (const bytes of sealed) assert.ok(!filesOf(harness).includes(bytes.subarray(0, 12)), 'it is gone after');
});

test('sensitive data: search finds the orders of a subject in all workflows', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(9), ship: failing(9) } });
  await harness.deploy({ steps: ['pay'] });
  await harness.deploy({ name: 'returns', steps: ['ship'] });
  const first = await harness.run(given({ a: 1 }));
  await harness.run({ staticdata: {}, sensitive_data: { customer: { other: { data: {} } } } });
  const second = await harness.run(given({ a: 2 }), 'returns');
  const ids = (await harness.engine.sensitive.search(customer, everything)).map((row) => row.workflow_instanceid);
  assert.deepEqual(ids, [first, second]);
  assert.deepEqual(await harness.engine.sensitive.search({ ...customer, skey: 'employee' }, everything), []);
});

test('sensitive data: purging a subject deletes it from all orders, unfinished ones only by force, and leaves others', async (t) => {
  const harness = await startEngine(t, {
    script: { pay: failing(9) },
    options: { 'purge-sensitive-data-canceled': false },
  });
  await harness.deploy({ steps: ['pay'] });
  const open = await harness.run(given({ a: 1 }));
  const canceled = await harness.run(given({ a: 2 }));
  await harness.engine.orders.cancel(canceled, tester);
  const other = await harness.run({ staticdata: {}, sensitive_data: { customer: { other: { data: { b: 1 } } } } });
  const purge = (force: boolean) => harness.engine.sensitive.purge(customer, { force, filter: everything });
  assert.equal(await refusalOf(purge(false)), 'ORDER-STATUS-ERROR');
  assert.deepEqual(await dataOf(harness, canceled), { a: 2 }, 'all or nothing');
  const sealed = [...(await sealedBytes(harness, open)), ...(await sealedBytes(harness, canceled))];
  assert.deepEqual(
    (await purge(true)).map((row) => row.workflow_instanceid),
    [open, canceled],
  );
  for (const bytes of sealed) assert.ok(!filesOf(harness).includes(bytes), 'gone when the answer comes');
  assert.deepEqual([await dataOf(harness, open), await dataOf(harness, canceled)], [undefined, undefined]);
  const kept = await harness.engine.sensitive.get(other, { skey: 'customer', svalue: 'other' });
  assert.deepEqual(JSON.parse(kept?.data ?? ''), { b: 1 });
});

test('sensitive data: operations replace the data of one subject', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(9) } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run(given({ a: 1, b: 2 }));
  await harness.engine.sensitive.replace(orderId, customer, { data: { c: 3 }, aliases: ['new'] });
  assert.deepEqual(await dataOf(harness, orderId), { c: 3 });
  assert.deepEqual((await harness.engine.sensitive.get(orderId, { alias: 'new' }))?.skey, 'customer');
});

test('sensitive data: sealed for one order it does not open in another, and a changed byte is noticed', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(9) } });
  await harness.deploy({ steps: ['pay'] });
  const [first, second] = [await harness.run(given({ a: 1 })), await harness.run(given({ a: 2 }))];
  const { subjects } = await harness.store.loadSensitiveData(first);
  const [stolen] = subjects;
  assert.ok(stolen);
  const { workflowid } = await harness.get(first);
  const change = { type: 'sensitive', data: stolen, aliases: [] } as const;
  await harness.store.commit({ orderId: second, workflowId: workflowid as never, at: 1, changes: [change] });
  await assert.rejects(dataOf(harness, second));
  assert.deepEqual(await dataOf(harness, first), { a: 1 });
});

test('sensitive data: without keys it is refused, and nothing is stored', async (t) => {
  const harness = await startEngine(t, { hasKeys: false });
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await refusalOf(harness.create(given({ a: 1 }))), 'SENSITIVE-DATA-ERROR');
  assert.equal(await refusalOf(harness.engine.sensitive.search(customer, everything)), 'SENSITIVE-DATA-ERROR');
  assert.deepEqual(await harness.engine.orders.search(everything), []);
});

test('sensitive data: two updates of one order at once lose nothing', async (t) => {
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        const update = (data: object) => ask(peer, { what: 'update', subject: customer, data: asText(data) });
        await Promise.all([update({ a: 1 }), update({ b: 2 }), update({ c: 3 })]);
        failing(1)();
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  assert.deepEqual(await dataOf(harness, await harness.run()), { a: 1, b: 2, c: 3 });
});
