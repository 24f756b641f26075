import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { MemoryLog } from '../../../../server/base/logger.ts';
import { EventLog, severityRank } from '../../../../server/engine/events/event-log.ts';

function eventLog(capacity: number): { events: EventLog; log: MemoryLog } {
  const log = new MemoryLog();
  return { events: new EventLog(new FakeClock(), log.logger, capacity), log };
}

test('events are numbered from 1 and told to every listener at once', () => {
  const { events } = eventLog(10);
  const seen: number[] = [];
  const end = events.subscribe(({ id }) => seen.push(id));
  events.publish('SYSTEM_STARTUP', {});
  events.publish('SYSTEM_SHUTDOWN', {});
  end();
  events.publish('SYSTEM_STARTUP', {});
  assert.deepEqual(seen, [1, 2]);
});

test('the cache holds the newest max-events; whoever asks for older ones sees the gap by the ids', () => {
  const { events } = eventLog(3);
  for (let i = 0; i < 5; i += 1) events.publish('SYSTEM_STARTUP', { i });
  assert.deepEqual(
    events.since(0).map(({ id }) => id),
    [3, 4, 5],
  );
  assert.deepEqual(
    events.since(4).map(({ info }) => info),
    [{ i: 4 }],
  );
  assert.deepEqual(events.since(5), []);
});

test('an event has the fields of the manual: code, class, severity, time', () => {
  const { events } = eventLog(3);
  events.publish('WORKFLOW_DATA_ERROR', { a: 1 }, { severity: severityRank('MAJOR') });
  const [event] = events.since(0);
  assert.deepEqual(event, {
    id: 1,
    time: '2026-01-01T00:00:00.000Z',
    class: 102,
    classstr: 'WORKFLOW',
    event: 2005,
    eventstr: 'WORKFLOW_DATA_ERROR',
    severity: 3,
    severitystr: 'MAJOR',
    compositeseverity: 3,
    compositeseveritystr: 'MAJOR',
    info: { a: 1 },
  });
});

test('a listener that throws harms neither the engine nor the other listeners', () => {
  const { events, log } = eventLog(3);
  const seen: number[] = [];
  events.subscribe(() => {
    throw new Error('broken listener');
  });
  events.subscribe(({ id }) => seen.push(id));
  events.publish('SYSTEM_STARTUP', {});
  assert.deepEqual(seen, [1]);
  assert.match(log.lines[0]?.message ?? '', /broken listener/);
});
