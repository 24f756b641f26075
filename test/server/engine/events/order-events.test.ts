import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failing, startEngine } from '../../../support/conformance.ts';
import type { EngineHarness } from '../../../support/engine-harness.ts';
import { StoreUnavailable } from '../../../../server/engine/store/store.ts';

/** `EVENT what old>new` of each event since the last call. */
function told(harness: EngineHarness): string[] {
  return harness.events.splice(0).map(({ eventstr, info }) => {
    const { stepname, status, info: change } = info as Record<string, string> & { info?: { old: string; new: string } };
    const moved = typeof change === 'object' ? `${String(change.old)}>${change.new}` : status;
    return [eventstr, stepname, moved].filter((part) => part !== undefined).join(' ');
  });
}

test('the life of an order is told event by event, in the order in which it was recorded', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1) } });
  await harness.deploy({ steps: ['pay'] });
  harness.events.length = 0;
  await harness.run();
  assert.deepEqual(told(harness), [
    'WORKFLOW_DATA_SUBMITTED READY',
    'WORKFLOW_DATA_CACHED READY',
    'WORKFLOW_STATUS_CHANGED READY>IN-PROGRESS',
    'WORKFLOW_STEP_STATUS_CHANGED pay null>IN-PROGRESS',
    'WORKFLOW_DATA_ERROR',
    'WORKFLOW_STEP_STATUS_CHANGED pay IN-PROGRESS>RETRY',
    'WORKFLOW_STATUS_CHANGED IN-PROGRESS>RETRY',
    'WORKFLOW_DATA_RELEASED RETRY',
  ]);
  await harness.pass(60);
  assert.deepEqual(told(harness), [
    'WORKFLOW_DATA_CACHED RETRY',
    'WORKFLOW_STATUS_CHANGED RETRY>IN-PROGRESS',
    'WORKFLOW_STEP_STATUS_CHANGED pay RETRY>IN-PROGRESS',
    'WORKFLOW_STEP_STATUS_CHANGED pay IN-PROGRESS>COMPLETE',
    'WORKFLOW_STATUS_CHANGED IN-PROGRESS>COMPLETE',
    'WORKFLOW_DATA_RELEASED COMPLETE',
  ]);
});

test('an error event says what, where and under which execution instance', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'BAD') } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  const event = harness.events.find(({ eventstr }) => eventstr === 'WORKFLOW_DATA_ERROR');
  assert.equal(event?.severitystr, 'MAJOR');
  assert.deepEqual(event?.info, {
    name: 'orders',
    version: '1.0',
    workflowid: 1,
    workflow_instanceid: orderId,
    execid: 1,
    error: {
      err: 'BAD',
      desc: '',
      info: 'BAD was thrown',
      business_error: false,
      stepid: 1,
      ind: 0,
      retry: false,
      errorid: 1,
    },
  });
});

test('nobody is told of what is not on disk', async (t) => {
  let isFull = false;
  const harness = await startEngine(t, {
    wrapStore: (store) =>
      new Proxy(store, {
        get(target, name) {
          if (name === 'commit' && isFull) return () => Promise.reject(new StoreUnavailable('full'));
          const member: unknown = Reflect.get(target, name, target);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
  });
  await harness.deploy({ steps: ['pay'] });
  harness.events.length = 0;
  isFull = true;
  await assert.rejects(harness.create());
  assert.deepEqual(told(harness), ['ALERT_ONGOING_RAISED', 'SYSTEM_HEALTH_CHANGED']);
});
