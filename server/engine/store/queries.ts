import type { OrderId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { Micros } from '../../../schemas/model/data.ts';
import type { OrderStatus, QueueStatus } from '../../../schemas/model/status.ts';
import type {
  AuditRow,
  ErrorInstanceRow,
  HierarchyRow,
  HistoryRow,
  NoteRow,
  OrderRow,
  ProcessingRow,
  SessionRow,
  QueueEntryRow,
  QueueHash,
  StepCountRow,
  StepInstanceRow,
  SyncEventRow,
  EventTypeHash,
} from '../../../schemas/protocol/rest.ts';

/** Read-only questions of people and tools, answered on reader connections. Rows carry the manual's column names. */
export interface OrderQueries {
  searchOrders(filter: OrderFilter): Promise<readonly OrderRow[]>;
  /** The row plus `staticdata`, `dynamicdata` (as stored text) and keys; undefined = no such order. */
  findOrder(orderId: OrderId): Promise<StoredOrderView | undefined>;
  stepInstances(orderId: OrderId): Promise<readonly StepInstanceRow[]>;
  errorInstances(filter: ErrorFilter): Promise<readonly ErrorInstanceRow[]>;
  notes(orderId: OrderId, limit: number): Promise<readonly NoteRow[]>;
  history(orderId: OrderId, page: { readonly after: number; readonly limit: number }): Promise<readonly HistoryRow[]>;
  /** Number of orders by status, for all workflows at once. */
  countOrders(filter: {
    readonly modifiedSince?: Micros;
  }): Promise<readonly { readonly workflowId: WorkflowId; readonly status: OrderStatus; readonly count: number }[]>;
  queues(): Promise<readonly QueueHash[]>;
  queueEntries(filter: QueueFilter): Promise<readonly QueueEntryRow[]>;
  /** One entry with its data as stored text, or undefined. */
  queueEntry(
    queue: string,
    key: string,
  ): Promise<{ readonly row: QueueEntryRow; readonly data: string | null } | undefined>;
  eventTypes(): Promise<readonly EventTypeHash[]>;
  syncEvents(filter: SyncEventFilter): Promise<readonly SyncEventRow[]>;
  sessions(limit: number): Promise<readonly SessionRow[]>;
  auditEvents(filter: AuditFilter): Promise<readonly AuditRow[]>;
  /** The whole tree of parents and children of an order, the topmost first. */
  hierarchy(orderId: OrderId): Promise<readonly HierarchyRow[]>;
  processingSummary(filter: ProcessingFilter): Promise<readonly ProcessingRow[]>;
  /** Orders that became final in the last day: what SLA reports and order summary bands are made of. */
  orderStatistics(now: Micros): Promise<readonly OrderStatistics[]>;
  /** For each step of a workflow at which unfinished orders stand: how many, and how many of them in ERROR or RETRY. */
  stepCounts(workflowId: WorkflowId): Promise<readonly StepCountRow[]>;
  /** Entries that wait for a person and that nobody has taken, by priority, then age (manual: user interaction). */
  openForms(filter: FormFilter): Promise<readonly OpenForm[]>;
  /** Orders that are not final and older than their workflow's SLA threshold. */
  overdueOrders(
    now: Micros,
  ): Promise<readonly { readonly workflowId: WorkflowId; readonly count: number; readonly oldest: string }[]>;
}

/** `GET orders` (manual): alternate spellings are resolved by the API before this point. */
export interface OrderFilter {
  readonly ids?: readonly OrderId[];
  readonly workflowIds?: readonly WorkflowId[];
  readonly statuses?: readonly OrderStatus[];
  readonly keyName?: string;
  readonly keyValue?: string;
  readonly minStarted?: Micros;
  readonly maxStarted?: Micros;
  readonly minModified?: Micros;
  readonly maxModified?: Micros;
  readonly sort: OrderSortColumn;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

export const orderSortColumns = [
  'workflow_instanceid',
  'started',
  'modified',
  'completed',
  'priority',
  'workflowstatus',
  'name',
] as const;
export type OrderSortColumn = (typeof orderSortColumns)[number];

/** Entries of one queue; USED ones only when their status is asked for. */
export interface QueueFilter {
  readonly queue: string;
  readonly statuses?: readonly (QueueStatus | 'EARLY')[];
  /** Only those that this user has locked. */
  readonly user?: string;
  readonly isLocked?: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface SyncEventFilter {
  readonly eventType?: string;
  readonly key?: string;
  readonly posted?: boolean;
  readonly minModified?: Micros;
  readonly maxModified?: Micros;
  readonly limit: number;
  readonly offset: number;
}

export const errorSortColumns = [
  'error_instanceid',
  'created',
  'error',
  'severity',
  'workflow_instanceid',
  'name',
  'stepid',
] as const;

export interface ErrorFilter {
  readonly orderId?: OrderId;
  readonly workflowId?: WorkflowId;
  readonly error?: string;
  readonly errorInstanceId?: number;
  /** Part of the text. */
  readonly description?: string;
  /** Part of the text. */
  readonly info?: string;
  readonly stepId?: number;
  readonly version?: string;
  readonly orderStatuses?: readonly OrderStatus[];
  readonly severity?: string;
  readonly retry?: boolean;
  readonly businessError?: boolean;
  readonly minCreated?: Micros;
  readonly maxCreated?: Micros;
  /** By default the newest first. */
  readonly sort?: (typeof errorSortColumns)[number];
  readonly descending?: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface AuditFilter {
  readonly orderId?: OrderId;
  readonly workflowId?: WorkflowId;
  readonly codes?: readonly number[];
  readonly minCreated?: Micros;
  readonly maxCreated?: Micros;
  readonly limit: number;
  readonly offset: number;
}

export const groupings = ['hourly', 'daily', 'monthly', 'yearly'] as const;

/** `processingSummary` (manual): orders that ended COMPLETE in a time. */
export interface ProcessingFilter {
  readonly workflowIds?: readonly WorkflowId[];
  readonly minCompleted?: Micros;
  readonly maxCompleted?: Micros;
  /** One row over all workflows instead of one for each. */
  readonly global: boolean;
  readonly grouping?: (typeof groupings)[number];
}

/** Orders of one workflow that became final in one band of time and fared alike. */
export interface OrderStatistics {
  readonly workflowId: WorkflowId;
  /** 1 = the last hour, 4 = the three before, 24 = the rest of the day. */
  readonly bandHours: 1 | 4 | 24;
  readonly isInSla: boolean;
  /** Clean, recovered automatically, recovered manually. */
  readonly disposition: 'C' | 'A' | 'M';
  readonly count: number;
}

export interface StoredOrderView {
  readonly row: OrderRow;
  readonly externalOrderId: string | null;
  readonly staticData: string | null;
  readonly dynamicData: string | null;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface FormFilter {
  readonly orderId?: OrderId;
  readonly workflowId?: WorkflowId;
  readonly stepId?: number;
  readonly stepName?: string;
  readonly limit: number;
}

export interface OpenForm {
  readonly orderId: OrderId;
  readonly stepId: number;
  readonly ind: number;
  readonly queue: string;
  readonly queueId: number;
  readonly key: string;
}
