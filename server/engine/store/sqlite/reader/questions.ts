import type { OrderQueries } from '../../queries.ts';
import { countJobResults, jobResults } from '../jobs/job-queries.ts';
import { ordersWithOldHistory } from '../old-history.ts';
import { quickCheck } from '../integrity.ts';
import type { Sqlite } from '../open-database.ts';
import { errorInstances, history, notes, sessions, stepInstances } from './detail-queries.ts';
import { countOrders, findOrder, searchOrders } from './order-queries.ts';
import {
  auditEvents,
  hierarchy,
  orderStatistics,
  overdueOrders,
  processingSummary,
  stepCounts,
} from './report-queries.ts';
import { eventTypes, openForms, queueEntries, queueEntry, queues, syncEvents } from './wait-queries.ts';

type Question<Name extends keyof OrderQueries> = (
  db: Sqlite,
  ...args: Parameters<OrderQueries[Name]>
) => Awaited<ReturnType<OrderQueries[Name]>>;

/** Everything the reader can be asked; a row per question. */
export const questions: { readonly [Name in keyof OrderQueries]: Question<Name> } & {
  readonly quickCheck: (db: Sqlite) => readonly string[];
  readonly ordersWithOldHistory: typeof ordersWithOldHistory;
  readonly jobResults: typeof jobResults;
  readonly countJobResults: typeof countJobResults;
} = {
  searchOrders,
  findOrder,
  stepInstances,
  errorInstances,
  notes,
  history,
  countOrders,
  sessions,
  queues,
  queueEntries,
  queueEntry,
  eventTypes,
  syncEvents,
  auditEvents,
  hierarchy,
  processingSummary,
  orderStatistics,
  overdueOrders,
  stepCounts,
  openForms,
  quickCheck,
  ordersWithOldHistory,
  jobResults,
  countJobResults,
};

export type QuestionName = keyof typeof questions;

/** The one thing beside questions: moving the write-ahead log into the file. */
export const checkpointRequest = 'checkpoint';

/** What crosses between the store and the reader's thread. */
export interface ReaderRequest {
  readonly id: number;
  readonly question: QuestionName | typeof checkpointRequest;
  readonly args: readonly unknown[];
}
export type ReaderReply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | undefined } };
