import type { JsonText } from '../../../../../schemas/model/data.ts';
import { asId, type JobInstanceId } from '../../../../../schemas/model/ids.ts';
import { jobStatusCodes } from '../../../../../schemas/model/status.ts';
import type { JobDataKind } from '../../../../../schemas/model/job.ts';
import type { JobErrorRecord, JobRunStart, JobStore, JobStoredData } from '../../jobs.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';

/** Begins a run, unless another engine on this store holds the job or has run it since. */
export function startRun(
  db: Sqlite,
  { jobId, sessionId, singleInstance, seen, now }: Parameters<JobStore['startRun']>[0],
): JobRunStart {
  const row = db
    .prepare<[number], { sessionid: number; last_executed: number | null }>(
      'SELECT sessionid, last_executed FROM jobs WHERE jobid = ? AND removed IS NULL',
    )
    .get(jobId);
  if (row === undefined) return { type: 'changed' };
  if (singleInstance) {
    if (row.sessionid !== 0 && row.sessionid !== sessionId) return { type: 'held', sessionId: asId(row.sessionid) };
    if (seen !== undefined && row.last_executed !== seen) return { type: 'changed' };
  }
  const jobInstanceId = asId<JobInstanceId>(nextRareId(db, 'job-instance'));
  db.prepare(
    `INSERT INTO job_instance (job_instanceid, jobid, sessionid, jobstatus, started, modified) VALUES (?, ?, ?, 'I', ?, ?)`,
  ).run(jobInstanceId, jobId, sessionId, now, now);
  db.prepare(
    `UPDATE jobs SET last_executed = @now, last_executed_job_instanceid = @jobInstanceId, sessionid = @holder,
       custom_trigger = CASE WHEN custom_trigger <= @now THEN NULL ELSE custom_trigger END WHERE jobid = @jobId`,
  ).run({ now, jobInstanceId, holder: singleInstance ? sessionId : row.sessionid, jobId });
  return { type: 'started', jobInstanceId, data: readJobData(db, jobId) };
}

export function endRun(
  db: Sqlite,
  { jobId, jobInstanceId, sessionId, status, errors, now }: Parameters<JobStore['endRun']>[0],
): void {
  for (const error of errors) insertError(db, jobInstanceId, error, now);
  db.prepare('UPDATE job_instance SET jobstatus = ?, completed = ?, modified = ? WHERE job_instanceid = ?').run(
    jobStatusCodes[status],
    now,
    now,
    jobInstanceId,
  );
  db.prepare('UPDATE jobs SET sessionid = 0 WHERE jobid = ? AND sessionid = ?').run(jobId, sessionId);
  if (status === 'COMPLETE') db.prepare('DELETE FROM job_state_data WHERE jobid = ?').run(jobId);
}

export function insertError(db: Sqlite, jobInstanceId: number, error: JobErrorRecord, now: number): void {
  db.prepare(
    `INSERT INTO job_errors (job_errorid, job_instanceid, severity, error, description, info, business_error, created)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    nextRareId(db, 'job-error'),
    jobInstanceId,
    error.severity,
    error.error,
    error.description,
    error.info,
    Number(error.business),
    now,
  );
}

export function saveJobData(
  db: Sqlite,
  { jobId, jobInstanceId }: { readonly jobId: number; readonly jobInstanceId?: number },
  kind: JobDataKind,
  data: JsonText | null,
  now: number,
): void {
  if (kind === 'info') {
    db.prepare('UPDATE job_instance SET info = ?, modified = ? WHERE job_instanceid = ?').run(data, now, jobInstanceId);
    return;
  }
  const table = dataTables[kind];
  if (data === null) db.prepare(`DELETE FROM ${table} WHERE jobid = ?`).run(jobId);
  else {
    db.prepare(
      `INSERT INTO ${table} (jobid, data) VALUES (?, ?) ON CONFLICT (jobid) DO UPDATE SET data = excluded.data`,
    ).run(jobId, data);
  }
}

export function readJobData(db: Sqlite, jobId: number): JobStoredData {
  const read = (kind: 'state' | 'persistent'): JsonText | null => {
    const data = db.prepare(`SELECT data FROM ${dataTables[kind]} WHERE jobid = ?`).pluck().get(jobId);
    return (data as JsonText | undefined) ?? null;
  };
  return { state: read('state'), persistent: read('persistent') };
}

const dataTables = { state: 'job_state_data', persistent: 'job_persistent_state_data' } as const;
