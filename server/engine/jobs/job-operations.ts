import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { JobId } from '../../../schemas/model/ids.ts';
import type { JobSchedule, JobStatus } from '../../../schemas/model/job.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { problemOfSchedule } from '../../base/cron/check-schedule.ts';
import { splitCron } from '../../base/cron/cron-fields.ts';
import { encodeData, plainFromData } from '../../base/tagged-json.ts';
import { type Caller, EngineRefusal, type JobOperations, type JobReference } from '../engine.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { JobSettings } from '../store/jobs.ts';
import { jobHash } from './job-hash.ts';
import { type JobRuntime, zoneOf } from './job-runtime.ts';
import type { JobScheduler } from './job-scheduler.ts';
import { readSchedule, timeAfter } from './schedule.ts';

interface Context {
  readonly parts: EngineParts;
  readonly scheduler: JobScheduler;
  readonly checkRunning: () => void;
}

type Counts = ReadonlyMap<JobId, Partial<Record<JobStatus, number>>>;

/** Jobs as people and programs handle them (manual: REST API, jobs). */
export function jobOperations(context: Context): JobOperations {
  const { parts, scheduler } = context;
  const find = (reference: JobReference): JobRuntime => findJob(scheduler, reference);
  return {
    list: async () => {
      const counts = await countsByJob(parts);
      return [...scheduler.jobs.values()].map((job) => hashOf(context, job, counts));
    },
    get: async (reference) => {
      const job = find(reference);
      return hashOf(context, job, await countsByJob(parts));
    },
    run: async (reference, caller) => {
      context.checkRunning();
      const { jobInstanceId, ended } = await scheduler.run(find(reference), 'operator', caller);
      return { job_instanceid: jobInstanceId, status: await ended };
    },
    setSchedule: async (reference, schedule, caller) =>
      change(context, find(reference), { schedule: scheduleFrom(schedule) }, caller),
    setActive: async (reference, active, caller) => {
      const job = find(reference);
      if (active) refuseExpired(parts, job);
      await change(context, job, { active }, caller);
    },
    setEnabled: async (reference, enabled, caller) => change(context, find(reference), { enabled }, caller),
    setExpiry: async (reference, expiry, caller) => change(context, find(reference), { expiry }, caller),
    setRemote: async (reference, remote, caller) => {
      const job = find(reference);
      const before = job.host;
      await change(context, job, { remote }, caller);
      if (job.host !== before) await before.unload(job.program);
    },
    setOptions: async (reference, options, caller) => {
      const job = find(reference);
      await change(context, job, { options: { ...job.settings.options, ...options } }, caller);
    },
    reset: async (reference) => {
      find(reference);
      await scheduler.reload();
    },
    kill: (reference) => {
      const job = find(reference);
      job.host.kill(job.program, 'An operator killed the program.');
    },
    remove: async (reference, caller) => {
      context.checkRunning();
      const job = find(reference);
      if (job.running) throw new EngineRefusal('JOB-RUNNING', `Job ${job.manifest.name} is running.`, 409);
      await parts.store.jobs.remove(job.jobId, { now: parts.clock.nowMicros(), audit: auditOf(parts, job, caller) });
      await scheduler.reload();
      parts.events.publish('JOB_DELETED', job.identity);
    },
    data: async (reference, kind) => {
      const text = (await parts.store.jobs.data(find(reference).jobId))[kind];
      return text === null ? null : plainFromData(text);
    },
    setData: async (reference, kind, data, caller) => setData(context, find(reference), kind, data, caller),
    nextTimes: async (reference, count) => nextTimes(parts, find(reference), count),
    results: async ({ job, ...filter }) =>
      parts.store.jobs.results({ ...filter, ...(job === undefined ? {} : { jobId: find(job).jobId }) }),
    result: async (id) => {
      const [found] = await parts.store.jobs.results({
        ids: [id],
        descending: true,
        sort: 'job_instanceid',
        limit: 1,
        offset: 0,
      });
      if (!found) throw new EngineRefusal('INVALID-JOB-RESULT', `There is no job result ${id}.`, 404);
      return found;
    },
    countResults: async ({ job, ...filter }) => {
      const counts = await countsByJob(parts, filter);
      const jobs = job === undefined ? [...scheduler.jobs.values()] : [find(job)];
      return jobs.map((one) => ({ ...one.identity, counts: counts.get(one.jobId) ?? {} }));
    },
  };
}

function findJob(scheduler: JobScheduler, reference: JobReference): JobRuntime {
  const jobs = [...scheduler.jobs.values()];
  const found = jobs.find(({ jobId, manifest }) => String(jobId) === String(reference) || manifest.name === reference);
  if (!found) throw new EngineRefusal('INVALID-JOB', `There is no job ${JSON.stringify(reference)}.`, 404);
  return found;
}

/** Records a change by operations, puts it in force and tells of it. */
async function change(
  { parts, scheduler, checkRunning }: Context,
  job: JobRuntime,
  settings: Partial<JobSettings>,
  caller: Caller,
): Promise<void> {
  checkRunning();
  const options = { manually: true, now: parts.clock.nowMicros(), audit: auditOf(parts, job, caller) };
  await parts.store.jobs.update(job.jobId, settings, options);
  await scheduler.reload();
  const { schedule, active, expiry, remote } = settings;
  const told = {
    ...(schedule === undefined ? {} : scheduleInfo(schedule)),
    ...(active === undefined ? {} : { active }),
    ...(expiry === undefined ? {} : { expiry_date: expiry === null ? null : isoFromMicros(expiry) }),
    ...(remote === undefined ? {} : { remote }),
  };
  parts.events.publish('JOB_UPDATED', { ...job.identity, ...told });
}

function scheduleInfo(schedule: JobSchedule): JsonObject {
  if (schedule.type === 'recurring') return { recurring: schedule.seconds };
  const { minutes: minute, hours: hour, days: day, months: month, dow: wday } = schedule;
  return { minute, hour, day, month, wday };
}

function scheduleFrom(given: { readonly cron: string } | { readonly seconds: number }): JobSchedule {
  if ('seconds' in given) return checked({ type: 'recurring', seconds: given.seconds });
  const texts = splitCron(given.cron);
  if (texts === undefined) {
    throw new EngineRefusal('CRON-ERROR', `A schedule has five fields, not "${given.cron}".`, 409);
  }
  return checked({ type: 'cron', ...texts });
}

function checked(schedule: JobSchedule): JobSchedule {
  const reason = problemOfSchedule(schedule);
  if (reason === undefined) return schedule;
  const error = schedule.type === 'cron' ? 'CRON-ERROR' : 'JOB-SCHEDULE-ERROR';
  throw new EngineRefusal(error, `The schedule cannot be used: ${reason}.`, 409);
}

/** A job whose expiry date is past, or before its next run, cannot be active (manual: setActive). */
function refuseExpired({ clock }: EngineParts, job: JobRuntime): void {
  const now = clock.nowMicros() / 1000;
  if (!job.isExpiredAt(job.triggerFrom(now))) return;
  throw new EngineRefusal('JOB-ERROR', `Job ${job.manifest.name} expires before its next run.`, 409);
}

async function setData(
  { parts, checkRunning }: Context,
  job: JobRuntime,
  kind: 'state' | 'persistent',
  data: JsonValue,
  caller: Caller,
): Promise<void> {
  checkRunning();
  const limits = { maxBytes: parts.options.number('max-datum-bytes') };
  await parts.store.jobs.saveData({ jobId: job.jobId }, kind, data === null ? null : encodeData(data, limits), {
    now: parts.clock.nowMicros(),
    audit: auditOf(parts, job, caller),
  });
}

function nextTimes({ clock }: EngineParts, job: JobRuntime, count: number): readonly string[] {
  const schedule = readSchedule(job.settings.schedule, zoneOf(job.manifest), job.manifest.runSkipped);
  const times: string[] = [];
  for (let time = clock.nowMicros() / 1000; times.length < count;) {
    time = timeAfter(schedule, time);
    if (job.isExpiredAt(time)) break;
    times.push(new Date(time).toISOString());
  }
  return times;
}

function hashOf({ parts }: Context, job: JobRuntime, counts: Counts) {
  return jobHash(job, counts.get(job.jobId) ?? {}, parts.alerts.list());
}

async function countsByJob(parts: EngineParts, filter: { readonly minStarted?: number } = {}): Promise<Counts> {
  const counts = new Map<JobId, Partial<Record<JobStatus, number>>>();
  for (const { jobId, status, count } of await parts.store.jobs.countResults(filter)) {
    counts.set(jobId, { ...counts.get(jobId), [status]: count });
  }
  return counts;
}

function auditOf({ audit }: EngineParts, job: JobRuntime, caller: Caller) {
  return audit.rows('api', 'API-CALL', caller, { jobId: job.jobId });
}
