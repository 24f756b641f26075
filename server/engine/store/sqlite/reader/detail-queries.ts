import type { JsonValue } from '../../../../../schemas/model/data.ts';
import type { Severity } from '../../../../../schemas/model/errors.ts';
import { statusCodes, type SessionStatus, type StepStatus } from '../../../../../schemas/model/status.ts';
import type {
  ErrorInstanceRow,
  HistoryRow,
  NoteRow,
  SessionRow,
  StepInstanceRow,
} from '../../../../../schemas/protocol/rest.ts';
import type { ErrorFilter, errorSortColumns } from '../../queries.ts';
import type { Sqlite } from '../open-database.ts';
import { column, Conditions, type Row } from './rows.ts';

/** The steps of an order in the order in which they were first started. */
export function stepInstances(db: Sqlite, orderId: number): readonly StepInstanceRow[] {
  const rows = db
    .prepare<[number], Row>(
      `SELECT i.*, s.name, s.version, s.steptype FROM step_instance i JOIN steps s USING (stepid)
       WHERE workflow_instanceid = ? ORDER BY i.started, i.stepid, i.ind`,
    )
    .all(orderId);
  return rows.map((row) => ({
    workflow_instanceid: orderId,
    stepid: column.number(row, 'stepid'),
    ind: column.number(row, 'ind'),
    stepname: column.text(row, 'name'),
    stepversion: column.text(row, 'version'),
    steptype: column.text(row, 'steptype'),
    stepstatus: column.status(row, 'stepstatus') as StepStatus,
    retries: column.numberOrNull(row, 'retries'),
    attempt: column.number(row, 'attempt'),
    skip: column.flag(row, 'skip'),
    started: column.time(row, 'started'),
    completed: column.timeOrNull(row, 'completed'),
  }));
}

const errorSortTerms: Readonly<Record<(typeof errorSortColumns)[number], string>> = {
  error_instanceid: 'e.error_instanceid',
  created: 'e.created',
  error: 'e.error',
  severity: 'e.severity',
  workflow_instanceid: 'e.workflow_instanceid',
  name: 'w.name',
  stepid: 'e.stepid',
};

/** Errors, newest first unless the filter says otherwise. */
export function errorInstances(db: Sqlite, filter: ErrorFilter): readonly ErrorInstanceRow[] {
  const where = new Conditions()
    .add('e.workflow_instanceid = ?', filter.orderId)
    .add('o.workflowid = ?', filter.workflowId)
    .add('e.error = ?', filter.error)
    .add('e.error_instanceid = ?', filter.errorInstanceId)
    .add('instr(lower(e.description), lower(?)) > 0', filter.description)
    .add('instr(lower(e.info), lower(?)) > 0', filter.info)
    .add('e.stepid = ?', filter.stepId)
    .add('w.version = ?', filter.version)
    .addList(
      'o.workflowstatus',
      filter.orderStatuses?.map((status) => statusCodes[status]),
    )
    .add('e.severity = ?', filter.severity)
    .add('e.retry = ?', flagValue(filter.retry))
    .add('e.business_error = ?', flagValue(filter.businessError))
    .add('e.created >= ?', filter.minCreated)
    .add('e.created <= ?', filter.maxCreated);
  const direction = filter.descending === false ? 'ASC' : 'DESC';
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT e.*, o.workflowid, w.name, w.version, s.name AS stepname FROM error_instance e
       JOIN workflow_instance o USING (workflow_instanceid) JOIN workflows w USING (workflowid)
       LEFT JOIN steps s ON s.stepid = e.stepid
       ${where.toString()} ORDER BY ${errorSortTerms[filter.sort ?? 'error_instanceid']} ${direction}, e.error_instanceid ${direction}
       LIMIT ? OFFSET ?`,
    )
    .all(...where.values, filter.limit, filter.offset);
  return rows.map(errorRow);
}

function errorRow(row: Row): ErrorInstanceRow {
  return {
    error_instanceid: column.number(row, 'error_instanceid'),
    workflow_instanceid: column.number(row, 'workflow_instanceid'),
    workflowid: column.number(row, 'workflowid'),
    name: column.text(row, 'name'),
    version: column.text(row, 'version'),
    stepid: column.numberOrNull(row, 'stepid'),
    stepname: column.textOrNull(row, 'stepname'),
    ind: column.numberOrNull(row, 'ind'),
    severity: column.text(row, 'severity') as Severity,
    retry: column.flag(row, 'retry'),
    error: column.text(row, 'error'),
    description: column.textOrNull(row, 'description'),
    info: column.textOrNull(row, 'info'),
    business_error: column.flag(row, 'business_error'),
    created: column.time(row, 'created'),
  };
}

/** An order's notes, newest first. */
export function notes(db: Sqlite, orderId: number, limit: number): readonly NoteRow[] {
  const rows = db
    .prepare<[number, number], Row>(
      'SELECT username, note, created FROM order_instance_notes WHERE workflow_instanceid = ? ORDER BY id DESC LIMIT ?',
    )
    .all(orderId, limit);
  return rows.map((row) => ({
    username: column.textOrNull(row, 'username') ?? '',
    note: column.text(row, 'note'),
    created: column.time(row, 'created'),
  }));
}

/** Transitions after a sequence number, oldest first. */
export function history(
  db: Sqlite,
  orderId: number,
  page: { readonly after: number; readonly limit: number },
): readonly HistoryRow[] {
  const rows = db
    .prepare<[number, number, number], Row>(
      `SELECT h.*, s.name AS stepname FROM order_history h LEFT JOIN steps s USING (stepid)
       WHERE workflow_instanceid = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
    )
    .all(orderId, page.after, page.limit);
  return rows.map((row) => ({
    sequence: column.number(row, 'sequence'),
    time: column.time(row, 'created'),
    who: column.text(row, 'who'),
    transition: column.text(row, 'transition'),
    status: column.status(row, 'status'),
    previous_status: column.statusOrNull(row, 'previous_status'),
    segmentid: column.numberOrNull(row, 'segmentid'),
    stepid: column.numberOrNull(row, 'stepid'),
    stepname: column.textOrNull(row, 'stepname'),
    ind: column.numberOrNull(row, 'ind'),
    attempt: column.numberOrNull(row, 'attempt'),
    patch: JSON.parse(column.textOrNull(row, 'patch') ?? 'null') as JsonValue,
  }));
}

/** Sessions, newest first; row 0 stands for "unowned" and is none. */
export function sessions(db: Sqlite, limit: number): readonly SessionRow[] {
  const rows = db
    .prepare<[number], Row>('SELECT * FROM sessions WHERE sessionid > 0 ORDER BY sessionid DESC LIMIT ?')
    .all(limit);
  return rows.map((row) => ({
    id: column.number(row, 'sessionid'),
    key: column.text(row, 'instancekey'),
    status: column.text(row, 'sessionstatus') as SessionStatus,
    hostname: column.text(row, 'hostname'),
    url: column.text(row, 'xmlrpc_server'),
    version: column.textOrNull(row, 'version') ?? '',
    started: column.time(row, 'started'),
    ended: column.timeOrNull(row, 'ended'),
  }));
}

function flagValue(flag: boolean | undefined): number | undefined {
  return flag === undefined ? undefined : Number(flag);
}
