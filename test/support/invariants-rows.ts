import type Database from 'better-sqlite3';
import { type OrderStatus, type StatusCode, statusOf } from '../../schemas/model/status.ts';

/** The database's rows about orders, in the words of the domain. */
export interface Rows {
  readonly orders: ReadonlyMap<number, OrderRows>;
  /** Ids of sessions that are ACTIVE. */
  readonly activeSessions: ReadonlySet<number>;
}

export interface OrderRows {
  readonly orderId: number;
  readonly status: OrderStatus;
  readonly originalStatus: OrderStatus | null;
  readonly sessionId: number;
  readonly completed: number | null;
  readonly staticData: string | null;
  readonly dynamicData: string | null;
  readonly segments: readonly { readonly segmentId: number; readonly status: OrderStatus }[];
  readonly steps: readonly StepRow[];
  readonly history: readonly HistoryLine[];
  /** stepId -> ids of the steps it waits for, of the order's workflow. */
  readonly dependencies: ReadonlyMap<number, readonly number[]>;
}

export interface StepRow {
  readonly stepId: number;
  readonly name: string;
  readonly ind: number;
  readonly status: OrderStatus;
  readonly skip: number;
}

export interface HistoryLine {
  readonly sequence: number;
  readonly created: number;
  readonly who: string;
  readonly transition: string;
  readonly status: OrderStatus;
  readonly previousStatus: OrderStatus | null;
  readonly segmentId: number | null;
  readonly stepId: number | null;
  readonly ind: number | null;
}

export function readRows(db: Database.Database): Rows {
  const read = <T>(sql: string): T[] => db.prepare(sql).all() as T[];
  const segments = groupByOrder(
    read<Owned & { segmentId: number; status: StatusCode }>(
      'SELECT workflow_instanceid orderId, segmentid segmentId, segmentstatus status FROM segment_instance',
    ),
  );
  const steps = groupByOrder(
    read<Owned & Omit<StepRow, 'status'> & { status: StatusCode }>(
      `SELECT workflow_instanceid orderId, stepid stepId, s.name, ind, stepstatus status, skip
         FROM step_instance JOIN steps s USING (stepid)`,
    ),
  );
  const history = groupByOrder(
    read<Owned & HistoryLine>(
      `SELECT workflow_instanceid orderId, sequence, created, who, transition, status, previous_status previousStatus,
              segmentid segmentId, stepid stepId, ind FROM order_history ORDER BY workflow_instanceid, sequence`,
    ),
  );
  const dependencies = readDependencies(db);
  const orders = read<StoredRow>(
    `SELECT workflow_instanceid orderId, workflowid workflowId, workflowstatus status, workflowstatus_orig originalStatus,
            status_sessionid sessionId, completed, staticdata staticData, dynamicdata dynamicData
       FROM workflow_instance LEFT JOIN order_instance USING (workflow_instanceid)`,
  ).map((row): [number, OrderRows] => [
    row.orderId,
    {
      ...row,
      status: statusOf(row.status),
      originalStatus: row.originalStatus === null ? null : toStatus(row.originalStatus),
      segments: (segments.get(row.orderId) ?? []).map((segment) => ({ ...segment, status: statusOf(segment.status) })),
      steps: (steps.get(row.orderId) ?? []).map((step) => ({ ...step, status: statusOf(step.status) })),
      history: (history.get(row.orderId) ?? []).map(withStatusTexts),
      dependencies: dependencies.get(row.workflowId) ?? new Map<number, number[]>(),
    },
  ]);
  const active = read<{ sessionid: number }>(`SELECT sessionid FROM sessions WHERE sessionstatus = 'ACTIVE'`);
  return { orders: new Map(orders), activeSessions: new Set(active.map(({ sessionid }) => sessionid)) };
}

interface Owned {
  readonly orderId: number;
}

interface StoredRow extends Owned {
  readonly workflowId: number;
  readonly status: StatusCode;
  readonly originalStatus: StatusCode | null;
  readonly sessionId: number;
  readonly completed: number | null;
  readonly staticData: string | null;
  readonly dynamicData: string | null;
}

/** workflowid -> stepid -> predecessors; a row on itself stands for "none". */
function readDependencies(db: Database.Database): Map<number, Map<number, number[]>> {
  const sql = 'SELECT workflowid, stepid, dependson_stepid FROM workflow_steps';
  const rows = db.prepare(sql).all() as { workflowid: number; stepid: number; dependson_stepid: number }[];
  const byWorkflow = new Map<number, Map<number, number[]>>();
  for (const { workflowid, stepid, dependson_stepid } of rows) {
    const steps = byWorkflow.get(workflowid) ?? new Map<number, number[]>();
    byWorkflow.set(workflowid, steps);
    steps.set(stepid, [...(steps.get(stepid) ?? []), ...(stepid === dependson_stepid ? [] : [dependson_stepid])]);
  }
  return byWorkflow;
}

function groupByOrder<T extends Owned>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.orderId);
    if (group) group.push(row);
    else groups.set(row.orderId, [row]);
  }
  return groups;
}

function withStatusTexts(line: HistoryLine): HistoryLine {
  const previous = line.previousStatus;
  return { ...line, status: toStatus(line.status), previousStatus: previous === null ? null : toStatus(previous) };
}

/** History may hold a status as code or as text. */
function toStatus(value: string): OrderStatus {
  return value.length === 1 ? statusOf(value as StatusCode) : (value as OrderStatus);
}
