import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepId } from '../../schemas/model/ids.ts';
import type { StepBaseClass } from '../../schemas/model/steps.ts';
import { failing, startEngine as start } from '../support/conformance.ts';
import { EngineHarness, tester } from '../support/engine-harness.ts';
import { Latch, type ScriptedMethod, StepError } from '../support/scripted-runner.ts';
import {
  argumentsOf,
  bindingChild,
  bindingEvent,
  calling,
  elementsOf,
  errorsOf,
  submitting,
} from '../support/waiting-steps.ts';

const steps = ['each [NormalArrayStep]', 'ship <- each'];
const three = (): unknown => [{ line: 1 }, { line: 2 }, { line: 3 }];

/** Throws for one element, the first `times` times. */
function failingAt(ind: number, error: string, times = 1): ScriptedMethod {
  const fail = failing(times, new StepError(error));
  return ({ order }) => {
    if (order.step.ind === ind) fail();
  };
}

test('5.4 array: elements run in series in the order of the list, each with its own row', async (t) => {
  const seen: unknown[] = [];
  const script = {
    'each.array': three,
    each: (call: Parameters<ScriptedMethod>[0]) => void seen.push(argumentsOf(call)),
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(seen, [[{ line: 1 }], [{ line: 2 }], [{ line: 3 }]]);
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['COMPLETE', 'COMPLETE', 'COMPLETE']);
  assert.equal(harness.runner.mostRunning, 1);
});

for (const [what, list] of [
  ['an empty list', []],
  ['nothing', undefined],
] as const) {
  for (const base of [
    'NormalArrayStep',
    'AsyncArrayStep',
    'EventArrayStep',
    'SubworkflowArrayStep',
  ] as StepBaseClass[]) {
    test(`5.4 array: ${what} from array of ${base} completes the step with one row, and primary does not run`, async (t) => {
      const harness = await start(t, { script: { 'each.array': () => list } });
      await harness.deploy({ steps: [`each [${base}]`, 'ship <- each'] });
      const orderId = await harness.run();
      assert.equal(await harness.statusOf(orderId), 'COMPLETE');
      assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['COMPLETE']);
      assert.deepEqual(harness.runner.calls, ['each.array#0', 'ship.primary#1']);
    });
  }
}

test('5.4 array: a single value is a list of one', async (t) => {
  const harness = await start(t, { script: { 'each.array': () => 'only' } });
  await harness.deploy({ steps });
  assert.deepEqual(await elementsOf(harness, await harness.run(), 'each'), ['COMPLETE']);
});

test('5.4 array: an error in one element does not stop the others; the step has the highest rank', async (t) => {
  const harness = await start(t, { script: { 'each.array': three, each: failingAt(1, 'RETRY-ERROR') } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['COMPLETE', 'RETRY', 'COMPLETE']);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  assert.deepEqual(await errorsOf(harness, orderId), ['RETRY-ERROR[1]']);
});

test('5.4 array: recovery asks for the elements again and runs only those that are not COMPLETE', async (t) => {
  const harness = await start(t, {
    script: { 'each.array': three, each: failingAt(1, 'RETRY-ERROR'), 'each.validation': () => 'RETRY' },
  });
  await harness.deploy({ steps: ['each! [NormalArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls.slice(4), [
    'each.array#1',
    'each.validation#2',
    'each.primary#3',
    'ship.primary#1',
  ]);
});

test('5.4 array: a list that changed is an error, never another numbering; the right list lets the order go on', async (t) => {
  let list: readonly unknown[] = ['a', 'b', 'c'];
  const harness = await start(t, { script: { 'each.array': () => list, each: failingAt(2, 'RETRY-ERROR') } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  list = ['b', 'a', 'c'];
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await errorsOf(harness, orderId), ['RETRY-ERROR[2]', 'ARRAY-CHANGED-ERROR[2]']);
  assert.ok(!harness.runner.calls.includes('each.primary#2'));
  list = ['a', 'b', 'c'];
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.4 array: a shorter list is an error too; hashes with keys in another order are the same elements', async (t) => {
  let list: readonly unknown[] = [{ a: 1, b: 2 }, { c: 3 }];
  const harness = await start(t, { script: { 'each.array': () => list, each: failingAt(1, 'RETRY-ERROR', 2) } });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  list = [{ b: 2, a: 1 }, { c: 3 }];
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  list = [{ a: 1, b: 2 }];
  await harness.pass(60);
  assert.deepEqual((await errorsOf(harness, orderId)).slice(-1), ['ARRAY-CHANGED-ERROR[1]']);
});

test('5.4 array: the check outlives a crash of the engine', async (t) => {
  const first = await EngineHarness.start({ script: { 'each.array': three, each: failingAt(1, 'RETRY-ERROR') } });
  await first.deploy({ steps });
  const orderId = await first.run();
  const harness = await start(t, { folder: await first.crash(), script: { 'each.array': () => [1, 2, 3] } });
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  await harness.pass(60);
  assert.deepEqual((await errorsOf(harness, orderId)).slice(-1), ['ARRAY-CHANGED-ERROR[1]']);
});

test('5.4 array: an error in array gives the step its status, at element 0 or at the first that is not COMPLETE', async (t) => {
  const array = failing(1, new StepError('RETRY-ERROR'));
  let isBroken = false;
  const script = {
    'each.array': () => {
      array();
      if (isBroken) throw new StepError('NO-LIST');
      return three();
    },
    each: failingAt(1, 'RETRY-ERROR'),
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['RETRY']);
  await harness.pass(60);
  isBroken = true;
  await harness.pass(60);
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['COMPLETE', 'ERROR', 'COMPLETE']);
  assert.deepEqual(await errorsOf(harness, orderId), ['RETRY-ERROR[0]', 'RETRY-ERROR[1]', 'NO-LIST[1]']);
});

test('5.4 array: elements of an asynchronous step wait together; array runs before the end of each; the last one starts the next segment', async (t) => {
  const seen: unknown[] = [];
  const script = {
    'each.array': three,
    each: submitting,
    'each.end': (call: Parameters<ScriptedMethod>[0]) => void seen.push(argumentsOf(call)),
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps: ['each [AsyncArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['ASYNC-WAITING', 'ASYNC-WAITING', 'ASYNC-WAITING']);
  for (const ind of [2, 0]) {
    await harness.engine.queues.update('answers', `${orderId}-${ind}`, { ind }, tester);
    await harness.settle();
    assert.equal(await harness.statusOf(orderId), 'ASYNC-WAITING');
  }
  await harness.engine.queues.update('answers', `${orderId}-1`, { ind: 1 }, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(seen, [
    [{ ind: 2 }, { line: 3 }],
    [{ ind: 0 }, { line: 1 }],
    [{ ind: 1 }, { line: 2 }],
  ]);
  assert.deepEqual(harness.runner.calls.slice(4), [
    ...['each.array#1', 'each.end#1', 'each.array#1', 'each.end#1', 'each.array#1', 'each.end#1'],
    'ship.primary#1',
  ]);
});

test('5.4 array: an error of array before a back end is ERROR, and the data waits for the retry', async (t) => {
  let isBroken = false;
  const script = {
    'each.array': () => {
      if (isBroken) throw new StepError('RETRY-ERROR');
      return three();
    },
    each: submitting,
  };
  const harness = await start(t, { script });
  await harness.deploy({ steps: ['each [AsyncArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  isBroken = true;
  await harness.engine.queues.update('answers', `${orderId}-1`, 1, tester);
  await harness.settle();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['ASYNC-WAITING', 'ERROR', 'ASYNC-WAITING']);
  isBroken = false;
  await harness.engine.orders.skipStep(
    orderId,
    { ...(await idOf(harness, 'each')), inds: [0, 2], noRetry: true },
    tester,
  );
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.equal(harness.runner.calls.filter((call) => call.startsWith('each.end')).length, 1);
});

test('5.4 array: an event step waits for the events of all its elements', async (t) => {
  const script = { 'each.array': () => ['a', 'b'], each: calling((ind) => ({ name: 'bindEvent', key: `k${ind}` })) };
  const harness = await start(t, { script });
  await harness.deploy({ steps: ['each [EventArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  await harness.engine.syncEvents.post('arrivals', 'k1', tester);
  await harness.settle();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['EVENT-WAITING', 'COMPLETE']);
  await harness.engine.syncEvents.post('arrivals', 'k0', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.4 array: one event for all elements frees them together', async (t) => {
  const harness = await start(t, { script: { 'each.array': three, each: bindingEvent('k') } });
  await harness.deploy({ steps: ['each [EventArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  await harness.engine.syncEvents.post('arrivals', 'k', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.4 array: a subworkflow step has a child per element, and goes on when all are COMPLETE', async (t) => {
  const latch = new Latch();
  let children = 0;
  const wrap = async (): Promise<void> => {
    children += 1;
    if (children === 2) await latch.wait();
  };
  const harness = await start(t, { script: { 'each.array': three, each: bindingChild('parcels'), wrap } });
  await harness.deploy({ name: 'parcels', version: '3.0', steps: ['wrap'] });
  await harness.deploy({ steps: ['each [SubworkflowArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  assert.equal(children, 3);
  assert.equal(await harness.statusOf(orderId), 'WAITING');
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.4 array: a skipped element is COMPLETE by itself; the last one starts the next segment', async (t) => {
  const harness = await start(t, { script: { 'each.array': three, each: submitting } });
  await harness.deploy({ steps: ['each [AsyncArrayStep]', 'ship <- each'] });
  const orderId = await harness.run();
  const step = await idOf(harness, 'each');
  await harness.engine.orders.skipStep(orderId, { ...step, inds: [1], noRetry: false }, tester);
  await harness.settle();
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['ASYNC-WAITING', 'COMPLETE', 'ASYNC-WAITING']);
  await harness.engine.orders.skipStep(orderId, { ...step, inds: [0, 2], noRetry: false }, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('5.4 array: stopping ends the element in work; the next start goes on with the following one', async (t) => {
  const latch = new Latch();
  const harness = await start(t, {
    script: { 'each.array': three, each: ({ order }) => (order.step.ind === 0 ? latch.wait() : undefined) },
  });
  await harness.deploy({ steps });
  const orderId = await harness.run();
  const stopped = harness.engine.workflows.stop('orders', tester);
  latch.open();
  await stopped;
  assert.deepEqual(await elementsOf(harness, orderId, 'each'), ['COMPLETE']);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, [
    'each.array#0',
    'each.primary#1',
    'each.array#0',
    'each.primary#1',
    'each.primary#1',
    'ship.primary#1',
  ]);
});

async function idOf(harness: EngineHarness, step: string): Promise<{ stepId: StepId }> {
  const [order] = await harness.engine.orders.search({
    sort: 'workflow_instanceid',
    descending: true,
    limit: 1,
    offset: 0,
  });
  const { StepInstances } = await harness.get(order?.workflow_instanceid as never);
  return { stepId: StepInstances.find(({ stepname }) => stepname === step)?.stepid as StepId };
}
