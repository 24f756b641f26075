import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemClock } from '../../server/base/clock.ts';
import { openSqliteStore } from '../../server/engine/store/sqlite/open.ts';
import { startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { startTestHost } from '../support/test-host.ts';

async function auditOf(harness: EngineHarness): Promise<readonly string[]> {
  await harness.settle();
  const rows = await harness.engine.audit.find({ limit: 1000, offset: 0 });
  return [...rows].reverse().map(({ event, info1, info2 }) => [event, info1, info2].filter(Boolean).join(' '));
}

test('audit: nothing is recorded unless the option asks for it', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  await harness.run();
  await harness.engine.audit.postUserEvent({ event: 'OPENED', severity: 'INFO' }, tester);
  assert.deepEqual(await auditOf(harness), []);
});

test('audit workflow-data: creation and each change of an order’s status, in the order’s own history order', async (t) => {
  const harness = await startEngine(t, { options: { audit: ['workflow-data'] } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  assert.deepEqual(await auditOf(harness), [
    'WORKFLOW-DATA-CREATED READY',
    'WORKFLOW-STATUS-CHANGE READY IN-PROGRESS',
    'WORKFLOW-STATUS-CHANGE IN-PROGRESS COMPLETE',
  ]);
  const { AuditEvents: events } = await harness.get(orderId);
  assert.equal(events.length, 3);
});

test('audit api: each request of an operator is a row with who, the call and what it did', async (t) => {
  const harness = await startEngine(t, { options: { audit: ['api'] } });
  await harness.deploy({ steps: ['pay'] }, { start: false });
  const orderId = await harness.create();
  await harness.engine.orders.setPriority(orderId, 7, tester);
  await harness.engine.orders.lock(orderId, 'mine', tester);
  await harness.engine.workflows.setSla('orders', 60, tester);
  await harness.engine.errors.create(
    { error: 'BAD', description: '', severity: 'MAJOR', status: 'ERROR', business: false },
    {},
    tester,
  );
  const rows = await harness.engine.audit.find({ limit: 100, offset: 0 });
  assert.deepEqual(
    [...rows].reverse().map(({ event, who, reason, info1 }) => [event, who, reason, info1]),
    [
      ['API-CALL', 'tester', 'test', 'release of 2 objects'],
      ['API-CALL', 'tester', 'test', 'created'],
      ['API-CALL', 'tester', 'test', 'priority 7'],
      ['API-CALL', 'tester', 'test', 'locked'],
      ['API-CALL', 'tester', 'test', '{"slaThresholdSeconds":60,"manualSlaThreshold":true}'],
      ['API-CALL', 'tester', 'test', 'error BAD set'],
    ],
  );
});

test('audit workflows: start and stop of execution instances; oload: each object that was loaded', async (t) => {
  const harness = await startEngine(t, { options: { audit: ['workflows', 'oload'] } });
  await harness.deploy({ steps: ['pay'] });
  await harness.engine.workflows.stop('orders', tester);
  const rows = await auditOf(harness);
  assert.ok(
    rows.some((row) => row.startsWith('SOURCE-FILE-LOADED workflow orders:1.0 created')),
    rows.join('\n'),
  );
  assert.ok(
    rows.some((row) => row.startsWith('SOURCE-FILE-LOADED step pay:1.0 created')),
    rows.join('\n'),
  );
  assert.deepEqual(rows.slice(-2), ['WORKFLOW-START orders:1.0 1', 'WORKFLOW-STOP orders:1.0 1']);
});

test('audit alerts: ongoing alerts raised and cleared, transient ones raised', async (t) => {
  const harness = await startEngine(t, { options: { audit: ['alerts'] } });
  const subject = { type: 'SYSTEM', id: 'disk', alert: 'FULL' } as const;
  harness.engine.alerts.raiseOngoing(subject, 'no space');
  harness.engine.alerts.raiseTransient({ ...subject, alert: 'SLOW' }, 'a moment');
  harness.engine.alerts.clearOngoing(subject);
  assert.deepEqual(await auditOf(harness), [
    'ALERT-ONGOING-RAISED SYSTEM disk FULL no space',
    'ALERT-TRANSIENT-RAISED SYSTEM disk SLOW a moment',
    'ALERT-ONGOING-CLEARED SYSTEM disk FULL no space',
  ]);
});

test('audit user-events: a user event is an event for all, and a row where it is audited', async (t) => {
  const harness = await startEngine(t, { options: { audit: ['user-events'] } });
  await harness.engine.audit.postUserEvent({ event: 'SHOP-OPENED', severity: 'MINOR', info: { till: 3 } }, tester);
  const [row] = await harness.engine.audit.find({ limit: 10, offset: 0 });
  assert.deepEqual([row?.event, row?.audit_user_event, row?.info1], ['USER-EVENT', 'SHOP-OPENED', '{"till":3}']);
  const event = harness.events.find(({ eventstr }) => eventstr === 'USER_EVENT');
  assert.deepEqual([event?.class, event?.event, event?.severitystr], [104, 9001, 'MINOR']);
  assert.deepEqual(event?.info, { event: 'SHOP-OPENED', who: 'tester', info: { till: 3 } });
});

test('audit system: start and shutdown, in the transactions of the session', async (t) => {
  const first = await startTestHost(t, { options: ['audit=system'] });
  await first.stop('for the next start');
  const second = await startTestHost(t, { options: ['audit=system'], home: first.home });
  const rows = (await second.request('GET', 'system/audit')).body as readonly { event: string }[];
  assert.deepEqual(
    rows.map(({ event }) => event),
    ['SYSTEM-STARTUP', 'SYSTEM-SHUTDOWN', 'SYSTEM-STARTUP'],
  );
});

test('audit system: the recovery of a session that was not closed begins and ends in the audit', async (t) => {
  const first = await startTestHost(t, { options: ['audit=system'] });
  const { database } = first.file;
  await first.stop('to leave a session open behind it');
  const store = await openSqliteStore({ file: database, clock: new SystemClock() });
  const left = { instanceKey: 'test', url: '', host: 'here', version: '0', pid: 1, now: 1 };
  const sessionId = await store.openSession(left);
  await store.close();
  const second = await startTestHost(t, { options: ['audit=system', 'auto-recover=true'], home: first.home });
  const rows = (await second.request('GET', 'system/audit?limit=3')).body as readonly {
    event: string;
    info1: string;
    info2: string;
  }[];
  assert.deepEqual(
    [...rows]
      .reverse()
      .map(({ event, info1, info2 }) => [event, info1, info2])
      .slice(0, 2),
    [
      ['SYSTEM-RECOVERY-START', `session ${sessionId}`, null],
      ['SYSTEM-RECOVERY-COMPLETE', `session ${sessionId}`, '0 steps, 0 segments, 0 orders'],
    ],
  );
});
