import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { failing, startEngine } from '../../../support/conformance.ts';

async function start(t: TestContext) {
  const clock = new FakeClock();
  const harness = await startEngine(t, { clock, script: { pay: failing(1) }, options: { recover_delay: 600 } });
  await harness.deploy({ steps: ['pay'] });
  return { harness, clock };
}

const hour = 3_600_000;

test('the wall clock is set back an hour: a retry is not delayed', async (t) => {
  const { harness, clock } = await start(t);
  const orderId = await harness.run();
  clock.jump(-hour);
  await harness.pass(599);
  assert.equal(await harness.statusOf(orderId), 'RETRY');
  await harness.pass(1);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('the wall clock is set forward: an order scheduled for that time is taken up within a minute', async (t) => {
  const { harness, clock } = await start(t);
  harness.runner.script = {};
  const scheduled = new Date(clock.nowMicros() / 1000 + 40 * 24 * hour).toISOString();
  const orderId = await harness.create({ staticdata: {}, scheduled });
  await harness.pass(3600);
  assert.equal(await harness.statusOf(orderId), 'SCHEDULED');
  clock.jump(41 * 24 * hour);
  await harness.pass(60);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});

test('an order scheduled in a year waits for a year', async (t) => {
  const { harness, clock } = await start(t);
  harness.runner.script = {};
  const scheduled = new Date(clock.nowMicros() / 1000 + 365 * 24 * hour).toISOString();
  const orderId = await harness.create({ staticdata: {}, scheduled });
  await harness.pass(365 * 24 * 3600 - 1);
  assert.equal(await harness.statusOf(orderId), 'SCHEDULED');
  await harness.pass(2);
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
});
