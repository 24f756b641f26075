import { asId } from '../../../../../schemas/model/ids.ts';
import type { Severity } from '../../../../../schemas/model/errors.ts';
import type { JsonText, JsonValue } from '../../../../../schemas/model/data.ts';
import type { JobResultRow } from '../../../../../schemas/protocol/rest.ts';
import { jobStatusCodes } from '../../../../../schemas/model/status.ts';
import { plainFromData } from '../../../../base/tagged-json.ts';
import type { JobResultFilter, JobStore } from '../../jobs.ts';
import type { Sqlite } from '../open-database.ts';
import { column, Conditions, type Row } from '../reader/rows.ts';
import { jobStatusOf } from './job-rows.ts';

/** Results of jobs with their errors. */
export function jobResults(db: Sqlite, filter: JobResultFilter): readonly JobResultRow[] {
  const where = new Conditions()
    .add('i.jobid = ?', filter.jobId)
    .addList('i.job_instanceid', filter.ids)
    .addList(
      'i.jobstatus',
      filter.statuses?.map((status) => jobStatusCodes[status]),
    )
    .add('i.started >= ?', filter.minStarted);
  const direction = filter.descending ? 'DESC' : 'ASC';
  const sort = filter.sort === 'name' ? 'j.name' : `i.${filter.sort}`;
  const rows = db
    .prepare(
      `SELECT i.*, j.name, j.version FROM job_instance i JOIN jobs j USING (jobid) ${where.toString()}
       ORDER BY ${sort} ${direction}, i.job_instanceid ${direction} LIMIT ? OFFSET ?`,
    )
    .all(...where.values, filter.limit, filter.offset) as Row[];
  const errors = db.prepare('SELECT * FROM job_errors WHERE job_instanceid = ? ORDER BY job_errorid');
  return rows.map((row) => resultOf(row, errors.all(column.number(row, 'job_instanceid')) as Row[]));
}

/** How many results each job has by status. */
export function countJobResults(
  db: Sqlite,
  { minStarted }: Parameters<JobStore['countResults']>[0],
): Awaited<ReturnType<JobStore['countResults']>> {
  const where = new Conditions().add('started >= ?', minStarted);
  const rows = db
    .prepare(
      `SELECT jobid, jobstatus, count(*) AS count FROM job_instance ${where.toString()} GROUP BY jobid, jobstatus`,
    )
    .all(...where.values) as Row[];
  return rows.map((row) => ({
    jobId: asId(column.number(row, 'jobid')),
    status: jobStatusOf(column.text(row, 'jobstatus')),
    count: column.number(row, 'count'),
  }));
}

function resultOf(row: Row, errors: readonly Row[]): JobResultRow {
  return {
    job_instanceid: column.number(row, 'job_instanceid'),
    jobid: column.number(row, 'jobid'),
    name: column.text(row, 'name'),
    version: column.text(row, 'version'),
    sessionid: column.number(row, 'sessionid'),
    jobstatus: jobStatusOf(column.text(row, 'jobstatus')),
    started: column.time(row, 'started'),
    completed: column.timeOrNull(row, 'completed'),
    modified: column.time(row, 'modified'),
    info: infoOf(column.textOrNull(row, 'info')),
    errors: errors.map((error) => ({
      job_errorid: column.number(error, 'job_errorid'),
      severity: column.text(error, 'severity') as Severity,
      error: column.text(error, 'error'),
      description: column.textOrNull(error, 'description'),
      info: column.textOrNull(error, 'info'),
      business_error: column.flag(error, 'business_error'),
      created: column.time(error, 'created'),
    })),
  };
}

function infoOf(text: string | null): JsonValue {
  return text === null ? null : plainFromData(text as JsonText);
}
