import type { JsonText } from '../model/data.ts';
import type { ObjectIdentity, StepMethod, WorkflowHook } from '../model/steps.ts';
import type { Severity } from '../model/errors.ts';
import type { JobDataKind } from '../model/job.ts';

/**
 * Messages between engine (or deploy's dry run) and a runner: JSON lines over one inherited duplex pipe (fd 3), many per
 * write. Every request carries an id and gets exactly one answer with that id; unknown messages are refused with a
 * `protocol-error`. User code never sees these types.
 */
export const runnerProtocolVersion = 1;

// ---- engine -> runner ------------------------------------------------------------------------------------------

export type ToRunner = LoadProgram | InvokeStep | InvokeJob | CancelCall | ApiReply | Ping | SetInspector;

/** Load (or replace) a program from its bundle file; answered by `loaded` or `load-failed`. */
export interface LoadProgram {
  readonly type: 'load';
  readonly id: number;
  readonly program: ObjectIdentity;
  readonly bundleHash: string;
  /** Absolute path of the CommonJS bundle; its source map lies beside it as `<file>.map`. */
  readonly bundleFile: string;
}

/** Call one method of a step class, or of the workflow's; answered by `returned` or `threw`. */
export interface InvokeStep {
  readonly type: 'invoke';
  readonly id: number;
  readonly program: ObjectIdentity;
  /** The program itself for a method of the workflow's class. */
  readonly step: ObjectIdentity;
  readonly method: StepMethod | WorkflowHook;
  readonly order: OrderSnapshot;
  /** Method arguments after the order context: async key or queue data, then array element; null = undefined. */
  readonly arguments?: readonly (JsonText | null)[];
}

/** Run a job's class; answered as `invoke` is. */
export interface InvokeJob {
  readonly type: 'invoke-job';
  readonly id: number;
  readonly program: ObjectIdentity;
  readonly job: JobSnapshot;
}

/** User code is told (its `order.signal` aborts); whether it stops is its own affair: the host kills when it must. */
export interface CancelCall {
  readonly type: 'cancel';
  readonly id: number;
  readonly reason: string;
}

/** The answer to an `ApiRequest` of user code; sent only after what it asked for is committed. */
export interface ApiReply {
  readonly type: 'reply';
  readonly id: number;
  readonly ok: boolean;
  readonly value?: JsonText;
  readonly error?: { readonly error: string; readonly info: string };
}

export interface Ping {
  readonly type: 'ping';
  readonly id: number;
}

/** Opens or closes the runner's inspector on a free loopback port; answered by `inspector`. */
export interface SetInspector {
  readonly type: 'set-inspector';
  readonly id: number;
  readonly open: boolean;
}

/** All that a step may know of its order when a call begins; texts are parsed only when user code looks at them. */
export interface OrderSnapshot {
  readonly orderId: number;
  readonly workflow: {
    readonly workflowId: number;
    readonly name: string;
    readonly version: string;
    readonly patch?: string;
  };
  readonly step: { readonly stepId: number; readonly name: string; readonly version: string; readonly ind: number };
  readonly mode: 'NORMAL' | 'RECOVERY';
  /** 1 for the first call of this step instance; counts every primary and validation run. */
  readonly attempt: number;
  readonly priority: number;
  /** ISO-8601 with Z. */
  readonly started: string;
  readonly externalOrderId?: string;
  readonly parentOrderId?: number;
  readonly executionId: number;
  readonly staticData?: JsonText;
  readonly dynamicData?: JsonText;
  readonly stepData?: JsonText;
  readonly tempData?: JsonText;
  /** Of the execution instance. */
  readonly instanceData?: JsonText;
  readonly orderKeys?: Readonly<Record<string, readonly string[]>>;
  /** Resolved values by name. */
  readonly configItems?: JsonText;
}

/** All that a job may know when its run begins; texts are parsed only when user code looks at them. */
export interface JobSnapshot {
  readonly jobId: number;
  readonly jobInstanceId: number;
  readonly name: string;
  readonly version: string;
  readonly patch?: string;
  readonly description: string;
  readonly remote: boolean;
  /** What started it. */
  readonly trigger: 'schedule' | 'operator';
  /** ISO-8601 with Z. */
  readonly started: string;
  readonly lastExecuted?: string;
  readonly lastExecutedJobInstanceId?: number;
  /** When it runs next by its schedule. */
  readonly next?: string;
  readonly stateData?: JsonText;
  readonly persistentStateData?: JsonText;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** Resolved values by name. */
  readonly configItems?: JsonText;
}

// ---- runner -> engine ------------------------------------------------------------------------------------------

export type FromRunner =
  | RunnerReady
  | ProgramLoaded
  | LoadFailed
  | CallReturned
  | CallThrew
  | ErrorRaised
  | ApiRequest
  | UserLog
  | Pong
  | InspectorState
  | RunnerTainted
  | ProtocolError;

export interface RunnerReady {
  readonly type: 'ready';
  readonly protocol: typeof runnerProtocolVersion;
  readonly pid: number;
  readonly node: string;
}

/** Dry-run facts: every class was constructed once and these are its overridden methods. */
export interface ProgramLoaded {
  readonly type: 'loaded';
  readonly id: number;
  readonly workflowClass?: string;
  /** Methods of `Workflow` that the workflow's class overrides. */
  readonly workflowHooks?: readonly string[];
  /** Name of the job's class. */
  readonly jobClass?: string;
  readonly steps: Readonly<
    Record<
      ObjectIdentity,
      { readonly className: string; readonly baseClass: string; readonly methods: readonly StepMethod[] }
    >
  >;
}

export interface LoadFailed {
  readonly type: 'load-failed';
  readonly id: number;
  readonly error: RaisedError;
  /** The step whose class could not be constructed, when it is known. */
  readonly step?: ObjectIdentity;
}

export interface CallReturned {
  readonly type: 'returned';
  readonly id: number;
  /** What `validation` or `array` returned; absent for nothing. */
  readonly value?: JsonText;
  /** From `setRetryDelay` (seconds from now). */
  readonly retryDelaySeconds?: number;
}

export interface CallThrew {
  readonly type: 'threw';
  readonly id: number;
  readonly error: RaisedError;
  readonly retryDelaySeconds?: number;
}

/** `stepError` and `stepWarning`: the method goes on; one way, in order before its `returned`. */
export interface ErrorRaised {
  readonly type: 'raised';
  readonly invocation: number;
  readonly error: RaisedError;
}

/** An error as user code raised it, before its definition is looked up. All texts are capped by the runner. */
export interface RaisedError {
  /** String `code` of the thrown value if it has one, else its `name`; `UNKNOWN-ERROR` without either. */
  readonly error: string;
  /** Looked up when `error` has no definition (manual: alternative error name), for example the class name. */
  readonly alternative?: string;
  readonly info: string;
  /** Stack with positions in the user's TypeScript. */
  readonly stack?: string;
  /** Given by `stepWarning`; otherwise the definition decides. */
  readonly severity?: Severity;
  /** Jobs: what the error means, and whether it lies in the data rather than in the technology. */
  readonly description?: string;
  readonly business?: boolean;
  readonly retryDelaySeconds?: number;
}

/** A call of the order's API by user code, answered by `reply` after the commit. */
export interface ApiRequest {
  readonly type: 'api';
  readonly id: number;
  readonly invocation: number;
  readonly call: ApiCall | JobApiCall;
}

export type ApiCall =
  | { readonly name: 'updateDynamicData'; readonly data: JsonText }
  | { readonly name: 'deleteDynamicDataKeys'; readonly keys: readonly string[] }
  | { readonly name: 'updateStepData'; readonly data: JsonText }
  | { readonly name: 'deleteStepDataKeys'; readonly keys: readonly string[] }
  | { readonly name: 'updateTempData'; readonly data: JsonText }
  | { readonly name: 'deleteTempDataKeys'; readonly keys: readonly string[] }
  | {
      readonly name: 'setOrderKeys';
      readonly keys: Readonly<Record<string, readonly string[]>>;
      readonly truncate: boolean;
    }
  | {
      readonly name: 'appendOrderKeys';
      readonly keys: Readonly<Record<string, readonly string[]>>;
      readonly truncate: boolean;
    }
  | { readonly name: 'addOrderNote'; readonly note: string }
  | { readonly name: 'reprioritizeOrder'; readonly priority: number }
  /** The obligatory calls of `primary` (manual: step types): exactly one of those of its type. */
  | { readonly name: 'submitAsyncKey'; readonly key: string }
  | { readonly name: 'skipAsyncStep' }
  | { readonly name: 'bindEvent'; readonly key: string }
  | { readonly name: 'bindEventUnposted'; readonly key: string }
  | { readonly name: 'skipEvent' }
  /** Answers `{"orderId": …}`. */
  | { readonly name: 'bindSubworkflow'; readonly workflow: string; readonly order: SubworkflowRequest }
  | { readonly name: 'skipSubworkflow' }
  /** One character of the workflow's `statuses`. */
  | { readonly name: 'setCustomStatus'; readonly status: string }
  | { readonly name: 'leaveParentFeedback'; readonly key: string; readonly value: JsonText }
  /** Answers a hash by key. */
  | { readonly name: 'getChildFeedback' }
  /** Answers what is known of the order, its workflow and its steps. */
  | { readonly name: 'getOrderInfo' }
  | { readonly name: 'getOrderNotes'; readonly count: number }
  | { readonly name: 'updateInstanceData'; readonly data: JsonText }
  | { readonly name: 'deleteInstanceDataKeys'; readonly keys: readonly string[] }
  /** In `attach` only. */
  | { readonly name: 'setBlocked' }
  /** In `attach` only; ISO-8601. */
  | { readonly name: 'rescheduleOrder'; readonly date: string }
  | ({ readonly name: 'sensitiveData' } & SensitiveCall);

/** The child order that a subworkflow step creates. */
export interface SubworkflowRequest {
  readonly staticData?: JsonText;
  readonly dynamicData?: JsonText;
  readonly externalOrderId?: string;
  readonly priority?: number;
  readonly orderKeys?: Readonly<Record<string, readonly string[]>>;
}

/** Calls of a job's API. */
export type JobApiCall =
  /** Replaces the data; null removes it. */
  | { readonly name: 'saveJobData'; readonly kind: JobDataKind; readonly data: JsonText | null }
  /** Answers true when the job will run at this time as well; without a time an earlier one is taken back. */
  | { readonly name: 'setJobTrigger'; readonly at: string | null }
  | { readonly name: 'setJobOptions'; readonly options: Readonly<Record<string, string | number | boolean>> };

/** A data subject of the order: by what identifies it and who it is, or by an alias. */
export type SensitiveSubject = { readonly skey: string; readonly svalue: string } | { readonly alias: string };

export type SensitiveCall =
  | { readonly what: 'get'; readonly subject: SensitiveSubject }
  | { readonly what: 'list' }
  | {
      readonly what: 'update';
      readonly subject: SensitiveSubject;
      readonly data: JsonText;
      readonly meta?: JsonText;
      readonly aliases?: readonly string[];
    }
  | { readonly what: 'delete'; readonly subject: SensitiveSubject }
  | { readonly what: 'delete-keys'; readonly subject: SensitiveSubject; readonly keys: readonly string[] };

/** stdout, stderr and `order.log.*`; the host caps, rate-limits and adds order and step of the invocation. */
export interface UserLog {
  readonly type: 'log';
  readonly invocation?: number;
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly text: string;
}

export interface Pong {
  readonly type: 'pong';
  readonly id: number;
  /** Of the whole process. */
  readonly rssBytes: number;
  /** Heap, buffers and native memory of this program alone. */
  readonly ownBytes: number;
}

export interface InspectorState {
  readonly type: 'inspector';
  readonly id: number;
  /** `ws://127.0.0.1:…` while it is open. */
  readonly url?: string;
  /** Why it could not be opened. */
  readonly problem?: string;
}

/**
 * What all orders of this runner share is no longer as it was at the start (a changed prototype, an exception that nobody
 * caught): calls in flight may end here, new ones get a fresh runner.
 */
export interface RunnerTainted {
  readonly type: 'tainted';
  readonly reason: string;
}

// ---- supervisor of the shared process: channel 0; other lines are `<channel> <message>` -----------------------------

export type ToSupervisor =
  | { readonly type: 'open'; readonly channel: number; readonly heapMb: number }
  | { readonly type: 'close'; readonly channel: number };

export interface FromSupervisor {
  readonly type: 'closed';
  readonly channel: number;
  readonly code: number;
  /** `code` of the error that ended the thread, for example ERR_WORKER_OUT_OF_MEMORY. */
  readonly error?: string;
}

export interface ProtocolError {
  readonly type: 'protocol-error';
  readonly message: string;
}
