import { asId, type OrderId } from '../../../../schemas/model/ids.ts';
import type { JsonText } from '../../../../schemas/model/data.ts';
import { statusOf, type SegmentStatus, type StatusCode, type StepStatus } from '../../../../schemas/model/status.ts';
import type { StoredOrder } from '../store.ts';
import type { Sqlite } from './open-database.ts';
import { orderColumnsOf } from './order-columns.ts';
import { prepareWaitReads, readArrays, withWaits } from './wait-reads.ts';

type Row = Readonly<Record<string, number | string | null>>;

export type LoadStatements = ReturnType<typeof prepareLoadStatements>;

export function prepareLoadStatements(db: Sqlite) {
  return {
    order: db.prepare<[number], Row>(`
      SELECT o.*, d.external_order_instanceid, d.staticdata, d.dynamicdata,
        (SELECT max(sequence) FROM order_history h WHERE h.workflow_instanceid = o.workflow_instanceid) AS history_length
      FROM workflow_instance o JOIN order_instance d USING (workflow_instanceid) WHERE workflow_instanceid = ?`),
    segments: db.prepare<[number], SegmentRow>(
      'SELECT segmentid, segmentstatus, retry_trigger, modified FROM segment_instance WHERE workflow_instanceid = ?',
    ),
    steps: db.prepare<[number], StepRow>(`
      SELECT s.stepid, s.ind, s.stepstatus, s.retries, s.attempt, s.skip, s.started, s.completed, d.data
      FROM step_instance s LEFT JOIN step_instance_data d USING (workflow_instanceid, stepid, ind)
      WHERE s.workflow_instanceid = ? ORDER BY s.stepid, s.ind`),
    ...prepareWaitReads(db),
    keys: db.prepare<[number], { keyname: string; value: string }>(
      'SELECT keyname, value FROM order_instance_keys WHERE workflow_instanceid = ?',
    ),
  };
}

/** Everything the machine needs to take up one order, or undefined when there is none. */
export function loadOrder(statements: LoadStatements, orderId: OrderId): StoredOrder | undefined {
  const row = statements.order.get(orderId);
  if (row === undefined) return undefined;
  return {
    orderId,
    workflowId: asId(row['workflowid'] as number),
    columns: orderColumnsOf(row),
    externalOrderId: row['external_order_instanceid'] as string | null,
    parentOrderId: row['parent_workflow_instanceid'] as StoredOrder['parentOrderId'],
    isSubworkflow: row['subworkflow'] === 1,
    staticData: row['staticdata'] as JsonText | null,
    dynamicData: row['dynamicdata'] as JsonText | null,
    keys: groupKeys(statements.keys.all(orderId)),
    segments: statements.segments.all(orderId).map(segmentOf),
    steps: withWaits(statements, orderId, statements.steps.all(orderId).map(stepOf)),
    arrays: readArrays(statements, orderId),
    historyLength: (row['history_length'] as number | null) ?? 0,
    modified: row['modified'] as number,
  };
}

/** Keys by name, values in the order of the table. */
export function groupKeys(rows: readonly { keyname: string; value: string }[]): Readonly<Record<string, string[]>> {
  const keys = new Map<string, string[]>();
  for (const { keyname, value } of rows) {
    const values = keys.get(keyname);
    if (values === undefined) keys.set(keyname, [value]);
    else values.push(value);
  }
  return Object.fromEntries(keys);
}

interface SegmentRow {
  readonly segmentid: number;
  readonly segmentstatus: string;
  readonly retry_trigger: number | null;
  readonly modified: number;
}

function segmentOf(row: SegmentRow): StoredOrder['segments'][number] {
  return {
    segmentId: asId(row.segmentid),
    status: statusOf(row.segmentstatus as StatusCode) as SegmentStatus,
    retryTrigger: row.retry_trigger,
    modified: row.modified,
  };
}

interface StepRow {
  readonly stepid: number;
  readonly ind: number;
  readonly stepstatus: string;
  readonly retries: number | null;
  readonly attempt: number;
  readonly skip: number;
  readonly started: number;
  readonly completed: number | null;
  readonly data: string | null;
}

function stepOf(row: StepRow): Omit<StoredOrder['steps'][number], 'wait'> {
  return {
    stepId: asId(row.stepid),
    ind: row.ind,
    status: statusOf(row.stepstatus as StatusCode) as StepStatus,
    retries: row.retries,
    attempt: row.attempt,
    skip: row.skip === 1,
    started: row.started,
    completed: row.completed,
    data: row.data as JsonText | null,
  };
}
