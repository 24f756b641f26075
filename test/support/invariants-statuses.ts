import type { OrderStatus } from '../../schemas/model/status.ts';
import type { Evidence } from './invariants.ts';
import type { OrderRows, Rows } from './invariants-rows.ts';

/** I7, I8 and I15: statuses agree with each other, nothing is left to the dead, everything came to an end. */
export function checkStatuses(rows: Rows, { engineIsDown = false, settled = false }: Evidence): string[] {
  return [...rows.orders.values()].flatMap((order) => [
    ...checkAggregation(order),
    ...checkOwnership(order, rows.activeSessions, engineIsDown),
    ...(settled ? checkSettled(order) : []),
  ]);
}

/** Highest first (manual: status computation). */
const ranks: readonly OrderStatus[] = [
  'IN-PROGRESS',
  'ERROR',
  'RETRY',
  'ASYNC-WAITING',
  'EVENT-WAITING',
  'WAITING',
  'INCOMPLETE',
  'COMPLETE',
];

function checkAggregation(order: OrderRows): string[] {
  const name = `order ${order.orderId}`;
  const violations: string[] = [];
  const stepStatus = highest(order.steps.map((step) => step.status));
  const segmentStatus = highest(order.segments.map(({ status }) => status));
  if (order.segments.length > 0 && segmentStatus !== stepStatus) {
    violations.push(`I7 ${name}: its segments say ${segmentStatus}, its steps say ${stepStatus}`);
  }
  if (order.status === 'COMPLETE') {
    const missing = [...order.dependencies.keys()].filter(
      (stepId) => !order.steps.some((step) => step.stepId === stepId && step.status === 'COMPLETE'),
    );
    if (missing.length > 0) violations.push(`I7 ${name} is COMPLETE without its steps ${missing.join(', ')}`);
  }
  const isHalted = order.status === 'CANCELED' || order.status === 'BLOCKED';
  if (order.segments.length > 0 && !isHalted) {
    const isBegun = [...order.dependencies.keys()].every((id) => order.steps.some(({ stepId }) => stepId === id));
    // A segment that has not begun makes an order with nothing else to say INCOMPLETE.
    const expected = segmentStatus === 'COMPLETE' && !isBegun ? 'INCOMPLETE' : segmentStatus;
    if (order.status !== expected) violations.push(`I7 ${name} is ${order.status}, its segments say ${expected}`);
  }
  if (isHalted && order.originalStatus === null)
    violations.push(`I7 ${name} is ${order.status} without a saved status`);
  const hasEnded = order.status === 'COMPLETE';
  if (hasEnded !== (order.completed !== null))
    violations.push(`I7 ${name} is ${order.status}, completed ${order.completed}`);
  return violations;
}

function checkOwnership(order: OrderRows, activeSessions: ReadonlySet<number>, engineIsDown: boolean): string[] {
  const violations: string[] = [];
  const isOwned = order.sessionId !== 0 && activeSessions.has(order.sessionId);
  const working = [order, ...order.segments, ...order.steps].filter(({ status }) => status === 'IN-PROGRESS').length;
  if (order.sessionId !== 0 && !isOwned)
    violations.push(`I8 order ${order.orderId} belongs to a session that has ended`);
  if (working > 0 && (engineIsDown || !isOwned)) {
    violations.push(`I8 order ${order.orderId} has ${working} rows IN-PROGRESS and nobody works on it`);
  }
  return violations;
}

function checkSettled(order: OrderRows): string[] {
  if (['COMPLETE', 'CANCELED', 'ERROR'].includes(order.status)) return [];
  return [`I15 order ${order.orderId} has not come to an end: ${order.status}`];
}

function highest(statuses: readonly OrderStatus[]): OrderStatus {
  return ranks.find((rank) => statuses.includes(rank)) ?? 'COMPLETE';
}
