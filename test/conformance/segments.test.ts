import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failing, startEngine as start } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';
import { Latch } from '../support/scripted-runner.ts';
import { bindingEvent, submitting } from '../support/waiting-steps.ts';

/** Steps as `front`s and `back of`s by segment, and what a join waits for. */
const examples: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['[n1, n2, n3]', ['n1', 'n2 <- n1', 'n3 <- n2'], ['n1 n2 n3']],
  ['[n1, a1, n2]', ['n1', 'a1 [AsyncStep] <- n1', 'n2 <- a1'], ['n1 a1', 'back of a1: n2']],
  ['[a1, n2]', ['a1 [AsyncStep]', 'n2 <- a1'], ['a1', 'back of a1: n2']],
  ['[n1, a1]', ['n1', 'a1 [AsyncStep] <- n1'], ['n1 a1', 'back of a1:']],
  [
    '[n1, [a1, e1], n2]',
    ['n1', 'a1 [AsyncStep] <- n1', 'e1 [EventStep] <- n1', 'n2 <- a1, e1'],
    ['n1 a1 e1', 'back of a1:', 'back of e1:', 'n2 after 1 2'],
  ],
  [
    '[n1, [a1, n3], n2]',
    ['n1', 'a1 [AsyncStep] <- n1', 'n3 <- n1', 'n2 <- a1, n3'],
    ['n1 a1 n3', 'back of a1:', 'n2 after 1 0'],
  ],
  [
    '[n1, s1, a1, n2]',
    ['n1', 's1 [SubworkflowStep] <- n1', 'a1 [AsyncStep] <- s1', 'n2 <- a1'],
    ['n1 s1', 'back of s1: a1', 'back of a1: n2'],
  ],
];

for (const [list, steps, expected] of examples) {
  test(`3.2 segments: ${list}`, async (t) => {
    const harness = await start(t);
    await harness.deploy({ steps }, { start: false });
    const shown = harness.engine.workflows.segments('orders').map(({ entry, steps: inside, dependencies }) => {
      const names = inside.map(({ name }) => name).join(' ');
      const text = entry ? `back of ${entry.name}:${names === '' ? '' : ` ${names}`}` : names;
      return dependencies.length === 0 ? text : `${text} after ${dependencies.join(' ')}`;
    });
    assert.deepEqual(shown, expected);
  });
}

test('3.4 join segment: it starts when all segments it depends on are COMPLETE, whichever is last', async (t) => {
  const harness = await start(t, { script: { ask: submitting, open: bindingEvent('k') } });
  await harness.deploy({ steps: ['pay', 'ask [AsyncStep] <- pay', 'open [EventStep] <- pay', 'ship <- ask, open'] });
  const [first, second] = [await harness.run(), await harness.run()];
  assert.equal(await harness.statusOf(first), 'ASYNC-WAITING', 'EVENT-WAITING and ASYNC-WAITING');
  await harness.engine.queues.update('answers', `${first}-0`, 1, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(first), 'EVENT-WAITING');
  await harness.engine.syncEvents.post('arrivals', 'k', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(first), 'COMPLETE');
  assert.equal(await harness.statusOf(second), 'ASYNC-WAITING');
  await harness.engine.queues.update('answers', `${second}-0`, 1, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(second), 'COMPLETE');
});

test('3.4 segments of one order run at the same time: a back end beside a long step of the front end', async (t) => {
  const latch = new Latch();
  const harness = await start(t, { script: { ask: submitting, long: () => latch.wait() } });
  await harness.deploy({ steps: ['ask [AsyncStep]', 'long', 'bill <- ask', 'ship <- bill, long'] });
  const orderId = await harness.run();
  await harness.engine.queues.update('answers', `${orderId}-0`, 1, tester);
  await harness.settle();
  assert.deepEqual(await harness.stepsOf(orderId), { ask: 'COMPLETE', long: 'IN-PROGRESS', bill: 'COMPLETE' });
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('3.4 segments of one order are independent: RETRY in one lets data for another be taken, and keeps its time', async (t) => {
  const harness = await start(t, { script: { ask: submitting, pay: failing(1) } });
  await harness.deploy({ steps: ['pay', 'ask [AsyncStep]', 'bill <- ask'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(40);
  await harness.engine.queues.update('answers', `${orderId}-0`, 1, tester);
  await harness.settle();
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'RETRY', ask: 'COMPLETE', bill: 'COMPLETE' });
  await harness.pass(20);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('3.5 recovery: a segment that is due goes on while another one of the order is in work', async (t) => {
  const latch = new Latch();
  const harness = await start(t, { script: { ask: submitting, pay: failing(1), bill: () => latch.wait() } });
  await harness.deploy({ steps: ['pay', 'ask [AsyncStep]', 'bill <- ask'] });
  const orderId = await harness.run();
  await harness.engine.queues.update('answers', `${orderId}-0`, 1, tester);
  await harness.pass(60);
  await harness.settle();
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'COMPLETE', ask: 'COMPLETE', bill: 'IN-PROGRESS' });
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('3.4 segments: an order in ERROR takes what another branch waited for', async (t) => {
  const harness = await start(t, { script: { ask: submitting, pay: failing(9, 'NO-MONEY') } });
  await harness.deploy({ steps: ['pay', 'ask [AsyncStep]', 'bill <- ask'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  await harness.engine.queues.update('answers', `${orderId}-0`, 1, tester);
  await harness.settle();
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'ERROR', ask: 'COMPLETE', bill: 'COMPLETE' });
  assert.equal(await harness.statusOf(orderId), 'ERROR');
});

test('2.3 order status: a back end that has not begun makes an order with a complete first segment INCOMPLETE at most for a moment', async (t) => {
  const latch = new Latch();
  const harness = await start(t, { script: { ask: submitting, bill: () => latch.wait() } });
  await harness.deploy({ steps: ['ask [AsyncStep]', 'bill <- ask'] });
  const orderId = await harness.run();
  await harness.engine.queues.update('answers', `${orderId}-0`, 1, tester);
  await harness.settle();
  const stopped = harness.engine.workflows.stop('orders', tester);
  latch.open();
  await stopped;
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});
