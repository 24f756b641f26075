import { asId, type OrderId } from '../../../../schemas/model/ids.ts';
import type { Micros } from '../../../../schemas/model/data.ts';
import type { WaitingOrder } from '../store.ts';
import type { Sqlite } from './open-database.ts';

interface Found {
  readonly id: number;
  readonly priority: number;
}

export type WaitingStatements = ReturnType<typeof prepareWaitingStatements>;

export function prepareWaitingStatements(db: Sqlite) {
  // An order that is blocked or canceled keeps its segments as they are; they wait until it is let go again.
  const isHeld = `o.workflowstatus IN ('B', 'X', 'C')`;
  const stepsOfWorkflow = 'SELECT stepid FROM workflow_steps WHERE workflowid = @workflowId';
  return {
    ready: db.prepare<[number], Found>(`
      SELECT workflow_instanceid AS id, priority FROM workflow_instance
      WHERE workflowstatus = 'Y' AND workflowid = ? ORDER BY priority, workflow_instanceid`),
    scheduled: db.prepare<[number, number], Found>(`
      SELECT workflow_instanceid AS id, priority FROM workflow_instance
      WHERE workflowstatus = 'S' AND workflowid = ? AND scheduled <= ? ORDER BY priority, workflow_instanceid`),
    // What is in work is told of what comes in memory.
    awake: db.prepare<{ workflowId: number }, Found>(`
      SELECT o.workflow_instanceid AS id, o.priority FROM workflow_instance o
      WHERE o.workflowid = @workflowId AND o.workflowstatus NOT IN ('B', 'X', 'C', 'I') AND o.workflow_instanceid IN (
        SELECT q.workflow_instanceid FROM queue_data q JOIN step_instance s USING (workflow_instanceid, stepid, ind)
          WHERE q.queue_data_status = 'R' AND s.stepstatus = 'A' AND q.stepid IN (${stepsOfWorkflow})
        UNION
        SELECT s.workflow_instanceid FROM step_instance s
          JOIN step_instance_events b USING (workflow_instanceid, stepid, ind)
          JOIN workflow_events e USING (workflow_event_typeid, eventkey)
          WHERE s.stepstatus = 'V' AND e.event_posted = 1 AND s.stepid IN (${stepsOfWorkflow})
        UNION
        SELECT s.workflow_instanceid FROM step_instance s
          JOIN subworkflow_instance c USING (workflow_instanceid, stepid, ind)
          JOIN workflow_instance k ON k.workflow_instanceid = c.subworkflow_instanceid
          WHERE s.stepstatus = 'W' AND k.workflowstatus IN ('C', 'E', 'X') AND s.stepid IN (${stepsOfWorkflow}))
      ORDER BY o.priority, o.workflow_instanceid`),
    retries: db.prepare<{ workflowId: number; now: number; unchangedSince: number; waitingSince: number }, Found>(`
      SELECT o.workflow_instanceid AS id, o.priority FROM workflow_instance o
      WHERE NOT ${isHeld} AND o.workflow_instanceid IN (
        SELECT workflow_instanceid FROM segment_instance
          WHERE segmentstatus = 'R' AND workflowid = @workflowId AND retry_trigger <= @now
        UNION
        SELECT workflow_instanceid FROM segment_instance
          WHERE segmentstatus = 'R' AND workflowid = @workflowId AND retry_trigger IS NULL AND modified <= @unchangedSince
        UNION
        SELECT workflow_instanceid FROM segment_instance
          WHERE segmentstatus = 'A' AND workflowid = @workflowId AND retry_trigger <= @now
        UNION
        SELECT workflow_instanceid FROM segment_instance
          WHERE segmentstatus = 'A' AND workflowid = @workflowId AND retry_trigger IS NULL AND modified <= @waitingSince)
      ORDER BY o.priority, o.workflow_instanceid`),
    nextDue: db.prepare<
      { workflowId: number; after: number; delay: number; asyncDelay: number },
      { due: number | null }
    >(`
      SELECT min(due) AS due FROM (
        SELECT min(scheduled) AS due FROM workflow_instance
          WHERE workflowstatus = 'S' AND workflowid = @workflowId AND scheduled > @after
        UNION ALL
        SELECT min(s.retry_trigger) FROM segment_instance s JOIN workflow_instance o USING (workflow_instanceid)
          WHERE s.segmentstatus = 'R' AND s.workflowid = @workflowId AND s.retry_trigger > @after AND NOT ${isHeld}
        UNION ALL
        SELECT min(s.modified) + @delay FROM segment_instance s JOIN workflow_instance o USING (workflow_instanceid)
          WHERE s.segmentstatus = 'R' AND s.workflowid = @workflowId AND s.retry_trigger IS NULL
            AND s.modified > @after - @delay AND NOT ${isHeld}
        UNION ALL
        SELECT min(s.retry_trigger) FROM segment_instance s JOIN workflow_instance o USING (workflow_instanceid)
          WHERE s.segmentstatus = 'A' AND s.workflowid = @workflowId AND s.retry_trigger > @after AND NOT ${isHeld}
        UNION ALL
        SELECT min(s.modified) + @asyncDelay FROM segment_instance s JOIN workflow_instance o USING (workflow_instanceid)
          WHERE s.segmentstatus = 'A' AND s.workflowid = @workflowId AND s.retry_trigger IS NULL
            AND s.modified > @after - @asyncDelay AND NOT ${isHeld})`),
  };
}

export function findReadyOrders(
  statements: WaitingStatements,
  query: { workflowId: number; now: Micros; limit: number; except: ReadonlySet<OrderId> },
): readonly WaitingOrder[] {
  const scheduled = take(() => statements.scheduled.iterate(query.workflowId, query.now), query);
  const ready = take(() => statements.ready.iterate(query.workflowId), query);
  const awake = take(() => statements.awake.iterate({ workflowId: query.workflowId }), query);
  return [...ready, ...scheduled, ...awake].sort(byPriorityThenAge).slice(0, query.limit);
}

export function findDueRetries(
  statements: WaitingStatements,
  query: {
    workflowId: number;
    now: Micros;
    recoverDelayMicros: Micros;
    asyncDelayMicros: Micros;
    limit: number;
    except: ReadonlySet<OrderId>;
  },
): readonly WaitingOrder[] {
  const { workflowId, now } = query;
  const since = { unchangedSince: now - query.recoverDelayMicros, waitingSince: now - query.asyncDelayMicros };
  return take(() => statements.retries.iterate({ workflowId, now, ...since }), query);
}

export function nextDue(
  statements: WaitingStatements,
  query: { workflowId: number; after: Micros; recoverDelayMicros: Micros; asyncDelayMicros: Micros },
): Micros | undefined {
  const { workflowId, after, recoverDelayMicros: delay, asyncDelayMicros: asyncDelay } = query;
  return statements.nextDue.get({ workflowId, after, delay, asyncDelay })?.due ?? undefined;
}

/** Reads on only until enough are found, so that a long queue costs no more than a short one. */
function take(find: () => Iterable<Found>, query: { limit: number; except: ReadonlySet<OrderId> }): WaitingOrder[] {
  const orders: WaitingOrder[] = [];
  // A query that is begun and not read would keep the connection busy.
  if (query.limit <= 0) return orders;
  for (const { id, priority } of find()) {
    const orderId = asId<OrderId>(id);
    if (query.except.has(orderId)) continue;
    orders.push({ orderId, priority });
    if (orders.length >= query.limit) break;
  }
  return orders;
}

function byPriorityThenAge(a: WaitingOrder, b: WaitingOrder): number {
  return a.priority - b.priority || a.orderId - b.orderId;
}
