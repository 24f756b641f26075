import type { JsonText, Micros } from './data.ts';
import type { Severity } from './errors.ts';
import type { ErrorInstanceId, OrderId, SegmentId, SessionId, StepId, WorkflowId } from './ids.ts';
import type { SensitiveChange } from './sensitive.ts';
import type { OrderStatus, QueueStatus, SegmentStatus, StepStatus } from './status.ts';

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
  /** What a step element waits for from now on: a row of QUEUE_DATA, STEP_INSTANCE_EVENTS or SUBWORKFLOW_INSTANCE. */
  | { readonly type: 'wait'; readonly stepId: StepId; readonly ind: number; readonly wait: StepWait }
  /** The element's entry of its queue was consumed, or another run of its primary makes a new one. */
  | { readonly type: 'queue-entry-removed'; readonly stepId: StepId; readonly ind: number }
  /** What `array` answered the first time; every later run must answer the same (manual: array steps). */
  | { readonly type: 'array'; readonly stepId: StepId; readonly count: number; readonly fingerprint: string }
  /** A decision about another order that is true together with this one or not at all: the child that a step binds. */
  | { readonly type: 'with-order'; readonly decision: OrderDecision }
  /** Replaces all keys of the order. */
  | { readonly type: 'keys'; readonly keys: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'note'; readonly username: string; readonly note: string }
  | ErrorRecorded
  | HistoryEntry
  | SensitiveChange
  /** What a child order leaves for its parent; the last value of a key counts (manual: feedback). */
  | { readonly type: 'feedback'; readonly parentOrderId: OrderId; readonly key: string; readonly info: JsonText }
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
  /** Bound to a step of the parent, which takes this order's status (manual: subworkflow steps). */
  readonly isSubworkflow?: boolean;
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

/** What a step element waits for, or waited for; kept until the element is done with it. */
export type StepWait = QueueWait | EventWait | ChildWait;

/** An entry of the step's queue (manual: QUEUE_DATA). */
export interface QueueWait {
  readonly kind: 'queue';
  /** Name of the queue. */
  readonly queue: string;
  readonly key: string;
  readonly status: QueueStatus;
  /** True when someone said that the step is done: its `end` does not run. */
  readonly corrected: boolean;
  /** Who works on its form (manual: user interaction); absent or null = nobody. */
  readonly lockedBy?: string | null;
  readonly data: JsonText | null;
}

/** A synchronization event; one post frees every element that is bound to it. */
export interface EventWait {
  readonly kind: 'event';
  /** Name of the event type. */
  readonly eventType: string;
  readonly key: string;
  readonly posted: boolean;
}

/** A child order, whose status the step takes. */
export interface ChildWait {
  readonly kind: 'child';
  readonly orderId: OrderId;
  readonly status: OrderStatus;
}

/** Columns of STEP_INSTANCE. */
export interface StepColumns {
  readonly status: StepStatus;
  /** RETRY and ASYNC-WAITING results in a row; null on any other status (manual: retry counting). */
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
  /** Bound to a step of its parent, which takes its status. */
  readonly isSubworkflow: boolean;
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
    readonly wait: StepWait | null;
  } & StepColumns)[];
  /** Array steps whose `array` has answered. */
  readonly arrays: readonly { readonly stepId: StepId; readonly count: number; readonly fingerprint: string }[];
  readonly historyLength: number;
  readonly modified: Micros;
}
