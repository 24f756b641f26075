import Database from 'better-sqlite3';
import { FiveSteps, type FiveStepWorkflow } from './five-steps.ts';
import { atLeast, atMost, measured, type Measured, median } from './measured.ts';
import { measureBareCommits } from './reference.ts';

const stepsPerOrder = 5;

/**
 * Chains of five steps that do nothing, through real runners, history on, every transition on disk before it counts. The
 * goals are ratios to a bare commit loop of the same run: one commit is what a step costs at least when it is alone, a
 * row of a shared commit what it costs at least among many.
 */
export async function benchThroughput(): Promise<readonly Measured[]> {
  const alone = measureBareCommits(1);
  const shared = measureBareCommits(100);
  const steps = await FiveSteps.start(() => ({ options: ['max-concurrent-orders=100'] }));
  try {
    const one = await measureOrders(steps, 'one-at-a-time', 400);
    const many = await measureOrders(steps, 'many-at-a-time', 4_000);
    const again = measureBareCommits(1);
    const bareCommits = (alone.commitsPerSecond + again.commitsPerSecond) / 2;
    return [
      measured('bare commits of one row', bareCommits, 'commits/s'),
      measured('bare rows in commits of 100', shared.rowsPerSecond, 'rows/s'),
      measured('steps, one order at a time', one.stepsPerSecond, 'steps/s'),
      atLeast(0.3, measured('… per bare commit', one.stepsPerSecond / bareCommits, 'ratio')),
      atMost(10, measured('order of 5 steps, one at a time, median', one.medianMs, 'ms')),
      measured('steps, 100 orders at a time', many.stepsPerSecond, 'steps/s'),
      atLeast(0.3, measured('… per bare row / 5', many.stepsPerSecond / (shared.rowsPerSecond / 5), 'ratio')),
      atMost(100, measured('order of 5 steps, 100 at a time, 99th percentile', many.p99Ms, 'ms')),
    ];
  } finally {
    await steps.end();
  }
}

/** How fast orders of five steps were done. */
export interface Speed {
  readonly stepsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Creates orders of a workflow that does not run yet, then lets it run until all are done. */
export async function measureOrders(steps: FiveSteps, workflow: FiveStepWorkflow, orders: number): Promise<Speed> {
  // The first orders warm up the runner and the compilers.
  await steps.create(workflow, 20);
  await steps.finish(workflow);
  const ids = await steps.create(workflow, orders);
  await steps.finish(workflow);
  return readSpeed(steps.engine.database, Math.min(...ids));
}

/** From the engine's own history: when each order was picked up, and when it was complete. */
function readSpeed(databaseFile: string, firstOrder: number): Speed {
  const db = new Database(databaseFile, { readonly: true });
  try {
    const rows = db
      .prepare(
        `SELECT MIN(h.created) begun, o.completed FROM workflow_instance o JOIN order_history h USING (workflow_instanceid)
          WHERE workflow_instanceid >= ? AND h.status = 'I' AND h.segmentid IS NULL AND h.stepid IS NULL
          GROUP BY workflow_instanceid`,
      )
      .all(firstOrder) as { begun: number; completed: number }[];
    const seconds = (Math.max(...rows.map((row) => row.completed)) - Math.min(...rows.map((row) => row.begun))) / 1e6;
    const latencies = rows.map((row) => (row.completed - row.begun) / 1000).sort((a, b) => a - b);
    return {
      stepsPerSecond: (rows.length * stepsPerOrder) / seconds,
      medianMs: median(latencies),
      p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
    };
  } finally {
    db.close();
  }
}
