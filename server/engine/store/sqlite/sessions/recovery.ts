import type { Sqlite } from '../open-database.ts';

/** What a batch changed, and where the next one goes on; `last` undefined = the phase is over. */
export interface Batch {
  readonly changed: number;
  readonly last: number | undefined;
}

export interface BatchOptions {
  readonly sessionId: number;
  readonly now: number;
  /** Orders up to this id are done. */
  readonly after: number;
  /** Orders per batch. */
  readonly size: number;
}

/** One kind of change of a recovery; orders are taken by id, a batch per transaction. */
export interface Phase {
  readonly counts: 'steps' | 'segments' | 'orders' | undefined;
  run(db: Sqlite, options: BatchOptions): Batch;
}

/**
 * The manual's order (session recovery): step instances, segments, then orders go from IN-PROGRESS to RETRY, and what else
 * the session owned is let go. Each phase looks only at rows that are still as the crash left them, so that a
 * recovery that is itself cut short goes on where it was, and a second one finds nothing to do.
 */
export const recoveryPhases: readonly Phase[] = [
  { counts: 'steps', run: (db, options) => recover(db, options, stepRows) },
  { counts: 'segments', run: (db, options) => recover(db, options, segmentRows) },
  { counts: 'orders', run: (db, options) => recover(db, options, orderRows) },
  { counts: undefined, run: letOrdersGo },
];

/** Jobs of the session end as CRASH and are free again (manual: session recovery). */
export function recoverJobs(db: Sqlite, sessionId: number, now: number): readonly RecoveredRun[] {
  const runs = db
    .prepare<[number], RecoveredRun>(
      `SELECT jobid AS jobId, job_instanceid AS jobInstanceId FROM job_instance WHERE sessionid = ? AND jobstatus = 'I'`,
    )
    .all(sessionId);
  db.prepare(
    `UPDATE job_instance SET jobstatus = 'Z', completed = ?, modified = ? WHERE sessionid = ? AND jobstatus = 'I'`,
  ).run(now, now, sessionId);
  db.prepare('UPDATE jobs SET sessionid = 0 WHERE sessionid = ?').run(sessionId);
  return runs;
}

export interface RecoveredRun {
  readonly jobId: number;
  readonly jobInstanceId: number;
}

/** Rows that a phase turns from IN-PROGRESS to RETRY. */
interface Rows {
  /** Those of one order, with the columns that history names. */
  readonly find: string;
  /** The same rows again, as an update. */
  readonly update: string;
}

const stepRows: Rows = {
  find: `SELECT NULL AS segmentid, stepid, ind, attempt FROM step_instance
         WHERE workflow_instanceid = @orderId AND stepstatus = 'I' ORDER BY stepid, ind`,
  // Counters stay as they are: a crash of the engine is no failure of the step.
  update: `UPDATE step_instance SET stepstatus = 'R', custom_status = NULL, modified = @now
           WHERE workflow_instanceid = @orderId AND stepstatus = 'I'`,
};

const segmentRows: Rows = {
  find: `SELECT segmentid, NULL AS stepid, NULL AS ind, NULL AS attempt FROM segment_instance
         WHERE workflow_instanceid = @orderId AND segmentstatus = 'I' ORDER BY segmentid`,
  update: `UPDATE segment_instance SET segmentstatus = 'R', retry_trigger = NULL, modified = @now
           WHERE workflow_instanceid = @orderId AND segmentstatus = 'I'`,
};

const orderRows: Rows = {
  find: `SELECT NULL AS segmentid, NULL AS stepid, NULL AS ind, NULL AS attempt FROM workflow_instance
         WHERE workflow_instanceid = @orderId AND workflowstatus = 'I'`,
  update: `UPDATE workflow_instance SET workflowstatus = 'R', synchronous = 0, modified = @now
           WHERE workflow_instanceid = @orderId AND workflowstatus = 'I'`,
};

interface FoundRow {
  readonly segmentid: number | null;
  readonly stepid: number | null;
  readonly ind: number | null;
  readonly attempt: number | null;
}

function recover(db: Sqlite, options: BatchOptions, rows: Rows): Batch {
  const orders = ownedOrders(db, options);
  const find = db.prepare<unknown[], FoundRow>(rows.find);
  const update = db.prepare(rows.update);
  const record = db.prepare(
    `INSERT INTO order_history (workflow_instanceid, sequence, created, who, transition, status, previous_status, segmentid,
       stepid, ind, attempt, patch)
     SELECT @orderId, coalesce(max(sequence), 0) + 1, @now, 'system', 'recovered', 'R', 'I', @segmentid, @stepid, @ind,
       @attempt, NULL
     FROM order_history WHERE workflow_instanceid = @orderId`,
  );
  let changed = 0;
  for (const orderId of orders) {
    const found = find.all({ orderId });
    if (found.length === 0) continue;
    changed += update.run({ orderId, now: options.now }).changes;
    for (const row of found) record.run({ orderId, now: options.now, ...row });
  }
  return { changed, last: lastOf(orders, options) };
}

function letOrdersGo(db: Sqlite, options: BatchOptions): Batch {
  const orders = ownedOrders(db, options);
  const release = db.prepare('UPDATE workflow_instance SET status_sessionid = 0 WHERE workflow_instanceid = ?');
  for (const orderId of orders) release.run(orderId);
  return { changed: 0, last: lastOf(orders, options) };
}

function lastOf(orders: readonly number[], { size }: BatchOptions): number | undefined {
  return orders.length < size ? undefined : orders.at(-1);
}

function ownedOrders(db: Sqlite, { sessionId, after, size }: BatchOptions): readonly number[] {
  return db
    .prepare<[number, number, number]>(
      `SELECT workflow_instanceid FROM workflow_instance
       WHERE status_sessionid = ? AND status_sessionid <> 0 AND workflow_instanceid > ? ORDER BY workflow_instanceid LIMIT ?`,
    )
    .pluck()
    .all(sessionId, after, size) as number[];
}
