import type { OrderStatus } from '../../schemas/model/status.ts';
import type { StepId } from '../../schemas/model/workflow-graph.ts';
import type { GraphLive, LiveCounts, LiveStep } from '../../schemas/protocol/graph-page.ts';
import type { OrderHash, StepCountRow, StepInstanceRow } from '../../schemas/protocol/rest.ts';

/** An order as its steps stand, for the graph. */
export function liveOfOrder(order: OrderHash): GraphLive {
  const rows = new Map<StepId, StepInstanceRow[]>();
  for (const row of order.StepInstances) {
    const id = idOf(row);
    rows.set(id, [...(rows.get(id) ?? []), row]);
  }
  return {
    type: 'order',
    orderId: order.workflow_instanceid,
    status: order.workflowstatus,
    canRetry: order.actions.includes('retry'),
    steps: Object.fromEntries([...rows].map(([id, of]) => [id, liveStep(order, of)])),
  };
}

/** How many orders stand at each step, and in how many of them it failed. */
export function liveOfCounts(rows: readonly StepCountRow[]): GraphLive {
  const steps: Record<StepId, LiveCounts> = {};
  for (const row of rows) steps[idOf(row)] = { orders: row.orders, errors: row.errors };
  return { type: 'counts', steps };
}

/** The step and those of its elements that can be skipped. */
export function skippableOf(
  order: OrderHash,
  step: StepId,
): { readonly stepId: number | undefined; readonly inds: readonly number[] } {
  const rows = order.StepInstances.filter((row) => idOf(row) === step && skippable.has(row.stepstatus));
  return { stepId: rows[0]?.stepid, inds: rows.map(({ ind }) => ind) };
}

function liveStep(order: OrderHash, rows: readonly StepInstanceRow[]): LiveStep {
  const elements = [...rows].sort((a, b) => a.ind - b.ind);
  const status = worst(elements.map(({ stepstatus }) => stepstatus));
  const shown = elements.find(({ stepstatus }) => stepstatus === status) ?? elements[0];
  const milliseconds = durationOf(elements);
  const error = order.ErrorInstances.filter(({ stepname }) => stepname === shown?.stepname).at(-1)?.error;
  return {
    status,
    attempts: Math.max(...elements.map(({ attempt }) => attempt)),
    ...(milliseconds === undefined ? {} : { milliseconds }),
    ...(error === undefined ? {} : { error }),
    canSkip: order.actions.includes('skipStep') && elements.some(({ stepstatus }) => skippable.has(stepstatus)),
    ...(elements.length > 1 ? { elements: elements.map(({ stepstatus }) => stepstatus) } : {}),
  };
}

/** What asks for the most attention stands for all. */
function worst(statuses: readonly OrderStatus[]): OrderStatus {
  return urgency.find((status) => statuses.includes(status)) ?? statuses[0] ?? 'READY';
}

/** From the first beginning to the last end; nothing while one is not over. */
function durationOf(rows: readonly StepInstanceRow[]): number | undefined {
  const ends = rows.map(({ completed }) => completed);
  if (ends.some((one) => one === null)) return undefined;
  const from = Math.min(...rows.map(({ started }) => Date.parse(started)));
  return Math.max(0, Math.max(...ends.map((one) => Date.parse(one ?? ''))) - from);
}

function idOf({ stepname, stepversion }: { readonly stepname: string; readonly stepversion: string }): StepId {
  return `${stepname}:${stepversion}`;
}

const urgency: readonly OrderStatus[] = [
  'ERROR',
  'RETRY',
  'IN-PROGRESS',
  'EVENT-WAITING',
  'ASYNC-WAITING',
  'WAITING',
  'COMPLETE',
];
const skippable: ReadonlySet<string> = new Set(['ERROR', 'RETRY', 'EVENT-WAITING', 'ASYNC-WAITING']);
