import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { OrderId, StepId } from '../../schemas/model/ids.ts';
import { asId } from '../../schemas/model/ids.ts';
import type { OrderDataEdit } from '../../server/engine/engine.ts';
import { refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';

const other = { who: 'other', source: 'test' } as const;

async function idle(t: Parameters<typeof startEngine>[0], workflow: object = {}): Promise<EngineHarness> {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { keylist: ['customer'], ...workflow } }, { start: false });
  return harness;
}

const edit = (harness: EngineHarness, orderId: OrderId, change: OrderDataEdit): Promise<void> =>
  harness.engine.orders.editData(orderId, change, tester);

test('order edits: static data are replaced, with their history, an event and the order’s next step seeing them', async (t) => {
  const harness = await idle(t);
  const orderId = await harness.create({ staticdata: { sku: 'A', n: 1 } });
  await edit(harness, orderId, { target: 'staticData', how: 'replace', data: { sku: 'B' } });
  assert.deepEqual((await harness.get(orderId)).staticdata, { sku: 'B' });
  const [last] = (await harness.engine.orders.history(orderId, { after: 1, limit: 10 })) ?? [];
  assert.deepEqual(
    [last?.transition, last?.who, last?.patch],
    ['static data edited', 'tester', { staticData: { n: null, sku: 'B' } }],
  );
  assert.ok(
    harness.events.some(
      ({ eventstr, info }) => eventstr === 'WORKFLOW_DATA_UPDATED' && info['datatype'] === 'staticdata',
    ),
  );
});

test('order edits: static data are never empty and fit the staticdata-type; the refusal changes nothing', async (t) => {
  const type = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } };
  const harness = await idle(t, { staticDataType: type });
  const orderId = await harness.create({ staticdata: { sku: 'A' } });
  for (const data of [{}, { sku: 3 }, { n: 1 }, [1], null] as JsonValue[]) {
    const code = await refusalOf(edit(harness, orderId, { target: 'staticData', how: 'replace', data }));
    assert.equal(code, 'ORDER-STATIC-DATA-ARG-ERROR', JSON.stringify(data));
  }
  assert.deepEqual((await harness.get(orderId)).staticdata, { sku: 'A' });
});

test('order edits: dynamic data are replaced, cleared, merged by key, and set at a path', async (t) => {
  const harness = await idle(t);
  const orderId = await harness.create({ staticdata: {}, dynamicdata: { a: 1, b: { c: 2 } } });
  const dynamic = async (): Promise<JsonValue> => (await harness.get(orderId)).dynamicdata;
  await edit(harness, orderId, { target: 'dynamicData', how: 'merge', data: { a: 2, $x: 'user key' } });
  assert.deepEqual(await dynamic(), { a: 2, b: { c: 2 }, $x: 'user key' });
  await edit(harness, orderId, { target: 'dynamicData', how: 'set-path', path: 'b.d.e', value: [1] });
  assert.deepEqual(await dynamic(), { a: 2, b: { c: 2, d: { e: [1] } }, $x: 'user key' });
  await edit(harness, orderId, { target: 'dynamicData', how: 'replace', data: { z: 1 } });
  assert.deepEqual(await dynamic(), { z: 1 });
  await edit(harness, orderId, { target: 'dynamicData', how: 'replace', data: null });
  assert.equal(await dynamic(), null);
  assert.equal(
    await refusalOf(edit(harness, orderId, { target: 'dynamicData', how: 'set-path', path: '.', value: 1 })),
    'DYNAMIC-DATA-ERROR',
  );
});

test('order edits: tagged values keep their types', async (t) => {
  const harness = await idle(t);
  const orderId = await harness.create();
  const date = { $type: 'date', value: '2026-01-02T00:00:00.000Z' };
  await edit(harness, orderId, { target: 'dynamicData', how: 'merge', data: { date }, isTagged: true });
  assert.equal((await harness.engine.orders.data(orderId)).dynamicData, JSON.stringify({ date }));
});

test('order edits: while an order is IN-PROGRESS its data are merged, not replaced', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { pay: () => latch.wait() } });
  t.after(() => latch.open());
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  for (const target of ['staticData', 'dynamicData'] as const) {
    const code = await refusalOf(edit(harness, orderId, { target, how: 'replace', data: { a: 1 } }));
    assert.equal(code, 'WORKFLOW-STATUS-ERROR', target);
  }
  await edit(harness, orderId, { target: 'dynamicData', how: 'merge', data: { a: 1 } });
  assert.deepEqual((await harness.get(orderId)).dynamicdata, { a: 1 });
});

test('order edits: step data of a step that ran are replaced; of one that never ran they are refused', async (t) => {
  const harness = await startEngine(t, {
    script: {
      pay: () => {
        throw new Error('no');
      },
    },
  });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  const { StepInstances: steps } = await harness.get(orderId);
  const stepId = asId<StepId>(steps[0]?.stepid ?? 0);
  await edit(harness, orderId, { target: 'stepData', stepId, ind: 0, how: 'replace', data: { form: 'filled' } });
  const { stepdata } = await harness.get(orderId);
  assert.deepEqual(
    stepdata.map(({ name, data }) => [name, data]),
    [['pay', [{ form: 'filled' }]]],
  );
  const never = { target: 'stepData', stepId: asId<StepId>(99), ind: 0, how: 'replace', data: {} } as const;
  assert.equal(await refusalOf(edit(harness, orderId, never)), 'STEP-DATA-ERROR');
});

test('order keys: updateKeys replaces all of them; foreign names and long values are refused, or cut when asked', async (t) => {
  const harness = await idle(t);
  const orderId = await harness.create({ staticdata: {}, orderkeys: { customer: 'A' } });
  const update = (keys: Record<string, string>, truncate = false): Promise<void> =>
    harness.engine.orders.updateKeys(orderId, keys, { truncate }, tester);
  assert.equal(await refusalOf(update({ colour: 'red' })), 'WORKFLOW-KEY-ERROR');
  assert.equal(await refusalOf(update({ customer: 'x'.repeat(4001) })), 'WORKFLOW-KEY-ERROR');
  assert.deepEqual((await harness.get(orderId)).keys, { customer: ['A'] });
  await update({ customer: 'x'.repeat(4001) }, true);
  assert.equal((await harness.get(orderId)).keys['customer']?.[0]?.length, 4000);
});

test('operator lock: a locked order refuses changes by others, not notes; only its holder unlocks it', async (t) => {
  const harness = await idle(t);
  const { orders } = harness.engine;
  const orderId = await harness.create();
  await orders.lock(orderId, 'looking into it', tester);
  assert.equal((await harness.get(orderId)).operator_lock, 'tester');
  const refused = {
    cancel: orders.cancel(orderId, other),
    setPriority: orders.setPriority(orderId, 3, other),
    edit: orders.editData(orderId, { target: 'dynamicData', how: 'merge', data: {} }, other),
    lock: orders.lock(orderId, 'me too', other),
    unlock: orders.unlock(orderId, undefined, other),
  };
  for (const [name, operation] of Object.entries(refused)) assert.equal(await refusalOf(operation), 'LOCK-ERROR', name);
  await orders.addNote(orderId, 'are you done?', other);
  await orders.setPriority(orderId, 3, tester);
  await orders.unlock(orderId, 'done', tester);
  await orders.cancel(orderId, other);
  const { operator_lock: holder, notes } = await harness.get(orderId);
  assert.equal(holder, null);
  assert.deepEqual(
    notes.map(({ username, note }) => `${username}: ${note}`),
    ['tester: done', 'other: are you done?', 'tester: looking into it'],
  );
});

test('operator lock: it is broken by another with a note, survives a restart, and is told by events', async (t) => {
  const harness = await idle(t);
  const { orders } = harness.engine;
  const orderId = await harness.create();
  assert.equal(await refusalOf(orders.lock(orderId, ' ', tester)), 'NOTE-ERROR');
  assert.equal(await refusalOf(orders.breakLock(orderId, 'why', other)), 'LOCK-ERROR');
  await orders.lock(orderId, 'mine', tester);
  assert.equal((await harness.store.loadOrder(orderId))?.columns.operatorLock, 'tester');
  await orders.breakLock(orderId, 'tester is on holiday', other);
  const locks = harness.events.filter(({ eventstr }) => /LOCKED/.test(eventstr));
  assert.deepEqual(
    locks.map(({ eventstr, info }) => [eventstr, info['note']]),
    [
      ['WORKFLOW_DATA_LOCKED', 'mine'],
      ['WORKFLOW_DATA_UNLOCKED', 'tester is on holiday'],
    ],
  );
  const history = await orders.history(orderId, { after: 0, limit: 10 });
  assert.equal(history.at(-1)?.transition, 'lock of tester broken');
});
