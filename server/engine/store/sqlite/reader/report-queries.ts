import { auditNameOf } from '../../../../../schemas/model/audit.ts';
import type { AuditRow, HierarchyRow, ProcessingRow, StepCountRow } from '../../../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../../../base/clock.ts';
import type { AuditFilter, OrderStatistics, ProcessingFilter } from '../../queries.ts';
import type { Sqlite } from '../open-database.ts';
import { orderRow, orderColumns } from './order-queries.ts';
import { column, Conditions, type Row } from './rows.ts';

/** Audit rows, newest first. */
export function auditEvents(db: Sqlite, filter: AuditFilter): readonly AuditRow[] {
  const where = new Conditions()
    .add('workflow_instanceid = ?', filter.orderId)
    .add('workflowid = ?', filter.workflowId)
    .addList('audit_event_code', filter.codes)
    .add('created >= ?', filter.minCreated)
    .add('created <= ?', filter.maxCreated);
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT * FROM audit_events ${where.toString()} ORDER BY audit_eventid DESC LIMIT ? OFFSET ?`,
    )
    .all(...where.values, filter.limit, filter.offset);
  return rows.map((row) => ({
    audit_eventid: column.number(row, 'audit_eventid'),
    audit_event_code: column.number(row, 'audit_event_code'),
    event: auditNameOf(column.number(row, 'audit_event_code')),
    audit_user_event: column.textOrNull(row, 'audit_user_event'),
    reason: column.textOrNull(row, 'reason'),
    who: column.text(row, 'who'),
    source: column.text(row, 'source'),
    info1: column.textOrNull(row, 'info1'),
    info2: column.textOrNull(row, 'info2'),
    workflowid: column.numberOrNull(row, 'workflowid'),
    workflow_instanceid: column.numberOrNull(row, 'workflow_instanceid'),
    stepid: column.numberOrNull(row, 'stepid'),
    ind: column.numberOrNull(row, 'ind'),
    created: column.time(row, 'created'),
  }));
}

/** Trees of orders are shown up to this size. */
const mostRelatives = 1_000;

/** The whole tree of parents and children to which an order belongs, the topmost first. */
export function hierarchy(db: Sqlite, orderId: number): readonly HierarchyRow[] {
  const rows = db
    .prepare<[number, number], Row>(
      `WITH RECURSIVE
         up (id, parent, depth) AS (
           SELECT workflow_instanceid, parent_workflow_instanceid, 0 FROM workflow_instance WHERE workflow_instanceid = ?
           UNION SELECT o.workflow_instanceid, o.parent_workflow_instanceid, depth + 1
             FROM up JOIN workflow_instance o ON o.workflow_instanceid = up.parent WHERE depth < 100),
         down (id, level) AS (
           SELECT id, 0 FROM (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
           UNION SELECT o.workflow_instanceid, level + 1
             FROM down JOIN workflow_instance o ON o.parent_workflow_instanceid = down.id WHERE level < 100)
       SELECT level, ${orderColumns} JOIN down ON down.id = o.workflow_instanceid
       ORDER BY level, o.workflow_instanceid LIMIT ?`,
    )
    .all(orderId, mostRelatives);
  return rows.map((row) => ({
    ...orderRow(row),
    hierarchy_level: column.number(row, 'level'),
    subworkflow: column.flag(row, 'subworkflow'),
  }));
}

/** Start of each period as SQLite's strftime writes it (manual: grouping). */
const periods = { hourly: '%Y-%m-%dT%H:00:00Z', daily: '%Y-%m-%d', monthly: '%Y-%m', yearly: '%Y' } as const;

/** Microseconds in which an order was IN-PROGRESS, by its history; null once that is forgotten. */
const processing = `(SELECT sum(next - created) FROM (
  SELECT h.status, h.created, lead(h.created) OVER (ORDER BY h.sequence) AS next FROM order_history h
  WHERE h.workflow_instanceid = o.workflow_instanceid AND h.stepid IS NULL AND h.segmentid IS NULL) WHERE status = 'I')`;

/** Throughput and durations of orders that ended COMPLETE, by workflow or over all, and by period when asked. */
export function processingSummary(db: Sqlite, filter: ProcessingFilter): readonly ProcessingRow[] {
  const where = new Conditions()
    .add('o.completed >= ?', filter.minCompleted)
    .add('o.completed <= ?', filter.maxCompleted)
    .addList('o.workflowid', filter.workflowIds)
    .addTerm("o.workflowstatus = 'C'", []);
  const period =
    filter.grouping === undefined
      ? 'NULL'
      : `strftime('${periods[filter.grouping]}', o.completed / 1000000, 'unixepoch')`;
  const workflow = filter.global ? 'NULL' : 'o.workflowid';
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT workflowid, period, w.name, w.version, count(*) AS count, min(started) AS minstarted,
         max(completed) AS maxcompleted, min(duration) AS minduration, avg(duration) AS avgduration,
         max(duration) AS maxduration, min(processing) AS minprocessing, avg(processing) AS avgprocessing,
         max(processing) AS maxprocessing
       FROM (SELECT ${workflow} AS workflowid, ${period} AS period, o.started, o.completed,
           (o.completed - o.started) / 1e6 AS duration, ${processing} / 1e6 AS processing
         FROM workflow_instance o ${where.toString()})
       LEFT JOIN workflows w USING (workflowid) GROUP BY workflowid, period ORDER BY workflowid, period`,
    )
    .all(...where.values);
  return rows.map((row) => ({
    ...(filter.global
      ? {}
      : {
          workflowid: column.number(row, 'workflowid'),
          name: column.text(row, 'name'),
          version: column.text(row, 'version'),
        }),
    ...(filter.grouping === undefined ? {} : { period: column.text(row, 'period') }),
    count: column.number(row, 'count'),
    minstarted: column.time(row, 'minstarted'),
    maxcompleted: column.time(row, 'maxcompleted'),
    minduration: column.number(row, 'minduration'),
    avgduration: column.number(row, 'avgduration'),
    maxduration: column.number(row, 'maxduration'),
    minprocessing: column.numberOrNull(row, 'minprocessing'),
    avgprocessing: column.numberOrNull(row, 'avgprocessing'),
    maxprocessing: column.numberOrNull(row, 'maxprocessing'),
  }));
}

const hourMicros = 3_600_000_000;

/**
 * How orders that became final in the last hour, between one and four hours ago and in the rest of the day fared: within their
 * workflow's SLA or not, and whether they went through cleanly (C), recovered by themselves (A) or with an operator's
 * help (M) (manual: order summary bands).
 */
export function orderStatistics(db: Sqlite, now: number): readonly OrderStatistics[] {
  const [hour, fourHours, day] = [now - hourMicros, now - 4 * hourMicros, now - 24 * hourMicros];
  const rows = db
    .prepare<number[], Row>(
      `SELECT workflowid, band, in_sla, disposition, count(*) AS count FROM (
         SELECT workflowid, CASE WHEN final >= ? THEN 1 WHEN final >= ? THEN 4 ELSE 24 END AS band,
           final - started <= sla_threshold * 1000000 AS in_sla, disposition FROM (
           SELECT o.workflowid, coalesce(o.completed, o.modified) AS final, o.started, w.sla_threshold,
             CASE WHEN o.errors = 0 AND o.retries = 0 THEN 'C'
               WHEN EXISTS (SELECT 1 FROM order_history h WHERE h.workflow_instanceid = o.workflow_instanceid
                 AND h.transition IN ('retried', 'skip asked for')) THEN 'M' ELSE 'A' END AS disposition
           FROM workflow_instance o JOIN workflows w USING (workflowid)
           WHERE (o.workflowstatus = 'C' AND o.completed >= ?) OR (o.workflowstatus = 'X' AND o.modified >= ?)))
       GROUP BY workflowid, band, in_sla, disposition`,
    )
    .all(hour, fourHours, day, day);
  return rows.map((row) => ({
    workflowId: column.number(row, 'workflowid') as OrderStatistics['workflowId'],
    bandHours: column.number(row, 'band') as OrderStatistics['bandHours'],
    isInSla: column.flag(row, 'in_sla'),
    disposition: column.text(row, 'disposition') as OrderStatistics['disposition'],
    count: column.number(row, 'count'),
  }));
}

/** Orders that are not final and older than their workflow's SLA threshold, by workflow. */
export function overdueOrders(
  db: Sqlite,
  now: number,
): readonly { readonly workflowId: OrderStatistics['workflowId']; readonly count: number; readonly oldest: string }[] {
  const rows = db
    .prepare<[number], Row>(
      `SELECT o.workflowid, count(*) AS count, min(o.started) AS oldest FROM workflow_instance o JOIN workflows w USING (workflowid)
       WHERE o.workflowstatus IN ('Y', 'S', 'I', 'E', 'R', 'W', 'A', 'V', 'N', 'B')
         AND o.started + w.sla_threshold * 1000000 < ? GROUP BY o.workflowid`,
    )
    .all(now);
  return rows.map((row) => ({
    workflowId: column.number(row, 'workflowid') as OrderStatistics['workflowId'],
    count: column.number(row, 'count'),
    oldest: isoFromMicros(column.number(row, 'oldest')),
  }));
}

/** For each step of a workflow at which unfinished orders stand: how many, and how many of them in ERROR or RETRY. */
export function stepCounts(db: Sqlite, workflowId: number): readonly StepCountRow[] {
  const rows = db
    .prepare<[number], Row>(
      `SELECT s.stepid, s.name, s.version, count(*) AS orders, sum(has_error) AS errors FROM (
         SELECT i.stepid, max(i.stepstatus IN ('E', 'R')) AS has_error
         FROM workflow_instance o JOIN step_instance i USING (workflow_instanceid)
         WHERE o.workflowid = ? AND o.workflowstatus IN ('Y', 'S', 'I', 'E', 'R', 'W', 'A', 'V', 'N', 'B')
           AND i.stepstatus <> 'C'
         GROUP BY o.workflow_instanceid, i.stepid)
       JOIN steps s USING (stepid) GROUP BY s.stepid ORDER BY s.stepid`,
    )
    .all(workflowId);
  return rows.map((row) => ({
    stepid: column.number(row, 'stepid'),
    stepname: column.text(row, 'name'),
    stepversion: column.text(row, 'version'),
    orders: column.number(row, 'orders'),
    errors: column.number(row, 'errors'),
  }));
}
