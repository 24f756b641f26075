import { readCron, type CronTexts } from './cron-fields.ts';
import { findTimeZone } from './time-zone.ts';

/** Five fields, or seconds between two starts. */
export type ScheduleTexts =
  ({ readonly type: 'cron' } & CronTexts) | { readonly type: 'recurring'; readonly seconds: number };

/** What is wrong with a schedule, as the end of a sentence; undefined = nothing. */
export function problemOfSchedule(schedule: ScheduleTexts): string | undefined {
  if (schedule.type === 'recurring') {
    const isUsable = Number.isSafeInteger(schedule.seconds) && schedule.seconds >= 1;
    return isUsable ? undefined : `an interval is a whole number of seconds, not ${schedule.seconds}`;
  }
  const read = readCron(schedule);
  return 'fields' in read ? undefined : read.faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
}

export function problemOfZone(name: string | undefined): string | undefined {
  return name === undefined || findTimeZone(name) ? undefined : `there is no time zone "${name}"`;
}
