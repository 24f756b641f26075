import type { AuditRecord } from '../../../schemas/model/audit.ts';
import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { ErrorInstanceId, OrderId, SessionId, StepId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { Release } from '../../../schemas/model/release.ts';
import type { StoredSensitiveData } from '../../../schemas/model/sensitive.ts';
import type { QueueStatus, SessionStatus } from '../../../schemas/model/status.ts';
import type {
  ErrorRecorded,
  HistoryEntry,
  OrderChange,
  OrderColumns,
  OrderCreated,
  OrderDecision,
  StepColumns,
  StoredOrder,
} from '../../../schemas/model/order.ts';
import type { JobStore } from './jobs.ts';
import type { OrderQueries } from './queries.ts';
import type { DefinitionStore } from './definitions.ts';
import type { PropertyStore } from './properties.ts';

/**
 * The durable truth. It speaks in decisions of the domain: what the machine decides at one moment is one
 * `OrderDecision`, recorded whole or not at all. No SQL and no transaction object crosses this line.
 *
 * Group commit (design section 3): decisions handed in during one turn of the event loop share one transaction, and their
 * promises resolve together after its fsync. A decision that cannot be recorded (a unique key) rejects alone.
 */
export interface Store extends SessionStore, OrderQueries, DefinitionStore, WaitStore, PropertyStore {
  /** Rows of the audit that belong to nothing else that is recorded; whatever else is audited hands its rows over with it. */
  recordAudit(records: readonly AuditRecord[], now: Micros): Promise<void>;

  readonly jobs: JobStore;

  /** Takes the next order id; it is never given again, whether or not the order is recorded. */
  nextOrderId(): OrderId;
  nextErrorInstanceId(): ErrorInstanceId;

  /** Records one decision about one order. Resolves when it is on disk; only then may anyone be told. */
  commit(decision: OrderDecision): Promise<void>;

  /** The whole state of one order as the machine needs it, or undefined. Includes what is not yet flushed. */
  loadOrder(orderId: OrderId): Promise<StoredOrder | undefined>;

  /**
   * Orders that NORMAL segments may pick up: READY, SCHEDULED and due at `now`, or with a step whose queue data, event or child
   * order is there; by priority, then age.
   */
  findReadyOrders(query: {
    workflowId: WorkflowId;
    now: Micros;
    limit: number;
    except: ReadonlySet<OrderId>;
  }): Promise<readonly WaitingOrder[]>;

  /**
   * Orders with a segment in RETRY or ASYNC-WAITING that is due at `now` (its retry trigger, else its last change plus
   * `recoverDelay` or `asyncDelay`); by priority, then age. Orders in work are among them: their other segments go on.
   */
  findDueRetries(query: {
    workflowId: WorkflowId;
    now: Micros;
    recoverDelayMicros: Micros;
    asyncDelayMicros: Micros;
    limit: number;
    except: ReadonlySet<OrderId>;
  }): Promise<readonly WaitingOrder[]>;

  /** The earliest moment at which a waiting order of this workflow falls due (scheduled or retry), or undefined. */
  nextDue(query: {
    workflowId: WorkflowId;
    after: Micros;
    recoverDelayMicros: Micros;
    asyncDelayMicros: Micros;
  }): Promise<Micros | undefined>;

  /**
   * Forgets the history of orders that have been final since before a time (option history-retention), all but its last line, for at
   * most `limit` orders; answers for how many. Call it again while it answers `limit`.
   */
  deleteHistory(options: { finishedBefore: Micros; limit: number }): Promise<number>;

  /** What children left for this order, by key (manual: feedback). */
  loadFeedback(orderId: OrderId): Promise<Readonly<Record<string, JsonText>>>;

  /** Sensitive data of one order, sealed. */
  loadSensitiveData(orderId: OrderId): Promise<StoredSensitiveData>;
  /** Orders with data of a subject, by its blind index. */
  findOrdersOfSubject(skey: string, index: string): Promise<readonly OrderId[]>;
  ordersWithSensitiveData(): Promise<readonly OrderId[]>;
  /** Makes sure that no byte of what was deleted is left in the files; resolves when it is so. */
  scrub(): Promise<void>;

  /** Commits so far; "an order of n steps alone costs n + 1" is a test on this count. */
  readonly commitCount: number;

  /** Waits for what is in flight, checkpoints and closes. */
  close(): Promise<void>;
}

/** Queues and synchronization events: what belongs to no order alone. Answers include what is not yet flushed. */
export interface WaitStore {
  /** The element that waits for this key in the queue, or undefined. */
  findQueueEntry(queue: string, key: string): Promise<StoredQueueEntry | undefined>;
  /** Data that came before any step submitted the key. */
  findEarlyData(queue: string, key: string): Promise<JsonText | undefined>;
  /** Keeps data until a step submits the key; false when there is data for it already, or no such queue. */
  putEarlyData(queue: string, key: string, data: JsonText, now: Micros): Promise<boolean>;
  deleteEarlyData(queue: string, key: string): Promise<boolean>;
  isEventPosted(eventType: string, key: string): Promise<boolean>;
  /** True when it was not posted before; from then on every bound step is freed, also after a crash. */
  postEvent(eventType: string, key: string, now: Micros): Promise<boolean>;
}

export interface StoredQueueEntry {
  readonly orderId: OrderId;
  readonly stepId: StepId;
  readonly ind: number;
  readonly status: QueueStatus;
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
    audit?: readonly AuditRecord[];
  }): Promise<SessionId>;
  /**
   * Recovers a crashed session in the manual's order: step instances, segments, then orders from IN-PROGRESS to RETRY
   * (synchronous flag cleared), session id of remaining orders cleared, session RECOVERED; each change with history.
   * Recovering twice equals recovering once.
   */
  recoverSession(
    sessionId: SessionId,
    options: {
      now: Micros;
      batchSize: number;
      /** Rows that go with the first and with the last of its transactions. */
      audit?: {
        readonly start: readonly AuditRecord[];
        /** For each run of a job that the crash cut short. */
        readonly job?: (run: { readonly jobId: number; readonly jobInstanceId: number }) => readonly AuditRecord[];
        readonly complete: (counts: RecoveryCounts) => readonly AuditRecord[];
      };
    },
  ): Promise<RecoveryCounts>;
  closeSession(sessionId: SessionId, status: SessionStatus, now: Micros, audit?: readonly AuditRecord[]): Promise<void>;
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

/**
 * The store cannot record anything now (disk full, I/O error). Nothing acknowledged was lost; the caller stops taking orders until it is
 * back. A decision that was rejected so is not recorded, unless the process ends before the store is back: then a
 * flush that failed half way may come to light. Recording it again is right in both cases.
 */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super(`The store cannot write: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StoreUnavailable';
  }
}

export type { ErrorDefinition, Release };
export type {
  ErrorRecorded,
  HistoryEntry,
  OrderChange,
  OrderColumns,
  OrderCreated,
  OrderDecision,
  StepColumns,
  StoredOrder,
};
