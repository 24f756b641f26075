import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { ErrorDefinition, Severity } from '../../../schemas/model/errors.ts';
import type { OrderId, SessionId, StepId } from '../../../schemas/model/ids.ts';
import type { ErrorRecorded, OrderChange, OrderCreated, OrderDecision } from '../../../schemas/model/order.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { StepMethod } from '../../../schemas/model/steps.ts';
import type { Plan } from './plan.ts';
import type { Mode, OrderState } from './state.ts';

/** What the rules depend on besides the order: all of it is handed in, so that the same input gives the same answer. */
export interface Rules {
  readonly plan: Plan;
  /** Workflow definition first, then global (manual: error lookup); undefined = the default for undefined errors. */
  readonly findError: (error: string) => ErrorDefinition | undefined;
  readonly recoverDelayMicros: Micros;
  /** How long an ASYNC-WAITING segment waits before it is recovered (option async_delay). */
  readonly asyncDelayMicros: Micros;
  /** Limit of RETRY results of one step (option max-retries). */
  readonly maxRetries: number;
  /** Limit of ASYNC-WAITING results of one step (option max-async-retries). */
  readonly maxAsyncRetries: number;
  readonly maxDatumBytes: number;
  readonly maxOrderBytes: number;
}

export interface Occasion {
  readonly at: Micros;
  /** For the history: the engine, or who asked. */
  readonly who: string;
}

/** Something that happened to an order, or that someone asks for. */
export type OrderEvent =
  CallEvent | BindEvent | WakeEvent | DataEvent | OperatorEvent | PickedUp | AttachFailed | StopAsked;

/** The execution instance stops: nothing new starts, what runs ends (manual: stopping an execution instance). */
export interface StopAsked {
  readonly type: 'stop-asked';
}

/** The workflow's `attach` failed: no step runs (manual: attach). */
export interface AttachFailed {
  readonly type: 'attach-failed';
  readonly error: RaisedError;
}

export interface PickedUp {
  readonly type: 'picked-up';
  readonly mode: Mode;
  readonly sessionId: SessionId;
}

interface OfElement {
  readonly stepId: StepId;
  readonly ind: number;
}

/** What a running call of user code came to. */
export type CallEvent =
  | ({ readonly type: 'call-returned'; readonly value?: JsonText; readonly retryDelaySeconds?: number } & OfElement)
  | ({ readonly type: 'call-threw'; readonly error: RaisedError; readonly retryDelaySeconds?: number } & OfElement)
  /** Nobody knows whether its action happened. */
  | ({ readonly type: 'call-lost'; readonly info: string } & OfElement)
  | ({ readonly type: 'call-timed-out'; readonly info: string } & OfElement)
  /** User code was not called: the attempt does not count. */
  | ({ readonly type: 'call-not-made'; readonly error: RaisedError; readonly retryAt: Micros } & OfElement)
  /** `array` answered these elements; the fingerprint is that of the whole list. */
  | ({
      readonly type: 'array-returned';
      readonly elements: readonly JsonText[];
      readonly fingerprint: string;
    } & OfElement)
  /** The call goes on after it. */
  | ({ readonly type: 'error-raised'; readonly error: RaisedError } & OfElement);

/** What a running `primary` asks for as its type demands (manual: step types); refused calls are exceptions in it. */
export type BindEvent =
  /** `early`: data that came to the queue before anyone waited for it. */
  | ({ readonly type: 'async-key-submitted'; readonly key: string; readonly early: JsonText | null } & OfElement)
  | ({ readonly type: 'async-step-skipped' } & OfElement)
  | ({ readonly type: 'event-bound'; readonly key: string; readonly isPosted: boolean } & OfElement)
  | ({ readonly type: 'event-skipped' } & OfElement)
  /** The child's creation is recorded in the same transaction. */
  | ({ readonly type: 'subworkflow-bound'; readonly creation: OrderDecision; readonly status: OrderStatus } & OfElement)
  | ({ readonly type: 'subworkflow-skipped' } & OfElement);

/** What an order waits for came, or changed, whether someone works on the order or not. */
export type WakeEvent =
  | ({ readonly type: 'queue-data-arrived'; readonly data: JsonText | null; readonly corrected: boolean } & OfElement)
  /** The entry is not waited for any more; the step stays as it is until someone decides about it. */
  | ({ readonly type: 'queue-entry-canceled' } & OfElement)
  | ({ readonly type: 'queue-key-changed'; readonly key: string } & OfElement)
  | { readonly type: 'event-posted'; readonly eventType: string; readonly key: string }
  | { readonly type: 'child-changed'; readonly child: OrderId; readonly status: OrderStatus };

export interface RaisedError {
  readonly error: string;
  readonly alternative?: string;
  readonly info: string;
  readonly severity?: Severity;
  readonly retryDelaySeconds?: number;
}

export type DataTarget = 'dynamicData' | 'stepData' | 'tempData';

/** Changes by user code under its order's identity, or by operators. */
export type DataEvent =
  | ({ readonly type: 'data-updated'; readonly target: DataTarget; readonly data: JsonText } & OfElement)
  | ({ readonly type: 'data-keys-deleted'; readonly target: DataTarget; readonly keys: readonly string[] } & OfElement)
  | {
      readonly type: 'keys-changed';
      readonly keys: Readonly<Record<string, readonly string[]>>;
      readonly truncate: boolean;
      readonly append: boolean;
    }
  | { readonly type: 'note-added'; readonly note: string }
  /** Shown only; ends when the order is taken up again. */
  | { readonly type: 'custom-status-set'; readonly status: string }
  | {
      readonly type: 'feedback-left';
      readonly parentOrderId: OrderId;
      readonly key: string;
      readonly value: JsonText;
    };

/** How an operator changes data: all of it, its top-level keys, or the value at one path of keys. */
export type DataEdit =
  | { readonly how: 'replace'; readonly data: JsonText | null }
  | { readonly how: 'merge'; readonly data: JsonText }
  | { readonly how: 'set-path'; readonly path: readonly string[]; readonly value: JsonText };

export type EditTarget =
  | { readonly target: 'staticData' }
  | { readonly target: 'dynamicData' }
  | { readonly target: 'stepData'; readonly stepId: StepId; readonly ind: number };

/** What an operator may ask for (manual: order actions). */
export type OperatorEvent =
  | ({ readonly type: 'data-edited'; readonly edit: DataEdit } & EditTarget)
  /** The form of an asynchronous step; the occasion says who. */
  | ({ readonly type: 'form-locked' } & OfElement)
  | ({ readonly type: 'form-released' } & OfElement)
  | ({ readonly type: 'form-lock-broken'; readonly note: string } & OfElement)
  /** The occasion says who. */
  | { readonly type: 'locked'; readonly note: string }
  | { readonly type: 'unlocked'; readonly note?: string }
  | { readonly type: 'lock-broken'; readonly note: string }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }
  | { readonly type: 'uncancel' }
  | { readonly type: 'block' }
  | { readonly type: 'unblock' }
  | { readonly type: 'reschedule'; readonly scheduled: Micros | null }
  | { readonly type: 'set-priority'; readonly priority: number }
  | { readonly type: 'set-error' }
  | {
      readonly type: 'skip-step';
      readonly stepId: StepId;
      readonly inds: readonly number[];
      readonly noRetry: boolean;
    };

/** A new order, already checked. */
export interface NewOrder {
  readonly orderId: OrderId;
  readonly priority: number;
  readonly scheduled: Micros | null;
  readonly initialStatus: 'READY' | 'BLOCKED';
  readonly externalOrderId?: string;
  readonly parentOrderId?: OrderId;
  readonly isSubworkflow?: boolean;
  readonly staticData?: JsonText;
  readonly dynamicData?: JsonText;
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  readonly uniqueKeys?: OrderCreated['uniqueKeys'];
}

/** A change as the machine decides it; ids of error rows come from the store's sequence when it is recorded. */
export type MachineChange = Exclude<OrderChange, ErrorRecorded> | Omit<ErrorRecorded, 'errorInstanceId'>;

/** What must be done once the changes are on disk, and never before. */
export type Effect =
  | {
      readonly type: 'call';
      readonly stepId: StepId;
      readonly ind: number;
      readonly method: StepMethod;
      readonly mode: Mode;
      readonly attempt: number;
      /** After the order context: async key or queue data, then array element; null = undefined. */
      readonly arguments: readonly (JsonText | null)[];
    }
  /** Nothing of the order runs any more; when it is to be recovered, `dueAt` says from when on. */
  | { readonly type: 'released'; readonly status: OrderStatus; readonly dueAt: Micros | null }
  /** A segment is to be recovered from then on, while another one of the order still runs. */
  | { readonly type: 'due'; readonly dueAt: Micros }
  /** What the order waited for is there: it may be taken up. */
  | { readonly type: 'awake' }
  /** Errors of a subworkflow are corrected in the child, which is retried with the parent. */
  | { readonly type: 'retry-child'; readonly orderId: OrderId }
  /** A FATAL error stops the execution instance (manual: severities). */
  | { readonly type: 'stop-execution'; readonly error: string };

export type CallEffect = Extract<Effect, { type: 'call' }>;

export interface Transition {
  readonly state: OrderState;
  readonly changes: readonly MachineChange[];
  readonly effects: readonly Effect[];
}

/** Not allowed in this state; nothing changes. `error` is the manual's exception code. */
export interface Refusal {
  readonly refused: { readonly error: string; readonly info: string };
}

export function isRefusal(answer: Transition | Refusal): answer is Refusal {
  return 'refused' in answer;
}

export function refusal(error: string, info: string): Refusal {
  return { refused: { error, info } };
}
