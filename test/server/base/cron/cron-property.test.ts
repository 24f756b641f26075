/**
 * Ten years of random schedules in zones of every sort, against an independent implementation. Near a change of daylight
 * saving the rules differ on purpose; there each time is checked by itself. `CRON_PROPERTY_RUNS` gives the number of schedules.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cron } from 'croner';
import fc from 'fast-check';
import {
  cronRanges,
  joinCron,
  readCron,
  type CronFields,
  type CronTexts,
} from '../../../../server/base/cron/cron-fields.ts';
import { nextTime } from '../../../../server/base/cron/cron-times.ts';
import { findTimeZone, type TimeZone } from '../../../../server/base/cron/time-zone.ts';

const dayMs = 86_400_000;
const numRuns = Number(process.env['CRON_PROPERTY_RUNS'] ?? 8);
const zoneNames = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/Santiago',
  'UTC',
];
const begin = Date.UTC(2026, 0, 1, 12);
const end = Date.UTC(2036, 0, 1, 12);
/** Times per schedule: a stretch of a frequent one, all ten years of a rare one. */
const mostTimes = 150;

const value = (name: keyof CronTexts): fc.Arbitrary<number> =>
  fc.integer({ min: cronRanges[name].from, max: cronRanges[name].to });

function field(name: keyof CronTexts): fc.Arbitrary<string> {
  const range = fc.tuple(value(name), value(name)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc
    .tuple(fc.oneof(fc.constant('*'), range), fc.integer({ min: 1, max: 7 }))
    .map(([of, n]) => `${of}/${n}`);
  const { from, names } = cronRanges[name];
  const named = value(name).map((one) => names[one - from] ?? String(one));
  const part = fc.oneof(named, named, range, step);
  return fc.oneof(
    fc.constant('*'),
    fc.uniqueArray(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
  );
}

const schedules: fc.Arbitrary<CronTexts> = fc
  .record({
    minutes: field('minutes'),
    hours: field('hours'),
    days: field('days'),
    months: field('months'),
    dow: field('dow'),
  })
  .filter((texts) => 'fields' in readCron(texts));

function* ours(fields: CronFields, zone: TimeZone, from: number, until: number): Generator<number> {
  for (let time = from; ;) {
    time = nextTime(fields, zone, time);
    if (time >= until) return;
    yield time;
  }
}

function take(times: Iterable<number>, most: number): readonly number[] {
  const taken: number[] = [];
  for (const time of times) if (taken.push(time) >= most) break;
  return taken;
}

function* theirs(texts: CronTexts, zone: string, from: number, until: number): Generator<number> {
  const cron = new Cron(joinCron(texts), { timezone: zone });
  for (let time: Date | null = new Date(from); ;) {
    time = cron.nextRun(time);
    if (time === null || time.getTime() > until) return;
    yield time.getTime();
  }
}

const isNearChange = (zone: TimeZone, time: number): boolean =>
  zone.offsetAt(time - 2 * dayMs) !== zone.offsetAt(time + 2 * dayMs);

test('ten years of times are those of an independent implementation, away from changes of the offset', () => {
  const zones = fc.constantFrom(...zoneNames);
  const starts = fc.integer({ min: begin, max: end - 400 * dayMs });
  fc.assert(
    fc.property(schedules, zones, starts, (texts, zoneName, from) => {
      const zone = findTimeZone(zoneName)!;
      const read = readCron(texts);
      assert.ok('fields' in read);
      const times = take(ours(read.fields, zone, from, end), mostTimes);
      const last = times.at(-1) ?? from;
      const expected = [...theirs(texts, zoneName, from, last)];
      const far = (list: readonly number[]): string[] =>
        list.filter((time) => !isNearChange(zone, time)).map((time) => new Date(time).toISOString());
      assert.deepEqual(far(times), far(expected));
    }),
    { numRuns },
  );
});

test('near a change no wall-clock time comes twice, and none is lost', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'America/Santiago',
  );
  fc.assert(
    fc.property(
      field('hours').filter((text) => text !== '*'),
      field('minutes'),
      zones,
      (hours, minutes, zoneName) => {
        const zone = findTimeZone(zoneName)!;
        const texts = { minutes, hours, days: '*', months: '*', dow: '*' };
        const read = readCron(texts);
        assert.ok('fields' in read);
        for (const change of changesOf(zone)) checkAround(read.fields, zone, change);
      },
    ),
    { numRuns },
  );
});

function changesOf(zone: TimeZone): readonly number[] {
  const days = Array.from({ length: 366 }, (_, day) => Date.UTC(2027, 0, 1) + day * dayMs);
  return days.filter((day) => zone.offsetAt(day) !== zone.offsetAt(day + dayMs));
}

function checkAround(fields: CronFields, zone: TimeZone, change: number): void {
  const from = change - dayMs / 2;
  const until = change + dayMs + dayMs / 2;
  const times = [...ours(fields, zone, from, until)];
  const fired = new Set(times);
  const walls = times.map((time) => time + zone.offsetAt(time));
  assert.equal(new Set(walls).size, walls.length, 'a wall-clock time twice');
  const isNamed = (wall: number): boolean => {
    const at = new Date(wall);
    return fields.hours.values.includes(at.getUTCHours()) && fields.minutes.values.includes(at.getUTCMinutes());
  };
  const shown = new Set<number>();
  for (let time = from + 60_000; time < until; time += 60_000) {
    const wall = time + zone.offsetAt(time);
    if (!isNamed(wall) || shown.has(wall)) continue;
    shown.add(wall);
    // Shown for the first time in these days: unless it was shown before them, it fires.
    if (wall - zone.offsetAt(from) > from) assert.ok(fired.has(time), `lost: ${new Date(time).toISOString()}`);
  }
  for (const [index, time] of times.entries()) {
    const wall = walls[index] ?? 0;
    const isChange = zone.offsetAt(time) > zone.offsetAt(time - 1);
    assert.ok(isNamed(wall) || isChange, `not named: ${new Date(time).toISOString()}`);
  }
}
