import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../server/base/clock.ts';
import { failing, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';

async function bands(harness: EngineHarness) {
  const { order_stats: stats } = await harness.engine.workflows.get('orders');
  return Object.fromEntries(stats.map(({ label, l, sla }) => [label, { l, sla }]));
}

test('order summary bands: clean, recovered automatically and manually, by the hour in which they ended', async (t) => {
  const clock = new FakeClock();
  const fails = new Map<string, () => void>();
  const harness = await startEngine(t, {
    clock,
    script: {
      pay: (call) => {
        const { kind = '' } = JSON.parse(call.order.staticData ?? '{}') as { kind?: string };
        fails.get(kind)?.();
      },
    },
  });
  fails.set('automatic', failing(1));
  fails.set('manual', failing(1, 'BAD'));
  await harness.deploy({ steps: ['pay'] });
  await harness.run({ staticdata: { kind: 'clean' } });
  await harness.run({ staticdata: { kind: 'clean' } });
  await harness.run({ staticdata: { kind: 'automatic' } });
  clock.advance(61_000);
  await harness.settle();
  const manual = await harness.run({ staticdata: { kind: 'manual' } });
  await harness.engine.orders.retry(manual, tester);
  await harness.settle();
  const { '1_hour_band': hour, '24_hour_band': day } = await bands(harness);
  const expected = [
    { disposition: 'C', count: 2, pct: 50 },
    { disposition: 'A', count: 1, pct: 25 },
    { disposition: 'M', count: 1, pct: 25 },
  ];
  assert.deepEqual(hour?.l, expected);
  assert.deepEqual(day?.l, expected);
  clock.advance(2 * 3_600_000);
  const { '1_hour_band': later, '4_hour_band': earlier } = await bands(harness);
  assert.deepEqual(later?.l, []);
  assert.deepEqual(earlier?.l, expected);
});

test('SLA: orders that become final within the threshold are in it, later ones and canceled ones by the same rule', async (t) => {
  const clock = new FakeClock();
  const harness = await startEngine(t, { clock });
  await harness.deploy({ steps: ['pay'] }, { start: false });
  await harness.engine.workflows.setSla('orders', 60, tester);
  await harness.create();
  for (const inTime of [await harness.create(), await harness.create(), await harness.create()]) {
    await harness.engine.orders.cancel(inTime, tester);
  }
  clock.advance(61_000);
  const workflow = await harness.engine.workflows.get('orders');
  assert.deepEqual([workflow.sla_threshold, workflow.overdue_orders], [60, 1]);
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  const { '1_hour_band': hour } = await bands(harness);
  assert.deepEqual(hour?.sla, [
    { in_sla: true, count: 3, pct: 75 },
    { in_sla: false, count: 1, pct: 25 },
  ]);
  assert.equal((await harness.engine.workflows.get('orders')).overdue_orders, 0);
});

test('processingSummary: count and durations of what ended COMPLETE; what was only waiting is no processing', async (t) => {
  const clock = new FakeClock();
  const harness = await startEngine(t, { clock, script: { pay: () => clock.advance(2_000) } });
  await harness.deploy({ steps: ['pay'] }, { start: false });
  await harness.create();
  clock.advance(10_000);
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  const [row] = await harness.engine.orders.processingSummary({ global: false });
  assert.deepEqual([row?.name, row?.count, row?.minduration, row?.maxprocessing], ['orders', 1, 12, 2]);
  const [all, ...more] = await harness.engine.orders.processingSummary({ global: true, grouping: 'daily' });
  assert.deepEqual([all?.workflowid, all?.count, more], [undefined, 1, []]);
  assert.match(all?.period ?? '', /^\d{4}-\d\d-\d\d$/);
  const none = await harness.engine.orders.processingSummary({ global: false, minCompleted: clock.nowMicros() + 1 });
  assert.deepEqual(none, []);
});

test('step counts: where the unfinished orders of a workflow stand', async (t) => {
  const harness = await startEngine(t, { script: { ship: failing(5, 'BAD') } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  await harness.run();
  await harness.run();
  assert.deepEqual(
    (await harness.engine.workflows.stepCounts('orders')).map(({ stepname, orders, errors }) => [
      stepname,
      orders,
      errors,
    ]),
    [['ship', 2, 2]],
  );
});

test('HierarchyInfo: parents and children of an order by id, with their level', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] }, { start: false });
  const parent = await harness.create();
  const child = await harness.create({ staticdata: {}, parent_workflow_instanceid: parent });
  const { HierarchyInfo: tree } = await harness.get(child);
  assert.deepEqual(
    Object.values(tree).map(({ workflow_instanceid: id, hierarchy_level: level }) => [id, level]),
    [
      [parent, 0],
      [child, 1],
    ],
  );
});
