import type { JsonText } from '../../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../../schemas/model/ids.ts';
import type { StepWait } from '../../../../schemas/model/order.ts';
import { statusOf, type StatusCode } from '../../../../schemas/model/status.ts';
import type { StoredOrder } from '../store.ts';
import type { Sqlite } from './open-database.ts';
import { queueStatusOf } from './wait-tables.ts';

interface Element {
  readonly stepid: number;
  readonly ind: number;
}

export type WaitReads = ReturnType<typeof prepareWaitReads>;

/** The questions after what an order's elements wait for; each finds its rows by the order. */
export function prepareWaitReads(db: Sqlite) {
  return {
    queueEntries: db.prepare<[number], Element & QueueRow>(`
      SELECT d.stepid, d.ind, q.name, d.queuekey, d.queue_data_status, d.data, d.corrected, d.user_interaction_user
      FROM queue_data d JOIN queues q USING (queueid) WHERE d.workflow_instanceid = ?`),
    boundEvents: db.prepare<[number], Element & { name: string; eventkey: string; event_posted: number }>(`
      SELECT b.stepid, b.ind, t.name, b.eventkey, e.event_posted
      FROM step_instance_events b JOIN workflow_events e USING (workflow_event_typeid, eventkey)
        JOIN workflow_event_types t USING (workflow_event_typeid) WHERE b.workflow_instanceid = ?`),
    children: db.prepare<[number], Element & { child: number; workflowstatus: string }>(`
      SELECT s.stepid, s.ind, s.subworkflow_instanceid AS child, o.workflowstatus
      FROM subworkflow_instance s JOIN workflow_instance o ON o.workflow_instanceid = s.subworkflow_instanceid
      WHERE s.workflow_instanceid = ?`),
    arrays: db.prepare<[number], { stepid: number; element_count: number; fingerprint: string }>(
      'SELECT stepid, element_count, fingerprint FROM step_instance_array WHERE workflow_instanceid = ?',
    ),
  };
}

interface QueueRow {
  readonly name: string;
  readonly queuekey: string;
  readonly queue_data_status: string;
  readonly data: string | null;
  readonly corrected: number;
  readonly user_interaction_user: string | null;
}

/** Gives the steps of an order what they wait for. */
export function withWaits(
  reads: WaitReads,
  orderId: OrderId,
  steps: readonly Omit<StoredOrder['steps'][number], 'wait'>[],
): StoredOrder['steps'] {
  if (steps.length === 0) return [];
  const waits = new Map<string, StepWait>();
  const put = ({ stepid, ind }: Element, wait: StepWait): void => void waits.set(`${stepid}:${ind}`, wait);
  for (const row of reads.queueEntries.all(orderId)) put(row, queueWait(row));
  for (const row of reads.boundEvents.all(orderId)) {
    put(row, { kind: 'event', eventType: row.name, key: row.eventkey, posted: row.event_posted === 1 });
  }
  for (const row of reads.children.all(orderId)) {
    put(row, { kind: 'child', orderId: asId(row.child), status: statusOf(row.workflowstatus as StatusCode) });
  }
  return steps.map((step) => ({ ...step, wait: waits.get(`${step.stepId}:${step.ind}`) ?? null }));
}

export function readArrays(reads: WaitReads, orderId: OrderId): StoredOrder['arrays'] {
  return reads.arrays
    .all(orderId)
    .map(({ stepid, element_count, fingerprint }) => ({ stepId: asId(stepid), count: element_count, fingerprint }));
}

function queueWait(row: QueueRow): StepWait {
  return {
    kind: 'queue',
    queue: row.name,
    key: row.queuekey,
    status: queueStatusOf(row.queue_data_status),
    corrected: row.corrected === 1,
    ...(row.user_interaction_user === null ? {} : { lockedBy: row.user_interaction_user }),
    data: row.data as JsonText | null,
  };
}
