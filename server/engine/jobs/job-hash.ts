import type { JobStatus } from '../../../schemas/model/job.ts';
import type { AlertHash, JobHash } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { joinCron } from '../../base/cron/cron-fields.ts';
import { zoneOf, type JobRuntime } from './job-runtime.ts';
import { scheduleInWords } from './schedule.ts';

/** A job under the manual's names (manual: job hash). */
export function jobHash(
  job: JobRuntime,
  counts: Partial<Record<JobStatus, number>>,
  alerts: readonly AlertHash[],
): JobHash {
  const { manifest, settings, deployed } = job;
  const { lastRun } = deployed;
  return {
    ...job.identity,
    patch: manifest.patch ?? null,
    description: manifest.description,
    author: manifest.author.join(', '),
    sessionid: deployed.sessionId,
    remote: settings.remote,
    run_skipped: manifest.runSkipped,
    single_instance: manifest.singleInstance,
    enabled: settings.enabled,
    active: job.isScheduled,
    db_active: settings.active,
    ...scheduleParts(job),
    manually_updated: deployed.isScheduleManual,
    expiry_date: timeOf(settings.expiry),
    custom_trigger: timeOf(settings.customTrigger),
    last_executed: timeOf(lastRun?.started),
    last_executed_job_instanceid: lastRun?.jobInstanceId ?? null,
    last_status: lastRun?.status ?? null,
    next: job.triggerMs === undefined ? null : isoFromMicros(job.triggerMs * 1000),
    running: job.running !== undefined,
    options: settings.options,
    tags: manifest.tags,
    groups: manifest.groups,
    lib: manifest.libraryObjects,
    alerts: alerts.filter(({ type, id }) => type === 'JOB' && id === String(job.jobId)),
    class_name: manifest.className,
    language: 'typescript',
    source: manifest.source.file,
    created: isoFromMicros(deployed.created),
    modified: isoFromMicros(deployed.modified),
    'IN-PROGRESS': counts['IN-PROGRESS'] ?? 0,
    COMPLETE: counts.COMPLETE ?? 0,
    ERROR: counts.ERROR ?? 0,
    CRASH: counts.CRASH ?? 0,
  };
}

function scheduleParts({ settings: { schedule }, manifest }: JobRuntime) {
  const shared = { sched_type: schedule.type, sched_txt: scheduleInWords(schedule), timezone: zoneOf(manifest).name };
  if (schedule.type === 'recurring') {
    const none = { minute: null, hour: null, day: null, month: null, wday: null, cron: null };
    return { ...none, recurring: schedule.seconds, ...shared };
  }
  const { minutes: minute, hours: hour, days: day, months: month, dow: wday } = schedule;
  return { minute, hour, day, month, wday, cron: joinCron(schedule), recurring: null, ...shared };
}

function timeOf(micros: number | null | undefined): string | null {
  return micros === null || micros === undefined ? null : isoFromMicros(micros);
}
