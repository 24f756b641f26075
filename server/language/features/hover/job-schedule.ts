import { problemOfSchedule, type ScheduleTexts } from '../../../base/cron/check-schedule.ts';
import { readCron } from '../../../base/cron/cron-fields.ts';
import { nextTime } from '../../../base/cron/cron-times.ts';
import { cronInWords, durationInWords } from '../../../base/cron/cron-words.ts';
import { findTimeZone, systemTimeZone, type TimeZone } from '../../../base/cron/time-zone.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';

/** Keys of a job that say when it runs. */
export const scheduleKeys: ReadonlySet<string> = new Set(['schedule', 'duration', 'recurring', 'timezone']);

/** When a job runs, as its file says. */
export interface JobTimes {
  readonly schedule: ScheduleTexts;
  /** Absent = that of the engine. */
  readonly timeZone?: string;
}

/** When a job runs; undefined when its file says nothing that can be used. */
export function jobTimesOf(object: YamlObject): JobTimes | undefined {
  const text = (path: readonly string[]): string | undefined => {
    const node = object.node(path);
    return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
  };
  const seconds = text(['duration']) ?? text(['recurring']);
  const field = (name: string): string => text(['schedule', name]) ?? '*';
  if (seconds === undefined && object.node(['schedule']) === undefined) return undefined;
  const schedule: ScheduleTexts =
    seconds === undefined
      ? {
          type: 'cron',
          minutes: field('minutes'),
          hours: field('hours'),
          days: field('days'),
          months: field('months'),
          dow: field('dow'),
        }
      : { type: 'recurring', seconds: Number(seconds) };
  const timeZone = text(['timezone']);
  const isUsable = problemOfSchedule(schedule) === undefined && (timeZone === undefined || findTimeZone(timeZone));
  return isUsable ? { schedule, ...(timeZone === undefined ? {} : { timeZone }) } : undefined;
}

/** The schedule in words with its next runs, in Markdown. */
export function aboutJobTimes({ schedule, timeZone }: JobTimes, nowMs: number, count = 10): string {
  if (schedule.type === 'recurring') {
    return `Runs **${durationInWords(schedule.seconds)}**, from the start of one run to the next.`;
  }
  const zone = (timeZone === undefined ? undefined : findTimeZone(timeZone)) ?? systemTimeZone();
  const times = nextTimes({ schedule, ...(timeZone === undefined ? {} : { timeZone }) }, nowMs, count);
  const head = `Runs **${cronInWords(schedule)}** (${timeZone ?? `${zone.name}, the zone of the engine`}). Next:`;
  return [head, '', ...times.map((time) => `- ${shown(time, zone)}`)].join('\n');
}

/** The next times of a schedule, in UTC milliseconds; an interval is taken to begin now. */
export function nextTimes({ schedule, timeZone }: JobTimes, nowMs: number, count: number): readonly number[] {
  const zone = (timeZone === undefined ? undefined : findTimeZone(timeZone)) ?? systemTimeZone();
  const times: number[] = [];
  for (let time = nowMs; times.length < count;) {
    time = schedule.type === 'recurring' ? time + schedule.seconds * 1000 : nextCron(schedule, zone, time);
    times.push(time);
  }
  return times;
}

function nextCron(schedule: Extract<ScheduleTexts, { type: 'cron' }>, zone: TimeZone, after: number): number {
  const read = readCron(schedule);
  if (!('fields' in read)) throw new Error('A schedule was not checked');
  return nextTime(read.fields, zone, after);
}

/** `Mon 2026-03-02 04:30 UTC+1`: what the wall clock shows, and how far it is from UTC. */
function shown(time: number, zone: TimeZone): string {
  const offset = zone.offsetAt(time);
  const wall = new Date(time + offset);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][wall.getUTCDay()] ?? '';
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const distance = `${Math.floor(minutes / 60)}${minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`}`;
  const utc = offset === 0 ? 'UTC' : `UTC${offset < 0 ? '−' : '+'}${distance}`;
  return `${day} ${wall.toISOString().slice(0, 16).replace('T', ' ')} ${utc}`;
}
