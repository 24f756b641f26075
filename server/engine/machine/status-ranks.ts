import type { OrderStatus } from '../../../schemas/model/status.ts';

/** Statuses by rising rank; the highest wins (manual: status aggregation). ERROR has the highest computed priority. */
const byRank = [
  'COMPLETE',
  'INCOMPLETE',
  'WAITING',
  'EVENT-WAITING',
  'ASYNC-WAITING',
  'RETRY',
  'ERROR',
  'CANCELED',
  'IN-PROGRESS',
] as const satisfies readonly OrderStatus[];
export type RankedStatus = (typeof byRank)[number];

/** The highest rank among the statuses; COMPLETE when there are none. */
export function highestStatus<Status extends RankedStatus>(statuses: Iterable<Status>): Status | 'COMPLETE' {
  let highest: Status | 'COMPLETE' = 'COMPLETE';
  for (const status of statuses) if (byRank.indexOf(status) > byRank.indexOf(highest)) highest = status;
  return highest;
}
