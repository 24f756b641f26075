import type { Sqlite } from './open-database.ts';

/** Final orders that did not change since a time and have more than one line of history. Asked in the reader's thread: it reads far. */
export function ordersWithOldHistory(
  db: Sqlite,
  options: { readonly finishedBefore: number; readonly limit: number },
): readonly number[] {
  return db
    .prepare<[number, number]>(
      `SELECT workflow_instanceid FROM workflow_instance o
       WHERE workflowstatus IN ('C', 'X') AND modified < ? AND EXISTS (
         SELECT 1 FROM order_history h WHERE h.workflow_instanceid = o.workflow_instanceid LIMIT 1 OFFSET 1)
       LIMIT ?`,
    )
    .pluck()
    .all(options.finishedBefore, options.limit) as number[];
}

/** Deletes all lines but the last, from which counting goes on should the order be taken up again. */
export function deleteHistoryOf(db: Sqlite, orders: readonly number[]): void {
  const remove = db.prepare(
    `DELETE FROM order_history WHERE workflow_instanceid = @order
       AND sequence < (SELECT max(sequence) FROM order_history WHERE workflow_instanceid = @order)`,
  );
  for (const order of orders) remove.run({ order });
}
