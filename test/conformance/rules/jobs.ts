import { ruleTopic } from './rule.ts';

const schedule = 'conformance/jobs-schedule.test.ts: ';

export const jobRules = ruleTopic('Jobs', 'JOB', 'jobs.test.ts', [
  ['A cron job runs at each time of its schedule (job cron schedule)', `${schedule}a job runs at each time`],
  ['Names, lists, ranges and steps in the five fields', 'server/base/cron/cron-fields.test.ts: a field holds'],
  ['Both days restricted: either match counts', 'server/base/cron/cron-times.test.ts: both days restricted'],
  ['recurring: seconds from the start of one run to the next', `${schedule}an interval begins with the start`],
  ['A job never overlaps itself', `${schedule}a run never overlaps`],
  ['run-skipped: a run missed while the engine was down is made up for, once', `${schedule}runs missed while`],
  ['Without run-skipped what was missed is left out', `${schedule}without run-skipped`],
  ['A wall clock that is set: no run twice, none forgotten', `${schedule}a wall clock that is set`],
  ['Daylight saving both ways: one run each', `${schedule}both changes of daylight saving`],
  ['active: an inactive job runs on demand only', `${schedule}an inactive job`],
  ['expiry-date: on and after it the job is inactive', `${schedule}on its expiry date`],
  ['single-instance: one engine at a time', 'a job of a single instance'],
  ['State data is removed when a run is COMPLETE, and stays otherwise', 'state data stays'],
  ['Persistent state data stays until the job removes it', 'state data stays'],
  ['An exception makes the run ERROR and is recorded as MAJOR', 'state data stays'],
  ['Errors below MAJOR and warnings leave the status alone', 'raised errors: only'],
  ['An alert on ERROR is cleared by COMPLETE', 'an alert stands'],
  ['Session recovery: IN-PROGRESS becomes CRASH, the job is free', 'a run that a crash of the engine'],
  ['setTrigger: ignored when past or after the next regular trigger', 'a trigger of its own'],
  ['Schedule, active, expiry, remote and options set by operations survive deploys', 'what operations changed'],
  ['JOB-ERROR, CRON-ERROR, JOB-SCHEDULE-ERROR', 'refusals carry'],
  ['Shutdown: runs end, none starts', 'a graceful stop waits'],
  ['REST: run, schedule, setActive, setExpiry, setRemote, results', 'server/api/jobs.test.ts: jobs over REST'],
]);
