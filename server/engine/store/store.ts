import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { ErrorDefinition, Severity } from '../../../schemas/model/errors.ts';
import type { ErrorInstanceId, OrderId, SegmentId, SessionId, StepId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { Release } from '../../../schemas/model/release.ts';
import type { OrderStatus, SegmentStatus, SessionStatus, StepStatus } from '../../../schemas/model/status.ts';
import type { OrderQueries } from './queries.ts';
import type { DefinitionStore } from './definitions.ts';

/**
 * The durable truth. It speaks in decisions of the domain: what the machine decides at one moment is one
 * `OrderDecision`, recorded whole or not at all. No SQL and no transaction object crosses this line.
 *
 * Group commit (design section 3): decisions handed in during one turn of the event loop share one transaction, and their
 * promises resolve together after its fsync. A decision that cannot be recorded (a unique key) rejects alone.
 */
export interface Store extends SessionStore, OrderQueries, DefinitionStore {
  /** Takes the next order id; it is never given again, whether or not the order is recorded. */
  nextOrderId(): OrderId;
  nextErrorInstanceId(): ErrorInstanceId;

  /** Records one decision about one order. Resolves when it is on disk; only then may anyone be told. */
  commit(decision: OrderDecision): Promise<void>;

  /** The whole state of one order as the machine needs it, or undefined. Includes what is not yet flushed. */
  loadOrder(orderId: OrderId): Promise<StoredOrder | undefined>;

  /** Orders that NORMAL segments may pick up: READY, or SCHEDULED and due at `now`; by priority, then age. */
  findReadyOrders(query: {
    workflowId: WorkflowId;
    now: Micros;
    limit: number;
    except: ReadonlySet<OrderId>;
  }): Promise<readonly WaitingOrder[]>;

  /**
   * Orders with a segment in RETRY that is due at `now` (its retry trigger, else its last change plus `recoverDelay`);
   * by priority, then age.
   */
  findDueRetries(query: {
    workflowId: WorkflowId;
    now: Micros;
    recoverDelayMicros: Micros;
    limit: number;
    except: ReadonlySet<OrderId>;
  }): Promise<readonly WaitingOrder[]>;

  /** The earliest moment at which a waiting order of this workflow falls due (scheduled or retry), or undefined. */
  nextDue(query: { workflowId: WorkflowId; after: Micros; recoverDelayMicros: Micros }): Promise<Micros | undefined>;

  /** Commits so far; "an order of n steps alone costs n + 1" is a test on this count. */
  readonly commitCount: number;

  /** Waits for what is in flight, checkpoints and closes. */
  close(): Promise<void>;
}

/** Application sessions (manual: application session model). */
export interface SessionStore {
  /** The ACTIVE session of this instance key, if its process ended without closing it. */
  findActiveSession(instanceKey: string): Promise<StoredSession | undefined>;
  openSession(session: {
    instanceKey: string;
    host: string;
    url: string;
    version: string;
    pid: number;
    now: Micros;
  }): Promise<SessionId>;
  /**
   * Recovers a crashed session in the manual's order: step instances, segments, then orders from IN-PROGRESS to RETRY
   * (synchronous flag cleared), session id of remaining orders cleared, session RECOVERED; each change with history.
   * Recovering twice equals recovering once.
   */
  recoverSession(sessionId: SessionId, options: { now: Micros; batchSize: number }): Promise<RecoveryCounts>;
  closeSession(sessionId: SessionId, status: SessionStatus, now: Micros): Promise<void>;
}

export interface RecoveryCounts {
  readonly steps: number;
  readonly segments: number;
  readonly orders: number;
}

export interface StoredSession {
  readonly sessionId: SessionId;
  readonly instanceKey: string;
  readonly host: string;
  readonly url: string;
  readonly pid: number;
  readonly started: Micros;
}

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

export interface WaitingOrder {
  readonly orderId: OrderId;
  readonly priority: number;
}

/** Refused by the store: nothing of the decision was recorded. `error` is the manual's exception code. */
export class StoreRefusal extends Error {
  readonly error: 'DUPLICATE-ORDER-KEY' | 'DATA-TOO-LARGE';
  constructor(error: StoreRefusal['error'], info: string) {
    super(info);
    this.name = 'StoreRefusal';
    this.error = error;
  }
}

/** The store cannot record anything now (disk full, I/O error). Nothing was lost; the caller stops taking orders until it is back. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super(`The store cannot write: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StoreUnavailable';
  }
}

export type { ErrorDefinition, Release };
