/**
 * Statuses of orders, segments and steps with their one-letter codes (manual: status descriptions).
 * The text is what code, API and screens use; the letter is what the database holds.
 */
export const statusCodes = {
  READY: 'Y',
  SCHEDULED: 'S',
  'IN-PROGRESS': 'I',
  COMPLETE: 'C',
  ERROR: 'E',
  RETRY: 'R',
  WAITING: 'W',
  'ASYNC-WAITING': 'A',
  'EVENT-WAITING': 'V',
  INCOMPLETE: 'N',
  CANCELED: 'X',
  BLOCKED: 'B',
} as const;

export type OrderStatus = keyof typeof statusCodes;
export type StatusCode = (typeof statusCodes)[OrderStatus];
/** A segment is never INCOMPLETE, CANCELED or BLOCKED. */
export type SegmentStatus = Exclude<OrderStatus, 'INCOMPLETE' | 'CANCELED' | 'BLOCKED'>;
/** A step is never READY, SCHEDULED, INCOMPLETE, CANCELED or BLOCKED. */
export type StepStatus = Exclude<OrderStatus, 'READY' | 'SCHEDULED' | 'INCOMPLETE' | 'CANCELED' | 'BLOCKED'>;

export const orderStatuses = Object.keys(statusCodes) as readonly OrderStatus[];

const textByCode = Object.fromEntries(Object.entries(statusCodes).map(([text, code]) => [code, text])) as Record<
  StatusCode,
  OrderStatus
>;

/** The status a code of the database stands for. */
export function statusOf(code: StatusCode): OrderStatus {
  return textByCode[code];
}

/** Final: never processed again (SLA counts both as final). */
export function isFinal(status: OrderStatus): boolean {
  return status === 'COMPLETE' || status === 'CANCELED';
}

/** An entry of a queue (manual: queue statuses). */
export const queueStatusCodes = { WAITING: 'W', RECEIVED: 'R', ERROR: 'E', USED: 'X' } as const;
export type QueueStatus = keyof typeof queueStatusCodes;

/** Job instances have statuses of their own; CRASH exists only here. */
export const jobStatusCodes = { 'IN-PROGRESS': 'I', COMPLETE: 'C', ERROR: 'E', CRASH: 'Z' } as const;

export const sessionStatuses = ['ACTIVE', 'COMPLETE', 'ABNORMAL TERMINATION', 'RECOVERED'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];
