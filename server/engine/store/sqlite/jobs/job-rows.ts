import { asId } from '../../../../../schemas/model/ids.ts';
import { jobStatusCodes } from '../../../../../schemas/model/status.ts';
import type { JobManifest, JobSchedule, JobStatus } from '../../../../../schemas/model/job.ts';
import type { DeployedJob, JobSettings } from '../../jobs.ts';
import type { Sqlite } from '../open-database.ts';

export interface JobRow {
  readonly jobid: number;
  readonly name: string;
  readonly sessionid: number;
  readonly active: number;
  readonly manual_active: number;
  readonly remote: number;
  readonly manual_remote: number;
  readonly enabled: number;
  readonly minute: string | null;
  readonly hour: string | null;
  readonly day: string | null;
  readonly month: string | null;
  readonly wday: string | null;
  readonly recurring: number | null;
  readonly manually_updated: number;
  readonly expiry_date: number | null;
  readonly manual_expiry: number;
  readonly manual_options: string | null;
  readonly custom_trigger: number | null;
  readonly last_executed: number | null;
  readonly last_executed_job_instanceid: number | null;
  readonly last_status: string | null;
  readonly manifest: string;
  readonly removed: number | null;
  readonly created: number;
  readonly modified: number;
}

const select = `SELECT jobs.*, (SELECT jobstatus FROM job_instance WHERE job_instanceid = last_executed_job_instanceid)
  AS last_status FROM jobs`;

export function readJobs(db: Sqlite): readonly DeployedJob[] {
  return db.prepare<[], JobRow>(`${select} WHERE removed IS NULL ORDER BY jobid`).all().map(deployedJob);
}

/** Also one that was removed. */
export function findJobRow(db: Sqlite, name: string): JobRow | undefined {
  return db.prepare<[string], JobRow>(`${select} WHERE name = ?`).get(name);
}

export function deployedJob(row: JobRow): DeployedJob {
  const manifest = JSON.parse(row.manifest) as JobManifest;
  return {
    jobId: asId(row.jobid),
    manifest,
    settings: settingsOf(row, manifest),
    isScheduleManual: row.manually_updated === 1,
    sessionId: asId(row.sessionid),
    lastRun: lastRunOf(row),
    created: row.created,
    modified: row.modified,
  };
}

function settingsOf(row: JobRow, manifest: JobManifest): JobSettings {
  const manual = row.manual_options === null ? {} : (JSON.parse(row.manual_options) as JobSettings['options']);
  return {
    active: row.active === 1,
    enabled: row.enabled === 1,
    remote: row.remote === 1,
    schedule: scheduleOf(row),
    expiry: row.expiry_date,
    customTrigger: row.custom_trigger,
    options: { ...manifest.optionValues, ...manual },
  };
}

function scheduleOf(row: JobRow): JobSchedule {
  if (row.recurring !== null) return { type: 'recurring', seconds: row.recurring };
  const { minute, hour, day, month, wday } = row;
  if (minute === null || hour === null || day === null || month === null || wday === null) {
    throw new Error(`Job ${row.name} has no schedule`);
  }
  return { type: 'cron', minutes: minute, hours: hour, days: day, months: month, dow: wday };
}

function lastRunOf(row: JobRow): DeployedJob['lastRun'] {
  if (row.last_executed === null || row.last_executed_job_instanceid === null) return undefined;
  return {
    started: row.last_executed,
    jobInstanceId: asId(row.last_executed_job_instanceid),
    status: jobStatusOf(row.last_status ?? 'C'),
  };
}

export function jobStatusOf(code: string): JobStatus {
  const found = (Object.keys(jobStatusCodes) as JobStatus[]).find((status) => jobStatusCodes[status] === code);
  if (found === undefined) throw new Error(`No job status ${code}`);
  return found;
}

/** The columns of a schedule: the five fields, or the seconds. */
export function scheduleColumns(schedule: JobSchedule) {
  return schedule.type === 'recurring'
    ? { minute: null, hour: null, day: null, month: null, wday: null, recurring: schedule.seconds }
    : {
        minute: schedule.minutes,
        hour: schedule.hours,
        day: schedule.days,
        month: schedule.months,
        wday: schedule.dow,
        recurring: null,
      };
}
