import type { JobSchedule } from '../../../schemas/model/job.ts';
import { readCron, type CronFields } from '../../base/cron/cron-fields.ts';
import { cronInWords, durationInWords } from '../../base/cron/cron-words.ts';
import { nextTime } from '../../base/cron/cron-times.ts';
import type { TimeZone } from '../../base/cron/time-zone.ts';
import { problemOfSchedule } from '../../base/cron/check-schedule.ts';

/** A schedule that was read: when a job runs. Times are UTC milliseconds. */
export type Schedule =
  | { readonly type: 'cron'; readonly fields: CronFields; readonly zone: TimeZone; readonly skipGaps: boolean }
  | { readonly type: 'recurring'; readonly milliseconds: number };

/** Reads a schedule that was checked. A job that does not make up for missed runs does not run for a time that summer time leaves out. */
export function readSchedule(schedule: JobSchedule, zone: TimeZone, runSkipped: boolean): Schedule {
  if (schedule.type === 'recurring') return { type: 'recurring', milliseconds: schedule.seconds * 1000 };
  const read = readCron(schedule);
  if (!('fields' in read)) throw new Error(`A schedule was not checked: ${problemOfSchedule(schedule) ?? ''}`);
  return { type: 'cron', fields: read.fields, zone, skipGaps: !runSkipped };
}

/** The first time of the schedule after a time, which for an interval is the start of the last run. */
export function timeAfter(schedule: Schedule, afterMs: number): number {
  if (schedule.type === 'recurring') return afterMs + schedule.milliseconds;
  return nextTime(schedule.fields, schedule.zone, afterMs, { skipGaps: schedule.skipGaps });
}

/** The schedule in words, for people. */
export function scheduleInWords(schedule: JobSchedule): string {
  return schedule.type === 'recurring' ? durationInWords(schedule.seconds) : cronInWords(schedule);
}
