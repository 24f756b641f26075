import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCron, splitCron } from '../../../../server/base/cron/cron-fields.ts';
import { nextTime, previousTime, type CronOptions } from '../../../../server/base/cron/cron-times.ts';
import { findTimeZone } from '../../../../server/base/cron/time-zone.ts';

/** The next times after a UTC time, as `MM-DDThh:mm` in UTC. */
function times(cron: string, zone: string, after: string, count: number, options: CronOptions = {}): readonly string[] {
  const { fields, at } = read(cron, zone);
  const found: string[] = [];
  for (let time = Date.parse(after); found.length < count;) {
    time = nextTime(fields, at, time, options);
    found.push(new Date(time).toISOString().slice(5, 16));
  }
  return found;
}

function read(cron: string, zone: string) {
  const texts = splitCron(cron);
  const answer = texts && readCron(texts);
  const at = findTimeZone(zone);
  assert.ok(answer && 'fields' in answer && at, `${cron} in ${zone}`);
  return { fields: answer.fields, at };
}

test('both days restricted: either match counts (manual: job cron schedule)', () => {
  assert.deepEqual(times('30 4 1,15 * fri', 'UTC', '2026-05-01T04:30:00Z', 4), [
    '05-08T04:30',
    '05-15T04:30',
    '05-22T04:30',
    '05-29T04:30',
  ]);
  assert.deepEqual(times('0 0 13 * *', 'UTC', '2026-01-01T00:00:00Z', 2), ['01-13T00:00', '02-13T00:00']);
});

test('29 February comes in leap years', () => {
  assert.deepEqual(times('0 0 29 2 *', 'UTC', '2096-03-01T00:00:00Z', 1), ['02-29T00:00']);
});

test('a time that spring leaves out counts at the change, once; with skipGaps not at all', () => {
  const spring = '2026-03-28T12:00:00Z';
  assert.deepEqual(times('0,30 2 * * *', 'Europe/Berlin', spring, 2), ['03-29T01:00', '03-30T00:00']);
  assert.deepEqual(times('30 2 * * *', 'Europe/Berlin', spring, 2, { skipGaps: true }), ['03-30T00:30', '03-31T00:30']);
  assert.deepEqual(times('0 2,3 * * *', 'Europe/Berlin', spring, 2), ['03-29T01:00', '03-30T00:00']);
});

test('a time that autumn has twice counts once, the first', () => {
  assert.deepEqual(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2), ['10-25T00:30', '10-26T01:30']);
});

test('every hour goes by the hours as they pass', () => {
  assert.deepEqual(times('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3), [
    '10-25T00:00',
    '10-25T01:00',
    '10-25T02:00',
  ]);
  assert.deepEqual(times('30 * * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', 2), ['03-29T00:30', '03-29T01:30']);
});

test('a change at midnight moves the first time of the day', () => {
  assert.deepEqual(times('15 0 * * *', 'Africa/Cairo', '2026-04-23T00:00:00Z', 2), ['04-23T22:00', '04-24T21:15']);
});

test('half hours and the southern summer', () => {
  assert.deepEqual(times('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 2), [
    '10-03T15:30',
    '10-04T15:15',
  ]);
  assert.deepEqual(times('0 9 * * *', 'Asia/Kolkata', '2026-01-01T00:00:00Z', 1), ['01-01T03:30']);
});

test('the previous time is the one whose next is this', () => {
  for (const cron of ['30 4 1,15 * fri', '30 2 * * *', '*/20 * * * *']) {
    const { fields, at } = read(cron, 'Europe/Berlin');
    for (const from of ['2026-03-29T12:00:00Z', '2026-10-25T03:00:00Z', '2027-01-01T00:00:00Z']) {
      const next = nextTime(fields, at, Date.parse(from));
      assert.equal(nextTime(fields, at, previousTime(fields, at, next)), next, `${cron} before ${from}`);
    }
  }
});

test('a name that is no zone is not found', () => {
  assert.equal(findTimeZone('Mars/Olympus'), undefined);
});
