import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { silentLog } from '../../../../server/base/logger.ts';
import { AlertBoard } from '../../../../server/engine/alerts/alert-board.ts';
import { EventLog } from '../../../../server/engine/events/event-log.ts';

function board(): { alerts: AlertBoard; clock: FakeClock; told: () => string[] } {
  const clock = new FakeClock();
  const events = new EventLog(clock, silentLog, 100);
  return {
    alerts: new AlertBoard(clock, events, 3),
    clock,
    told: () => events.since(0).map(({ eventstr }) => eventstr),
  };
}

const subject = { type: 'WORKFLOW', id: '1', alert: 'PROGRAM-NOT-LOADED' } as const;

test('an ongoing alert stands until it is cleared and makes the health RED; raised twice, it is told once', () => {
  const { alerts, told } = board();
  alerts.raiseOngoing(subject, 'first');
  alerts.raiseOngoing(subject, 'second');
  assert.deepEqual(
    alerts.list().map(({ reason, alerttype }) => [reason, alerttype]),
    [['second', 'ONGOING']],
  );
  assert.equal(alerts.health('key').health, 'RED');
  alerts.clearOngoing(subject);
  alerts.clearOngoing(subject);
  assert.deepEqual(alerts.health('key'), { health: 'GREEN', ongoing: 0, transient: 0, 'instance-key': 'key' });
  assert.deepEqual(told(), [
    'ALERT_ONGOING_RAISED',
    'SYSTEM_HEALTH_CHANGED',
    'ALERT_ONGOING_CLEARED',
    'SYSTEM_HEALTH_CHANGED',
  ]);
});

test('a transient alert makes the health YELLOW for a while; only the newest are kept', () => {
  const { alerts, clock } = board();
  for (let i = 0; i < 5; i += 1) alerts.raiseTransient(subject, `reason ${i}`);
  assert.deepEqual(
    alerts.list().map(({ reason }) => reason),
    ['reason 2', 'reason 3', 'reason 4'],
  );
  assert.equal(alerts.health('key').health, 'YELLOW');
  clock.advance(16 * 60 * 1000);
  assert.equal(alerts.health('key').health, 'GREEN');
});
