import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonText } from '../../schemas/model/data.ts';
import type { OrderId } from '../../schemas/model/ids.ts';
import { failing, refusalOf, startEngine as start } from '../support/conformance.ts';
import { EngineHarness, type HarnessSetup, tester } from '../support/engine-harness.ts';
import { Latch, StepError } from '../support/scripted-runner.ts';
import { bindingChild, calling, errorsOf } from '../support/waiting-steps.ts';
import type { TestContext } from 'node:test';

const parentSteps = ['pay', 'pack [SubworkflowStep] <- pay', 'ship <- pack'];

async function family(t: TestContext, script: HarnessSetup['script'] = {}): Promise<EngineHarness> {
  const harness = await start(t, { script: { pack: bindingChild('parcels'), ...script } });
  await deployFamily(harness);
  return harness;
}

async function deployFamily(harness: EngineHarness): Promise<void> {
  await harness.deploy({ name: 'parcels', steps: ['wrap'], version: '3.0' });
  await harness.deploy({ steps: parentSteps });
}

async function childOf(harness: EngineHarness, parent: OrderId): Promise<OrderId> {
  const orders = await harness.engine.orders.search({
    sort: 'workflow_instanceid',
    descending: true,
    limit: 50,
    offset: 0,
  });
  const child = orders.find((order) => order.parent_workflow_instanceid === parent);
  assert.ok(child, `order ${parent} has a child`);
  return child.workflow_instanceid as OrderId;
}

test('5.2 SUBWORKFLOW: the bound child runs, the step waits for it, and its end starts the next segment', async (t) => {
  const latch = new Latch();
  const harness = await family(t, { wrap: () => latch.wait() });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'WAITING');
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'COMPLETE', pack: 'WAITING' });
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(await childOf(harness, orderId)), 'COMPLETE');
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.deepEqual(harness.runner.calls, ['pay.primary#1', 'pack.primary#1', 'wrap.primary#1', 'ship.primary#1']);
});

test('5.2 SUBWORKFLOW: the child has the data it was given, and the priority of its parent', async (t) => {
  const order = { staticData: '{"parcel":7}' as JsonText, externalOrderId: 'P7' };
  const harness = await family(t, { pack: calling({ name: 'bindSubworkflow', workflow: 'parcels', order }) });
  const orderId = await harness.run({ staticdata: {}, priority: 42 });
  const child = await harness.get(await childOf(harness, orderId));
  assert.deepEqual([child.staticdata, child.external_order_instanceid, child.priority], [{ parcel: 7 }, 'P7', 42]);
});

test('5.2 SUBWORKFLOW: skipSubworkflow completes the step without a child', async (t) => {
  const harness = await family(t, { pack: calling({ name: 'skipSubworkflow' }, { name: 'skipSubworkflow' }) });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  assert.ok(!harness.runner.calls.includes('wrap.primary#1'));
});

test('5.2 misuse: primary that binds no child ends in ERROR with NO-SUBWORKFLOW-STARTED', async (t) => {
  const harness = await family(t, { pack: () => undefined });
  const orderId = await harness.run();
  assert.deepEqual(await errorsOf(harness, orderId), ['NO-SUBWORKFLOW-STARTED[0]']);
});

const bind = { name: 'bindSubworkflow', workflow: 'parcels', order: { staticData: '{}' as JsonText } } as const;
const misuses = [
  ['a second child', [bind, bind], 'SUBWORKFLOW-ERROR'],
  ['a child after a skip', [{ name: 'skipSubworkflow' }, bind], 'SUBWORKFLOW-ERROR'],
  ['a skip after a child', [bind, { name: 'skipSubworkflow' }], 'SKIP-SUBWORKFLOW-ERROR'],
  ['a child without the name of a workflow', [{ ...bind, workflow: '' }], 'SUBWORKFLOW-ERROR'],
  ['a child of an unknown workflow', [{ ...bind, workflow: 'nothing' }], 'INVALID-WORKFLOW'],
  ['submitAsyncKey in a subworkflow step', [{ name: 'submitAsyncKey', key: 'k' }], 'INVALID-FUNCTION-CALL'],
] as const;

for (const [what, calls, error] of misuses) {
  test(`5.2 misuse: ${what} throws ${error}`, async (t) => {
    const harness = await family(t, { pack: calling(...calls) });
    const orderId = await harness.run();
    assert.deepEqual(await errorsOf(harness, orderId), [`${error}[0]`]);
    assert.equal(await harness.statusOf(orderId), 'ERROR');
  });
}

test('5.2 misuse: bindSubworkflow in a normal step throws SUBWORKFLOW-ERROR and makes no order', async (t) => {
  const harness = await family(t, { pay: calling(bind) });
  const orderId = await harness.run();
  assert.deepEqual(await errorsOf(harness, orderId), ['SUBWORKFLOW-ERROR[0]']);
  const orders = await harness.engine.orders.search({
    sort: 'workflow_instanceid',
    descending: true,
    limit: 9,
    offset: 0,
  });
  assert.equal(orders.length, 1);
});

test('2.3 parent of a subworkflow: ERROR of the child is at once ERROR of all its ancestors', async (t) => {
  const harness = await start(t, {
    script: {
      pack: bindingChild('parcels'),
      wrap: bindingChild('labels'),
      print: failing(1, new StepError('NO-PAPER')),
    },
  });
  await harness.deploy({ name: 'labels', version: '5.0', steps: ['print'] });
  await harness.deploy({ name: 'parcels', version: '3.0', steps: ['wrap [SubworkflowStep]'] });
  await harness.deploy({ steps: parentSteps });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  const child = await childOf(harness, orderId);
  const grandchild = await childOf(harness, child);
  assert.deepEqual([await harness.statusOf(child), await harness.statusOf(grandchild)], ['ERROR', 'ERROR']);
  // Retrying the parent retries through all levels.
  await harness.engine.orders.retry(orderId, tester);
  await harness.settle();
  const statuses = await Promise.all([orderId, child, grandchild].map((id) => harness.statusOf(id)));
  assert.deepEqual(statuses, ['COMPLETE', 'COMPLETE', 'COMPLETE']);
  assert.deepEqual(
    harness.runner.calls.filter((call) => !call.startsWith('pay')),
    ['pack.primary#1', 'wrap.primary#1', 'print.primary#1', 'print.primary#2', 'ship.primary#1'],
  );
});

test('2.3 parent of a subworkflow: a child that is corrected and retried takes its ancestors along', async (t) => {
  const latch = new Latch();
  let attempts = 0;
  const wrap = async (): Promise<void> => {
    attempts += 1;
    if (attempts === 1) throw new StepError('NO-PAPER');
    await latch.wait();
  };
  const harness = await family(t, { wrap });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  await harness.engine.orders.retry(await childOf(harness, orderId), tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'WAITING');
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('2.3 parent of a subworkflow: a RETRY of the child leaves the parent WAITING', async (t) => {
  const harness = await family(t, { wrap: failing(1) });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'WAITING');
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('2.3 parent of a subworkflow: a canceled child is an ERROR of the parent, and uncancel takes it back', async (t) => {
  const harness = await family(t, { wrap: failing(1) });
  const orderId = await harness.run();
  const child = await childOf(harness, orderId);
  await harness.engine.orders.cancel(child, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  await harness.engine.orders.uncancel(child, tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'WAITING');
});

test('10.3 skipStep: a bound subworkflow is not skipped', async (t) => {
  const harness = await family(t, { wrap: failing(1, new StepError('NO-PAPER')) });
  const orderId = await harness.run();
  const { StepInstances } = await harness.get(orderId);
  const stepId = StepInstances.find(({ stepname }) => stepname === 'pack')?.stepid ?? 0;
  const skipped = harness.engine.orders.skipStep(
    orderId,
    { stepId: stepId as never, inds: [0], noRetry: false },
    tester,
  );
  assert.equal(await refusalOf(skipped), 'SKIP-STEP-ERROR');
});

test('subworkflow: a crash after the bind leaves one child, which is followed and not bound again', async (t) => {
  const first = await EngineHarness.start({
    script: {
      pack: async (call, peer) => {
        await bindingChild('parcels')(call, peer);
        await new Promise(() => undefined);
      },
      wrap: () => new Promise(() => undefined),
    },
  });
  await deployFamily(first);
  const orderId = await first.run();
  const harness = await start(t, { folder: await first.crash() });
  await harness.engine.workflows.start('parcels', tester);
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  await harness.pass(60);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  const orders = await harness.engine.orders.search({
    sort: 'workflow_instanceid',
    descending: true,
    limit: 9,
    offset: 0,
  });
  assert.equal(orders.length, 2);
  assert.ok(!harness.runner.calls.some((call) => call.startsWith('pack')));
});

test('subworkflow: a child that ended while its parent was not running is found when it starts', async (t) => {
  const harness = await family(t, { wrap: failing(1) });
  const orderId = await harness.run();
  await harness.engine.workflows.stop('orders', tester);
  await harness.pass(60);
  assert.equal(await harness.statusOf(await childOf(harness, orderId)), 'COMPLETE');
  assert.equal(await harness.statusOf(orderId), 'WAITING');
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});
