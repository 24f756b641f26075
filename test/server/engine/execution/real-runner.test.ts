import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SystemClock } from '../../../../server/base/clock.ts';
import type { EventName } from '../../../../schemas/protocol/event.ts';
import { ProcessRunnerHost } from '../../../../server/isolation/process-runner-host.ts';
import { SharedRunnerHost } from '../../../../server/isolation/shared-runner-host.ts';
import { EngineHarness, tester } from '../../../support/engine-harness.ts';

/** Real step classes in a real runner; time is real too, so delays are short. */
const code = `
const { NormalStep } = require('ordo');
class Check extends NormalStep {
  async primary(order) {
    if (order.staticData.bad) throw Object.assign(new Error('no stock'), { code: 'NO-STOCK' });
    await order.dynamicData.update({ checked: order.staticData.amount });
  }
}
class Pay extends NormalStep {
  async primary(order) {
    if (order.staticData.die && order.attempt === 1) process.kill(process.pid, 'SIGKILL');
    if (order.staticData.hang && order.attempt === 1) await new Promise(() => {});
    if (order.staticData.spin && order.attempt === 1) for (;;) {}
    await order.dynamicData.update({ paid: true });
  }
  async validation(order) { return order.staticData.paidAlready ? 'COMPLETE' : 'RETRY'; }
}
exports.steps = { 'check:1.0': Check, 'pay:1.0': Pay };
`;

const forms = { process: ProcessRunnerHost, shared: SharedRunnerHost } as const;

async function start(t: TestContext, form: keyof typeof forms): Promise<EngineHarness> {
  const clock = new SystemClock();
  const runner = new forms[form]({ clock, cancelGraceMs: 100, blockedMs: 2_000 });
  const harness = await EngineHarness.start({ clock, runner, options: { recover_delay: 1 } });
  t.after(() => harness.close());
  const bundle = `real-${form}`;
  await harness.deploy({ steps: ['check', 'pay! <- check'], step: { timeoutSeconds: 0.5 }, code, bundle });
  return harness;
}

/** Waits for an event about the order; the order's own limit is the test's. */
function eventOf(harness: EngineHarness, name: EventName, orderId: number, status: string): Promise<void> {
  return new Promise((resolve) => {
    const end = harness.engine.events.subscribe((event) => {
      const { workflow_instanceid, status: reached } = event.info;
      if (event.eventstr !== name || workflow_instanceid !== orderId || reached !== status) return;
      end();
      resolve();
    });
  });
}

async function runTo(harness: EngineHarness, staticdata: Record<string, string | number | boolean>, status: string) {
  const ended = new Map<unknown, unknown>();
  harness.engine.events.subscribe(({ eventstr, info }) => {
    if (eventstr === 'WORKFLOW_DATA_RELEASED') ended.set(info['workflow_instanceid'], info['status']);
  });
  const { workflow_instanceid } = await harness.engine.orders.create('orders', { staticdata }, tester);
  if (ended.get(workflow_instanceid) !== status) {
    await eventOf(harness, 'WORKFLOW_DATA_RELEASED', workflow_instanceid, status);
  }
  return harness.get(workflow_instanceid as Parameters<EngineHarness['get']>[0]);
}

for (const form of ['process', 'shared'] as const) {
  test(
    `real steps in the ${form} form: data, errors, a runner that dies, a call that hangs`,
    { timeout: 60_000 },
    async (t) => {
      const harness = await start(t, form);
      const good = await runTo(harness, { amount: 7 }, 'COMPLETE');
      assert.deepEqual(good.dynamicdata, { checked: 7, paid: true });
      const bad = await runTo(harness, { bad: true }, 'ERROR');
      assert.deepEqual([bad.ErrorInstances[0]?.error, bad.ErrorInstances[0]?.stepname], ['NO-STOCK', 'check']);
      const died = await runTo(harness, { die: true, paidAlready: true }, 'COMPLETE');
      assert.deepEqual(
        died.ErrorInstances.map(({ error }) => error),
        ['RUNNER-LOST'],
      );
      const hung = await runTo(harness, { hang: true }, 'RETRY');
      assert.deepEqual(
        hung.ErrorInstances.map(({ error }) => error),
        ['STEP-TIMEOUT'],
      );
      const spun = await runTo(harness, { spin: true }, 'RETRY');
      assert.match(spun.ErrorInstances[0]?.error ?? '', /STEP-TIMEOUT|RUNNER-LOST/);
      assert.equal((await runTo(harness, { amount: 8 }, 'COMPLETE')).workflowstatus, 'COMPLETE');
    },
  );
}

test('a program that does not load closes its gate; a mended bundle opens it', { timeout: 60_000 }, async (t) => {
  const harness = await start(t, 'process');
  await harness.deploy(
    { steps: ['check'], code: 'throw new Error("broken at load");', bundle: 'broken' },
    { start: false },
  );
  const order = await runTo(harness, { amount: 1 }, 'RETRY');
  assert.match(order.ErrorInstances[0]?.info ?? '', /broken at load/);
  assert.equal(harness.engine.alerts.list()[0]?.alert, 'PROGRAM-NOT-LOADED');
  const completed = eventOf(harness, 'WORKFLOW_DATA_RELEASED', order.workflow_instanceid, 'COMPLETE');
  await harness.deploy({ steps: ['check'], code, bundle: 'mended' }, { start: false });
  await completed;
  assert.deepEqual(harness.engine.alerts.list(), []);
});
