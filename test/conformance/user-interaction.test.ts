import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asId, type OrderId, type StepId } from '../../schemas/model/ids.ts';
import { refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { submitting } from '../support/waiting-steps.ts';

const clerk = { who: 'clerk', source: 'test' } as const;

async function waiting(t: Parameters<typeof startEngine>[0], userInteraction = true) {
  const harness = await startEngine(t, { script: { ask: submitting } });
  await harness.deploy({ steps: ['ask [AsyncStep]'], step: { userInteraction, methods: ['primary'] } });
  const orderId = await harness.run();
  const stepId = asId<StepId>((await harness.get(orderId)).StepInstances[0]?.stepid ?? 0);
  return { harness, orderId, element: { stepId, ind: 0 } };
}

const entryOf = async (harness: EngineHarness, orderId: OrderId) =>
  harness.engine.queues.entry('answers', `${orderId}-0`);

test('9.4 lockUserInteractionStep takes the next form of the workflow or order, with its key, queue and the step’s data', async (t) => {
  const { harness, orderId, element } = await waiting(t);
  const edit = { target: 'stepData', ...element, how: 'replace', data: { amount: 3 } } as const;
  await harness.engine.orders.editData(orderId, edit, tester);
  const form = await harness.engine.orders.lockForm({ workflow: 'orders', stepName: 'ask' }, clerk);
  assert.deepEqual(
    [form.workflow_instanceid, form.queuename, form.queuekey, form.data],
    [orderId, 'answers', `${orderId}-0`, { amount: 3 }],
  );
  const entry = await entryOf(harness, orderId);
  assert.deepEqual([entry.user_interaction_locked, entry.user_interaction_user], [true, 'clerk']);
  const none = harness.engine.orders.lockForm({ orderId }, tester);
  assert.equal(await refusalOf(none), 'USER-INTERACTION-ERROR');
});

test('9.4 two people who ask at once never get the same form', async (t) => {
  const { harness } = await waiting(t);
  await harness.run();
  await harness.run();
  const forms = await Promise.all(
    ['a', 'b', 'c'].map((who) => harness.engine.orders.lockForm({ workflow: 'orders' }, { who, source: 'test' })),
  );
  assert.equal(new Set(forms.map((form) => form.workflow_instanceid)).size, 3);
});

test('9.4 while a form is locked others neither save its data nor answer it; its holder does both', async (t) => {
  const { harness, orderId, element } = await waiting(t);
  await harness.engine.orders.lockForm({ orderId }, clerk);
  const save = (caller: typeof clerk | typeof tester) =>
    harness.engine.orders.editData(
      orderId,
      { target: 'stepData', ...element, how: 'replace', data: { approved: true } },
      caller,
    );
  const answer = (caller: typeof clerk | typeof tester) =>
    harness.engine.queues.update('answers', `${orderId}-0`, { approved: true }, caller);
  assert.equal(await refusalOf(save(tester)), 'LOCK-ERROR');
  assert.equal(await refusalOf(answer(tester)), 'LOCK-ERROR');
  await save(clerk);
  await answer(clerk);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('9.4 the holder gives a form back; another breaks the lock with a note; both are in the history', async (t) => {
  const { harness, orderId, element } = await waiting(t);
  const { orders } = harness.engine;
  await orders.lockForm({ orderId }, clerk);
  assert.equal(await refusalOf(orders.releaseForm(orderId, element, tester)), 'LOCK-ERROR');
  await orders.releaseForm(orderId, element, clerk);
  assert.equal((await entryOf(harness, orderId)).user_interaction_locked, false);
  await orders.lockForm({ orderId }, clerk);
  await orders.breakFormLock(orderId, element, 'the clerk went home', tester);
  assert.equal((await harness.get(orderId)).notes[0]?.note, 'the clerk went home');
  const history = await orders.history(orderId, { after: 0, limit: 100 });
  assert.deepEqual(
    history.map(({ transition }) => transition).filter((transition) => transition.includes('form')),
    ['form locked by clerk', 'form released', 'form locked by clerk', 'form lock of clerk broken'],
  );
});

test('9.4 only steps with user interaction have forms', async (t) => {
  const { harness, orderId, element } = await waiting(t, false);
  assert.equal(await refusalOf(harness.engine.orders.lockForm({ orderId }, clerk)), 'USER-INTERACTION-ERROR');
  assert.equal(await refusalOf(harness.engine.orders.releaseForm(orderId, element, clerk)), 'USER-INTERACTION-ERROR');
});

test('2.2.1 async-queue: the entry of one step of an order, and its correction', async (t) => {
  const { harness, orderId, element } = await waiting(t);
  const entry = await harness.engine.orders.queueEntry(orderId, element);
  assert.deepEqual([entry.queuekey, entry.queue_data_status], [`${orderId}-0`, 'WAITING']);
  await harness.engine.queues.correct(entry.queuename, entry.queuekey, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.equal(await refusalOf(harness.engine.orders.queueEntry(orderId, element)), 'GET-INFO-ERROR');
});
