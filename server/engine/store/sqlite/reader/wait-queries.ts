import type { EventTypeHash, QueueEntryRow, QueueHash, SyncEventRow } from '../../../../../schemas/protocol/rest.ts';
import { queueStatusCodes } from '../../../../../schemas/model/status.ts';
import type { FormFilter, OpenForm, QueueFilter, SyncEventFilter } from '../../queries.ts';
import type { Sqlite } from '../open-database.ts';
import { queueStatusOf } from '../wait-tables.ts';
import { column, Conditions, type Row } from './rows.ts';

export function queues(db: Sqlite): readonly QueueHash[] {
  const rows = db
    .prepare<[], Row>(
      `SELECT q.queueid, q.name, q.description,
         (SELECT count(*) FROM queue_data d WHERE d.queueid = q.queueid AND d.queue_data_status = 'W') AS waiting,
         (SELECT count(*) FROM queue_data d WHERE d.queueid = q.queueid AND d.queue_data_status = 'R') AS received,
         (SELECT count(*) FROM early_queue_data d WHERE d.queueid = q.queueid) AS early
       FROM queues q ORDER BY q.name`,
    )
    .all();
  return rows.map((row) => ({
    queueid: column.number(row, 'queueid'),
    name: column.text(row, 'name'),
    description: column.textOrNull(row, 'description') ?? '',
    waiting: column.number(row, 'waiting'),
    received: column.number(row, 'received'),
    early: column.number(row, 'early'),
  }));
}

/** Entries by key; those that are USED are left out unless they are asked for (manual: qinfo). */
export function queueEntries(db: Sqlite, filter: QueueFilter): readonly QueueEntryRow[] {
  const statuses = filter.statuses ?? ['WAITING', 'RECEIVED', 'ERROR', 'EARLY'];
  const letters = statuses.map((status) => (status === 'EARLY' ? earlyLetter : queueStatusCodes[status]));
  const where = new Conditions()
    .addList('queue_data_status', letters)
    .add('user_interaction_user = ?', filter.user)
    .add('user_interaction_locked = ?', filter.isLocked === undefined ? undefined : Number(filter.isLocked));
  const rows = db
    .prepare<unknown[], Row>(`SELECT * FROM (${entriesOf}) ${where.toString()} ORDER BY queuekey LIMIT ? OFFSET ?`)
    .all(filter.queue, filter.queue, ...where.values, filter.limit, filter.offset);
  return rows.map(entryRow);
}

export function queueEntry(
  db: Sqlite,
  queue: string,
  key: string,
): { readonly row: QueueEntryRow; readonly data: string | null } | undefined {
  const row = db.prepare<unknown[], Row>(`SELECT * FROM (${entriesOf}) WHERE queuekey = ?`).get(queue, queue, key);
  return row && { row: entryRow(row), data: column.textOrNull(row, 'data') };
}

export function eventTypes(db: Sqlite): readonly EventTypeHash[] {
  const rows = db.prepare<[], Row>('SELECT * FROM workflow_event_types ORDER BY name').all();
  return rows.map((row) => ({
    workflow_event_typeid: column.number(row, 'workflow_event_typeid'),
    name: column.text(row, 'name'),
    description: column.textOrNull(row, 'description') ?? '',
  }));
}

export function syncEvents(db: Sqlite, filter: SyncEventFilter): readonly SyncEventRow[] {
  const where = new Conditions()
    .add('t.name = ?', filter.eventType)
    .add('e.eventkey = ?', filter.key)
    .add('e.event_posted = ?', filter.posted === undefined ? undefined : Number(filter.posted))
    .add('e.modified >= ?', filter.minModified)
    .add('e.modified <= ?', filter.maxModified);
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT e.*, t.name,
         (SELECT count(*) FROM step_instance_events b
            WHERE b.workflow_event_typeid = e.workflow_event_typeid AND b.eventkey = e.eventkey) AS bound
       FROM workflow_events e JOIN workflow_event_types t USING (workflow_event_typeid)
       ${where.toString()} ORDER BY t.name, e.eventkey LIMIT ? OFFSET ?`,
    )
    .all(...where.values, filter.limit, filter.offset);
  return rows.map((row) => ({
    workflow_event_typeid: column.number(row, 'workflow_event_typeid'),
    eventname: column.text(row, 'name'),
    eventkey: column.text(row, 'eventkey'),
    event_posted: column.flag(row, 'event_posted'),
    bound: column.number(row, 'bound'),
    created: column.time(row, 'created'),
    modified: column.time(row, 'modified'),
  }));
}

const earlyLetter = '-';

const entriesOf = `
  SELECT d.queueid, q.name, d.queuekey, d.queue_data_status, d.corrected, d.workflow_instanceid, d.stepid, s.name AS stepname,
    d.ind, d.user_interaction_locked, d.user_interaction_user, d.user_interaction_modified, d.data, d.created, d.modified
  FROM queue_data d JOIN queues q USING (queueid) LEFT JOIN steps s ON s.stepid = d.stepid WHERE q.name = ?
  UNION ALL
  SELECT e.queueid, q.name, e.queuekey, '${earlyLetter}', 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, e.data, e.created, e.created
  FROM early_queue_data e JOIN queues q USING (queueid) WHERE q.name = ?`;

function entryRow(row: Row): QueueEntryRow {
  const letter = column.text(row, 'queue_data_status');
  return {
    queueid: column.number(row, 'queueid'),
    queuename: column.text(row, 'name'),
    queuekey: column.text(row, 'queuekey'),
    queue_data_status: letter === earlyLetter ? 'EARLY' : queueStatusOf(letter),
    corrected: column.flag(row, 'corrected'),
    workflow_instanceid: column.numberOrNull(row, 'workflow_instanceid'),
    stepid: column.numberOrNull(row, 'stepid'),
    stepname: column.textOrNull(row, 'stepname'),
    ind: column.numberOrNull(row, 'ind'),
    user_interaction_locked: column.flag(row, 'user_interaction_locked'),
    user_interaction_user: column.textOrNull(row, 'user_interaction_user'),
    user_interaction_modified: column.timeOrNull(row, 'user_interaction_modified'),
    created: column.time(row, 'created'),
    modified: column.time(row, 'modified'),
  };
}

/** Entries that wait for a person and that nobody has taken, by priority, then age. */
export function openForms(db: Sqlite, filter: FormFilter): readonly OpenForm[] {
  const where = new Conditions()
    .addTerm("d.queue_data_status = 'W' AND d.user_interaction_locked = 0 AND s.user_interaction = 1", [])
    .addTerm("o.workflowstatus NOT IN ('C', 'X', 'B')", [])
    .add('d.workflow_instanceid = ?', filter.orderId)
    .add('o.workflowid = ?', filter.workflowId)
    .add('d.stepid = ?', filter.stepId)
    .add('s.name = ?', filter.stepName);
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT d.workflow_instanceid, d.stepid, d.ind, d.queueid, d.queuekey, q.name FROM queue_data d
       JOIN queues q USING (queueid) JOIN steps s USING (stepid) JOIN workflow_instance o USING (workflow_instanceid)
       ${where.toString()} ORDER BY o.priority, o.workflow_instanceid, d.stepid, d.ind LIMIT ?`,
    )
    .all(...where.values, filter.limit);
  return rows.map((row) => ({
    orderId: column.number(row, 'workflow_instanceid') as OpenForm['orderId'],
    stepId: column.number(row, 'stepid'),
    ind: column.number(row, 'ind'),
    queue: column.text(row, 'name'),
    queueId: column.number(row, 'queueid'),
    key: column.text(row, 'queuekey'),
  }));
}
