import { timeAfter, type Schedule } from './schedule.ts';

const secondMs = 1000;
/** A clock that is set back further than this was wrong before: the schedule goes by the new time. */
const mendedMs = 24 * 3600 * secondMs;
/** A run that begins this late is still on time: the machine was busy. */
const lateMs = 60 * secondMs;

/** What decides when a job runs next. Times are UTC milliseconds by the wall clock. */
export interface Timing {
  readonly schedule: Schedule;
  readonly runSkipped: boolean;
  /** Start of the last run. */
  readonly lastExecutedMs: number | undefined;
  /** Since when it has been scheduled without a pause. */
  readonly sinceMs: number;
  readonly customTriggerMs: number | undefined;
  /** When the running interval ends: by the monotonic clock, so that a wall clock that is set does not matter. */
  readonly intervalEndMs?: number;
}

/**
 * When the job runs next (manual: job scheduling). A time in the past means now: what was missed is made up for, once. Without
 * `run-skipped`, or before the first run, nothing counts that was before the job was scheduled.
 */
export function nextTrigger(timing: Timing, nowMs: number): number {
  const regular = regularTrigger(timing, nowMs);
  const { customTriggerMs: custom } = timing;
  // One that is past when it would be looked at, or comes after the regular one, is ignored.
  return custom !== undefined && custom >= timing.sinceMs && custom < regular ? custom : regular;
}

function regularTrigger(timing: Timing, nowMs: number): number {
  const { schedule, runSkipped, lastExecutedMs, sinceMs, intervalEndMs } = timing;
  if (intervalEndMs !== undefined) return intervalEndMs;
  const last = lastExecutedMs !== undefined && lastExecutedMs - nowMs < mendedMs ? lastExecutedMs : undefined;
  if (last === undefined) return timeAfter(schedule, Math.min(sinceMs, nowMs));
  if (schedule.type === 'recurring')
    return runSkipped ? timeAfter(schedule, last) : nextOfInterval(schedule, last, sinceMs);
  return timeAfter(schedule, runSkipped ? last : Math.max(last, sinceMs));
}

/** Intervals that ended before the job was scheduled are left out. */
function nextOfInterval(schedule: Extract<Schedule, { type: 'recurring' }>, last: number, since: number): number {
  const missed = Math.max(0, Math.floor((since - last) / schedule.milliseconds));
  return last + (missed + 1) * schedule.milliseconds;
}

export type Due = 'wait' | 'run' | 'skip';

/** Whether a trigger has come; one that was missed by far is left out when missed runs are not made up for. */
export function isDue(triggerMs: number, nowMs: number, runSkipped: boolean): Due {
  if (nowMs < triggerMs) return 'wait';
  return runSkipped || nowMs - triggerMs < lateMs ? 'run' : 'skip';
}

/** A custom trigger is of use only when it is to come and the schedule does not run the job before it. */
export function isUsableTrigger(customMs: number, timing: Timing, nowMs: number): boolean {
  return customMs > nowMs && customMs < regularTrigger(timing, nowMs);
}
