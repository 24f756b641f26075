import type { JsonText, Micros } from './data.ts';
import type { Severity } from './errors.ts';
import type { ErrorInstanceId, OrderId, SegmentId, SessionId, StepId, WorkflowId } from './ids.ts';
import type { OrderStatus, SegmentStatus, StepStatus } from './status.ts';

/**
 * An order as the store keeps it and as the machine decides about it: rows, and the changes of one decision.
 */

/** All that is decided about one order at one moment: one transaction. */
export interface OrderDecision {
  readonly orderId: OrderId;
  readonly workflowId: WorkflowId;
  /** When it was decided; the `modified` of every row it touches. */
  readonly at: Micros;
  readonly changes: readonly OrderChange[];
}

/** Each change is absolute (a value, not an increment), so that recording a decision twice equals recording it once. */
export type OrderChange =
  | OrderCreated
  | { readonly type: 'order'; readonly set: Partial<OrderColumns> }
  | {
      readonly type: 'segment';
      readonly segmentId: SegmentId;
      readonly status: SegmentStatus;
      readonly retryTrigger: Micros | null;
    }
  | ({ readonly type: 'step'; readonly stepId: StepId; readonly ind: number } & StepColumns)
  | { readonly type: 'static-data'; readonly data: JsonText }
  | { readonly type: 'dynamic-data'; readonly data: JsonText | null }
  | { readonly type: 'step-data'; readonly stepId: StepId; readonly ind: number; readonly data: JsonText | null }
  /** Replaces all keys of the order. */
  | { readonly type: 'keys'; readonly keys: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'note'; readonly username: string; readonly note: string }
  | ErrorRecorded
  | HistoryEntry
  | {
      readonly type: 'audit';
      readonly code: number;
      readonly who: string;
      readonly source: string;
      readonly reason: string;
      readonly info1?: string;
      readonly info2?: string;
      readonly stepId?: StepId;
      readonly ind?: number;
    };

/** First change of a new order's first decision; the row's other columns follow as an `order` change or defaults. */
export interface OrderCreated {
  readonly type: 'order-created';
  readonly columns: OrderColumns;
  readonly externalOrderId?: string;
  readonly parentOrderId?: OrderId;
  readonly staticData?: JsonText;
  readonly dynamicData?: JsonText;
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  /** Refuse with DUPLICATE-ORDER-KEY when such a key exists in the scope (manual: order keys); stored as keys as well. */
  readonly uniqueKeys?: readonly {
    readonly scope: 'global' | 'workflow-name' | 'workflow-version';
    readonly keys: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** Columns of WORKFLOW_INSTANCE that the machine decides (manual: data model). */
export interface OrderColumns {
  readonly status: OrderStatus;
  /** Saved while BLOCKED or CANCELED. */
  readonly originalStatus: OrderStatus | null;
  /** 0 = unowned. */
  readonly sessionId: SessionId;
  readonly synchronous: boolean;
  readonly priority: number;
  readonly scheduled: Micros | null;
  readonly started: Micros;
  readonly completed: Micros | null;
  readonly warnings: number;
  readonly errors: number;
  readonly retries: number;
  readonly businessError: boolean;
  readonly customStatus: string | null;
  /** The operator who holds the order; others may not change it (manual: operator locks). */
  readonly operatorLock: string | null;
}

/** Columns of STEP_INSTANCE. */
export interface StepColumns {
  readonly status: StepStatus;
  /** RETRY results in a row; null on any other status (manual: retry counting). */
  readonly retries: number | null;
  /** Calls of primary and validation so far. */
  readonly attempt: number;
  readonly skip: boolean;
  readonly started: Micros;
  readonly completed: Micros | null;
}

/** A row of ERROR_INSTANCE. */
export interface ErrorRecorded {
  readonly type: 'error';
  readonly errorInstanceId: ErrorInstanceId;
  readonly stepId: StepId | null;
  readonly ind: number | null;
  readonly severity: Severity;
  /** True when the status it gave is RETRY. */
  readonly retry: boolean;
  readonly error: string;
  readonly description: string;
  readonly info: string;
  readonly businessError: boolean;
}

/** One line of an order's history: who moved what, when and why. Never holds sensitive data. */
export interface HistoryEntry {
  readonly type: 'history';
  /** Counts from 1 in each order. */
  readonly sequence: number;
  readonly who: string;
  /** What happened, in the words of the transcript: `created`, `started`, `error CARD-TIMEOUT`, `completed` … */
  readonly transition: string;
  readonly status: OrderStatus;
  readonly previousStatus: OrderStatus | null;
  readonly segmentId: SegmentId | null;
  readonly stepId: StepId | null;
  readonly ind: number | null;
  readonly attempt: number | null;
  /** JSON merge patch (RFC 7396) of the data this transition changed, or null. */
  readonly patch: JsonText | null;
}

/** One order as the machine takes it up: rows, not views. */
export interface StoredOrder {
  readonly orderId: OrderId;
  readonly workflowId: WorkflowId;
  readonly columns: OrderColumns;
  readonly externalOrderId: string | null;
  readonly parentOrderId: OrderId | null;
  readonly staticData: JsonText | null;
  readonly dynamicData: JsonText | null;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly segments: readonly {
    readonly segmentId: SegmentId;
    readonly status: SegmentStatus;
    readonly retryTrigger: Micros | null;
    readonly modified: Micros;
  }[];
  readonly steps: readonly ({
    readonly stepId: StepId;
    readonly ind: number;
    readonly data: JsonText | null;
  } & StepColumns)[];
  readonly historyLength: number;
  readonly modified: Micros;
}
