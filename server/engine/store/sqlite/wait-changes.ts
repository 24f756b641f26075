import type { OrderDecision, StepWait } from '../../../../schemas/model/order.ts';
import { queueStatusCodes } from '../../../../schemas/model/status.ts';
import type { Sqlite } from './open-database.ts';

export type WaitChanges = ReturnType<typeof prepareWaitChanges>;

/** The statements by which it is recorded what step elements wait for; all may run twice. */
export function prepareWaitChanges(db: Sqlite) {
  const element = 'workflow_instanceid = ? AND stepid = ? AND ind = ?';
  const queueId = '(SELECT queueid FROM queues WHERE name = ?)';
  const eventTypeId = '(SELECT workflow_event_typeid FROM workflow_event_types WHERE name = ?)';
  return {
    updateQueueEntry: db.prepare(`
      UPDATE queue_data SET queueid = ${queueId}, queuekey = ?, queue_data_status = ?, data = ?, corrected = ?, modified = ?
      WHERE ${element}`),
    lockQueueEntry: db.prepare(`
      UPDATE queue_data SET user_interaction_locked = ?, user_interaction_user = ?, user_interaction_modified = ?
      WHERE ${element} AND user_interaction_user IS NOT ?`),
    insertQueueEntry: db.prepare(`
      INSERT INTO queue_data (queueid, queuekey, queue_data_status, data, corrected, modified, workflow_instanceid, stepid, ind,
        created)
      VALUES (${queueId}, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    deleteQueueEntry: db.prepare(`DELETE FROM queue_data WHERE ${element}`),
    useEarlyData: db.prepare(`DELETE FROM early_queue_data WHERE queueid = ${queueId} AND queuekey = ?`),
    putEvent: db.prepare(`
      INSERT INTO workflow_events (workflow_event_typeid, eventkey, event_posted, created, modified)
      VALUES (${eventTypeId}, ?, 0, ?, ?) ON CONFLICT DO NOTHING`),
    bindEvent: db.prepare(`
      INSERT INTO step_instance_events (workflow_instanceid, stepid, ind, workflow_event_typeid, eventkey)
      VALUES (?, ?, ?, ${eventTypeId}, ?)
      ON CONFLICT (workflow_instanceid, stepid, ind) DO UPDATE SET
        workflow_event_typeid = excluded.workflow_event_typeid, eventkey = excluded.eventkey`),
    bindChild: db.prepare(`
      INSERT INTO subworkflow_instance (workflow_instanceid, stepid, ind, subworkflow_instanceid) VALUES (?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, stepid, ind) DO UPDATE SET
        subworkflow_instanceid = excluded.subworkflow_instanceid`),
    putArray: db.prepare(`
      INSERT INTO step_instance_array (workflow_instanceid, stepid, element_count, fingerprint) VALUES (?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, stepid) DO UPDATE SET
        element_count = excluded.element_count, fingerprint = excluded.fingerprint`),
  };
}

/** Writes what an element waits for. The status of a child is its own row's, the post of an event is the event's. */
export function recordWait(
  statements: WaitChanges,
  { orderId, at }: OrderDecision,
  { stepId, ind, wait }: { readonly stepId: number; readonly ind: number; readonly wait: StepWait },
): void {
  switch (wait.kind) {
    case 'queue': {
      const { queue, key, status, data, corrected } = wait;
      const values = [queue, key, queueStatusCodes[status], data, Number(corrected), at, orderId, stepId, ind];
      if (statements.updateQueueEntry.run(...values).changes === 0) statements.insertQueueEntry.run(...values, at);
      const holder = wait.lockedBy ?? null;
      statements.lockQueueEntry.run(Number(holder !== null), holder, at, orderId, stepId, ind, holder);
      statements.useEarlyData.run(queue, key);
      return;
    }
    case 'event':
      statements.putEvent.run(wait.eventType, wait.key, at, at);
      statements.bindEvent.run(orderId, stepId, ind, wait.eventType, wait.key);
      return;
    case 'child':
      statements.bindChild.run(orderId, stepId, ind, wait.orderId);
  }
}
