import { asId, type JobInstanceId } from '../../../schemas/model/ids.ts';
import type { JobStatus } from '../../../schemas/model/job.ts';
import { jobStatusCodes } from '../../../schemas/model/status.ts';
import type { JsonText } from '../../../schemas/model/data.ts';
import type { JobSnapshot } from '../../../schemas/protocol/runner.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { faultPoint } from '../../base/fault-points.ts';
import { logSafe } from '../../base/logger.ts';
import type { CallOutcome } from '../../isolation/runner-host.ts';
import { resolveConfigItems } from '../config/resolve.ts';
import type { AuditedRequest } from '../events/audit.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { StoredConfigValue } from '../../../schemas/model/config-items.ts';
import type { JobRunStart } from '../store/jobs.ts';
import { errorsOf, statusOf } from './job-errors.ts';
import { recordFirmly } from './record-firmly.ts';
import { JobPeer } from './job-peer.ts';
import type { JobRuntime } from './job-runtime.ts';

export interface RunOptions {
  readonly trigger: JobSnapshot['trigger'];
  readonly request: AuditedRequest;
  /** Values of configuration items, all of them. */
  readonly configValues: readonly StoredConfigValue[];
}

/** A run that was begun. */
export interface BegunRun {
  readonly jobInstanceId: JobInstanceId;
  /** Resolves when its end is recorded. */
  readonly ended: Promise<JobStatus>;
}

/** Begins a run; answers why not when another engine holds the job or has run it. */
export async function beginRun(
  parts: EngineParts,
  job: JobRuntime,
  options: RunOptions,
): Promise<BegunRun | Exclude<JobRunStart, { type: 'started' }>> {
  const now = parts.clock.nowMicros();
  const lastRun = job.deployed.lastRun;
  const start = await parts.store.jobs.startRun({
    jobId: job.jobId,
    sessionId: parts.sessionId,
    singleInstance: job.manifest.singleInstance,
    seen: options.trigger === 'schedule' ? (lastRun?.started ?? null) : undefined,
    now,
    audit: (jobInstanceId) => auditOfRun(parts, job, 'JOB-INSTANCE-START', jobInstanceId, options.request),
  });
  if (start.type !== 'started') return start;
  const { jobInstanceId, data } = start;
  job.begun({ started: now, jobInstanceId, status: 'IN-PROGRESS' });
  const snapshot: JobSnapshot = {
    ...describe(job, options),
    jobInstanceId,
    started: isoFromMicros(now),
    ...(lastRun === undefined
      ? {}
      : { lastExecuted: isoFromMicros(lastRun.started), lastExecutedJobInstanceId: lastRun.jobInstanceId }),
    ...(data.state === null ? {} : { stateData: data.state }),
    ...(data.persistent === null ? {} : { persistentStateData: data.persistent }),
  };
  parts.events.publish('JOB_INSTANCE_START', { ...job.identity, job_instanceid: jobInstanceId });
  job.log.info(`run ${jobInstanceId} starts (${options.trigger})`);
  return { jobInstanceId, ended: finish(parts, job, snapshot, options) };
}

/** Calls the job's code and records what became of it. Never rejects for what user code does. */
async function finish(
  parts: EngineParts,
  job: JobRuntime,
  snapshot: JobSnapshot,
  options: RunOptions,
): Promise<JobStatus> {
  const jobInstanceId = asId<JobInstanceId>(snapshot.jobInstanceId);
  const peer = new JobPeer(parts, job, jobInstanceId);
  const outcome = await call(job, snapshot, peer);
  await peer.settled();
  const errors = errorsOf(outcome);
  const status = statusOf(outcome, peer.isFailed);
  await recordFirmly(parts, () =>
    parts.store.jobs.endRun({
      jobId: job.jobId,
      jobInstanceId,
      sessionId: parts.sessionId,
      status,
      errors,
      now: parts.clock.nowMicros(),
      audit: auditOfRun(parts, job, 'JOB-INSTANCE-STOP', jobInstanceId, options.request, status),
    }),
  );
  job.ended({ started: Date.parse(snapshot.started) * 1000, jobInstanceId, status });
  for (const error of errors) peer.tell(error);
  tellEnd(parts, job, jobInstanceId, status, errors[0]?.error ?? peer.firstError);
  return status;
}

async function call(job: JobRuntime, snapshot: JobSnapshot, peer: JobPeer): Promise<CallOutcome> {
  try {
    const program = await job.programSpec();
    faultPoint('job.before-invoke');
    const outcome = await job.host.invokeJob(program, { job: snapshot }, peer);
    faultPoint('job.after-invoke');
    return outcome;
  } catch (error) {
    // The bundle's file could not be written or read.
    return { kind: 'not-loaded', error: { error: 'PROGRAM-LOAD-ERROR', info: String(error) } };
  }
}

function describe(job: JobRuntime, { trigger, configValues }: RunOptions) {
  const { name, version, patch, description, configItems } = job.manifest;
  const items = resolveConfigItems(configItems, { level: 'job', ownerId: job.jobId }, configValues);
  const values = Object.fromEntries(items.map(({ item, value }) => [item.name, value ?? null]));
  return {
    jobId: job.jobId,
    name,
    version,
    ...(patch === undefined ? {} : { patch }),
    description,
    remote: job.settings.remote,
    trigger,
    options: job.settings.options,
    ...(job.triggerMs === undefined ? {} : { next: isoFromMicros(job.triggerMs * 1000) }),
    ...(items.length === 0 ? {} : { configItems: JSON.stringify(values) as JsonText }),
  };
}

function tellEnd(
  parts: EngineParts,
  job: JobRuntime,
  jobInstanceId: JobInstanceId,
  status: JobStatus,
  error: string | undefined,
): void {
  const info = { ...job.identity, job_instanceid: jobInstanceId, status: jobStatusCodes[status] };
  parts.events.publish('JOB_INSTANCE_STOP', info);
  if (status === 'COMPLETE') parts.alerts.clearOngoing(runAlert(job));
  else parts.alerts.raiseOngoing(runAlert(job), reasonOf(job, jobInstanceId, status, error));
  job.log.log(
    status === 'COMPLETE' ? 'info' : 'error',
    `run ${jobInstanceId} ended: ${status} ${logSafe(error ?? '')}`,
  );
}

/** Stands from a run that failed to the next that is COMPLETE. */
export function runAlert(job: JobRuntime) {
  return { type: 'JOB', id: String(job.jobId), alert: 'JOB-RUN-FAILED' } as const;
}

export function reasonOf(job: JobRuntime, jobInstanceId: number, status: JobStatus, error?: string): string {
  const because = error === undefined ? '' : `: ${error}`;
  return `Run ${jobInstanceId} of job ${job.manifest.name} ended as ${status}${because}.`;
}

function auditOfRun(
  { audit }: EngineParts,
  { jobId }: JobRuntime,
  name: 'JOB-INSTANCE-START' | 'JOB-INSTANCE-STOP',
  jobInstanceId: JobInstanceId,
  request: AuditedRequest,
  status?: JobStatus,
) {
  return audit.rows('job-data', name, request, {
    jobId,
    jobInstanceId,
    ...(status === undefined ? {} : { info1: status }),
  });
}
