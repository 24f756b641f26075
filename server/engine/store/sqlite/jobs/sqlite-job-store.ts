import type { JobStore } from '../../jobs.ts';
import { writeAudit, type AuditStatements } from '../audit-rows.ts';
import type { Sqlite } from '../open-database.ts';
import type { Reader } from '../reader/reader.ts';
import { readJobs } from './job-rows.ts';
import { endRun, insertError, readJobData, saveJobData, startRun } from './job-runs.ts';
import { updateJob } from './job-settings.ts';

/** Runs one transaction on the writer. */
type Write = <T>(name: string, apply: (db: Sqlite, audit: AuditStatements) => T) => Promise<T>;

/** Reads what is committed. */
type Read = <T>(read: (db: Sqlite) => T) => Promise<T>;

/** The jobs' part of the embedded store. */
export function sqliteJobStore(
  { write, read }: { readonly write: Write; readonly read: Read },
  reader: Reader,
): JobStore {
  return {
    load: () => read(readJobs),
    update: (jobId, change, options) =>
      write('job-settings', (db, audit) => {
        updateJob(db, jobId, change, options);
        writeAudit(audit, options.audit, options.now);
      }),
    remove: (jobId, { now, audit: records }) =>
      write('job-settings', (db, audit) => {
        db.prepare('UPDATE jobs SET removed = ?, code = NULL, modified = ? WHERE jobid = ?').run(now, now, jobId);
        writeAudit(audit, records, now);
      }),
    startRun: (run) =>
      write('job-start', (db, audit) => {
        const answer = startRun(db, run);
        if (answer.type === 'started') writeAudit(audit, run.audit(answer.jobInstanceId), run.now);
        return answer;
      }),
    endRun: (end) =>
      write('job-end', (db, audit) => {
        endRun(db, end);
        writeAudit(audit, end.audit, end.now);
      }),
    recordError: (jobInstanceId, error, now) => write('job-error', (db) => insertError(db, jobInstanceId, error, now)),
    saveData: (place, kind, data, { now, audit: records }) =>
      write('job-data', (db, audit) => {
        saveJobData(db, place, kind, data, now);
        writeAudit(audit, records, now);
      }),
    data: (jobId) => read((db) => readJobData(db, jobId)),
    results: (filter) => reader.ask('jobResults', filter),
    countResults: (filter) => reader.ask('countJobResults', filter),
  };
}
