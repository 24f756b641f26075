import type { JsonText, Micros } from '../../../../schemas/model/data.ts';
import { asId } from '../../../../schemas/model/ids.ts';
import { type QueueStatus, queueStatusCodes } from '../../../../schemas/model/status.ts';
import type { StoredQueueEntry } from '../store.ts';
import type { Sqlite } from './open-database.ts';

export type WaitTables = ReturnType<typeof prepareWaitTables>;

/** Queues and events as tables of their own, apart from the orders that wait in them. */
export function prepareWaitTables(db: Sqlite) {
  const byName = 'queueid = (SELECT queueid FROM queues WHERE name = ?) AND queuekey = ?';
  return {
    findEntry: db.prepare<[string, string], EntryRow>(
      `SELECT workflow_instanceid, stepid, ind, queue_data_status FROM queue_data WHERE ${byName}`,
    ),
    findEarly: db.prepare<[string, string], { data: string }>(`SELECT data FROM early_queue_data WHERE ${byName}`),
    putEarly: db.prepare(`
      INSERT INTO early_queue_data (queueid, queuekey, data, created)
      SELECT queueid, ?, ?, ? FROM queues WHERE name = ? ON CONFLICT DO NOTHING`),
    deleteEarly: db.prepare(`DELETE FROM early_queue_data WHERE ${byName}`),
    findEvent: db.prepare<[string, string], { event_posted: number }>(`
      SELECT event_posted FROM workflow_events
      WHERE workflow_event_typeid = (SELECT workflow_event_typeid FROM workflow_event_types WHERE name = ?) AND eventkey = ?`),
    postEvent: db.prepare(`
      INSERT INTO workflow_events (workflow_event_typeid, eventkey, event_posted, created, modified)
      SELECT workflow_event_typeid, ?, 1, ?, ? FROM workflow_event_types WHERE name = ?
      ON CONFLICT (workflow_event_typeid, eventkey) DO UPDATE SET event_posted = 1, modified = excluded.modified
        WHERE event_posted = 0`),
  };
}

interface EntryRow {
  readonly workflow_instanceid: number;
  readonly stepid: number;
  readonly ind: number;
  readonly queue_data_status: string;
}

export function findQueueEntry(tables: WaitTables, queue: string, key: string): StoredQueueEntry | undefined {
  const row = tables.findEntry.get(queue, key);
  if (!row) return undefined;
  return {
    orderId: asId(row.workflow_instanceid),
    stepId: asId(row.stepid),
    ind: row.ind,
    status: queueStatusOf(row.queue_data_status),
  };
}

export function findEarlyData(tables: WaitTables, queue: string, key: string): JsonText | undefined {
  return tables.findEarly.get(queue, key)?.data as JsonText | undefined;
}

export function putEarlyData(
  tables: WaitTables,
  { queue, key, data, now }: { queue: string; key: string; data: JsonText; now: Micros },
): boolean {
  return tables.putEarly.run(key, data, now, queue).changes > 0;
}

export function deleteEarlyData(tables: WaitTables, queue: string, key: string): boolean {
  return tables.deleteEarly.run(queue, key).changes > 0;
}

export function isEventPosted(tables: WaitTables, eventType: string, key: string): boolean {
  return tables.findEvent.get(eventType, key)?.event_posted === 1;
}

export function postEvent(
  tables: WaitTables,
  { eventType, key, now }: { eventType: string; key: string; now: Micros },
): boolean {
  return tables.postEvent.run(key, now, now, eventType).changes > 0;
}

/** The status that a letter of the database stands for. */
export function queueStatusOf(code: string): QueueStatus {
  const found = Object.entries(queueStatusCodes).find(([, letter]) => letter === code);
  if (!found) throw new Error(`"${code}" is no status of a queue entry`);
  return found[0] as QueueStatus;
}
