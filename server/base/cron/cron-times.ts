import type { CronFields } from './cron-fields.ts';
import type { TimeZone } from './time-zone.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 29 February may be eight years away (1896, 1904); further no schedule reaches. */
const longestWaitDays = 366 * 9;

export interface CronOptions {
  /** Times that a change of daylight saving leaves out do not count at all; otherwise the moment of the change does. */
  readonly skipGaps?: boolean;
}

/** The first time after `afterMs` (UTC milliseconds) that the fields name by the wall clock of the zone. */
export function nextTime(fields: CronFields, zone: TimeZone, afterMs: number, options: CronOptions = {}): number {
  const today = wallDay(zone, afterMs);
  for (let day = today - Number(isNearChange(zone, today)); day <= today + longestWaitDays; day += 1) {
    const next = Math.min(...timesAround(fields, zone, [day, day + 1], options).filter((time) => time > afterMs));
    if (Number.isFinite(next)) return next;
  }
  throw new Error('A schedule that was read has a next time');
}

/** The last time before `beforeMs` that the fields name. */
export function previousTime(fields: CronFields, zone: TimeZone, beforeMs: number, options: CronOptions = {}): number {
  const today = wallDay(zone, beforeMs);
  for (let day = today + Number(isNearChange(zone, today)); day >= today - longestWaitDays; day -= 1) {
    const previous = Math.max(...timesAround(fields, zone, [day, day - 1], options).filter((time) => time < beforeMs));
    if (Number.isFinite(previous)) return previous;
  }
  throw new Error('A schedule that was read has a previous time');
}

/** Where clocks are set back across midnight a day begins before the one before it has ended, so its neighbour is looked at as well. */
function timesAround(
  fields: CronFields,
  zone: TimeZone,
  [day, neighbour]: readonly [number, number],
  options: CronOptions,
): readonly number[] {
  const times = timesOfDay(fields, zone, day, options);
  return isNearChange(zone, day) ? [...times, ...timesOfDay(fields, zone, neighbour, options)] : times;
}

function wallDay(zone: TimeZone, utcMs: number): number {
  return Math.floor((utcMs + zone.offsetAt(utcMs)) / dayMs);
}

/** The times of one day of the wall calendar, in UTC. */
function timesOfDay(fields: CronFields, zone: TimeZone, day: number, options: CronOptions): readonly number[] {
  if (!namesDay(fields, day)) return [];
  const wallTimes = fields.hours.values.flatMap((hour) =>
    fields.minutes.values.map((minute) => day * dayMs + hour * hourMs + minute * 60_000),
  );
  const { before, after } = offsetsAround(zone, day);
  if (before === after) return wallTimes.map((wall) => wall - before);
  return wallTimes.flatMap((wall) => momentsOf(wall, zone, [before, after], fields.hours.isAny, options));
}

/** Every moment of this wall day lies between these two; days apart, so that the zone remembers them for its neighbours. */
function offsetsAround(zone: TimeZone, day: number): { readonly before: number; readonly after: number } {
  return { before: zone.offsetAt((day - 1) * dayMs), after: zone.offsetAt((day + 2) * dayMs) };
}

function isNearChange(zone: TimeZone, day: number): boolean {
  const { before, after } = offsetsAround(zone, day);
  return before !== after;
}

/** Both days restricted: either match counts (manual: job cron schedule). */
function namesDay({ days, months, dow }: CronFields, day: number): boolean {
  const date = new Date(day * dayMs);
  if (!months.values.includes(date.getUTCMonth() + 1)) return false;
  const isDayOfMonth = days.values.includes(date.getUTCDate());
  const isDayOfWeek = dow.values.includes(date.getUTCDay());
  return days.isAny || dow.isAny ? isDayOfMonth && isDayOfWeek : isDayOfMonth || isDayOfWeek;
}

/** The moments at which the wall clock shows this, on a day near a change of the zone's offset. */
function momentsOf(
  wall: number,
  zone: TimeZone,
  offsets: readonly [number, number],
  everyHour: boolean,
  { skipGaps = false }: CronOptions,
): readonly number[] {
  const moments = offsets.map((offset) => wall - offset).filter((moment) => moment + zone.offsetAt(moment) === wall);
  moments.sort((a, b) => a - b);
  if (moments.length > 0) return everyHour ? moments : moments.slice(0, 1);
  return everyHour || skipGaps ? [] : [changeWithin(zone, wall - Math.max(...offsets), wall - Math.min(...offsets))];
}

/** The moment of the change of offset in an interval that has one. */
function changeWithin(zone: TimeZone, from: number, to: number): number {
  const offset = zone.offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
