import type { ObjectIdentity, StepMethod, WorkflowHook } from '../../schemas/model/steps.ts';
import type { JsonText } from '../../schemas/model/data.ts';
import type {
  ApiCall,
  JobApiCall,
  JobSnapshot,
  OrderSnapshot,
  ProgramLoaded,
  RaisedError,
  UserLog,
} from '../../schemas/protocol/runner.ts';

/**
 * Where user code runs: never in this process. Two forms, one contract: `ProcessRunnerHost` (a process per program,
 * `remote: true`) and `SharedRunnerHost` (one process, a worker thread per program, `remote: false`).
 * A runner that throws, hangs, leaks, exits, floods or is killed ends its calls with an outcome; it never throws here.
 */
export interface RunnerHost {
  /** Loads the program if need be, calls the method, and answers every API request through `peer`. Never rejects. */
  invoke(program: ProgramSpec, call: StepCall, peer: CallPeer): Promise<CallOutcome>;
  /** As `invoke`, for the one class of a job's program. */
  invokeJob(program: ProgramSpec, call: JobCall, peer: CallPeer<JobApiCall>): Promise<CallOutcome>;
  /** Loads the program and constructs its classes without calling them (deploy's dry run). */
  inspect(program: ProgramSpec): Promise<ProgramInspection>;
  /** Ends the program's runner when its calls have ended; a new call loads the given newer bundle at once. */
  unload(program: ObjectIdentity): Promise<void>;
  /** SIGKILL now; its calls end as `lost`. */
  kill(program: ObjectIdentity, reason: string): void;
  runners(): readonly RunnerInfo[];
  /** Waits up to `graceMs` for running calls, then kills. */
  dispose(graceMs: number): Promise<void>;
}

/** Runners that a debugger may look into. */
export interface InspectableRunnerHost extends RunnerHost {
  /** Opens or closes the inspector of a loaded program on loopback; answers its address while it is open. */
  setInspector(program: ObjectIdentity, open: boolean): Promise<string | undefined>;
}

export interface ProgramSpec {
  readonly program: ObjectIdentity;
  readonly bundleHash: string;
  /** Absolute path; its source map lies beside it as `<file>.map`. */
  readonly bundleFile: string;
}

export interface StepCall {
  readonly step: ObjectIdentity;
  readonly method: StepMethod | WorkflowHook;
  readonly order: OrderSnapshot;
  /** After the order context; null = undefined. */
  readonly arguments?: readonly (JsonText | null)[];
  /** The call ends as `timed-out` after this; its runner is killed if it does not yield. */
  readonly timeoutMs?: number;
}

/** One run of a job. */
export interface JobCall {
  readonly job: JobSnapshot;
  readonly timeoutMs?: number;
}

/** What a running call may ask of the engine. */
export interface CallPeer<Asked = ApiCall> {
  /** Resolves after the commit; rejects with an `ApiCallError` that user code sees as an exception. */
  api(call: Asked): Promise<JsonText | undefined>;
  raised(error: RaisedError): void;
  log(line: UserLog): void;
}

/** An API call that is refused: `error` is the manual's exception code, for example WORKFLOW-KEY-ERROR. */
export class ApiCallError extends Error {
  readonly error: string;
  constructor(error: string, info: string) {
    super(info);
    this.name = 'ApiCallError';
    this.error = error;
  }
}

export type CallOutcome =
  | { readonly kind: 'returned'; readonly value?: JsonText; readonly retryDelaySeconds?: number }
  | { readonly kind: 'threw'; readonly error: RaisedError; readonly retryDelaySeconds?: number }
  /** Nobody knows whether the action happened: the step is retried and validation clears it up. */
  | { readonly kind: 'lost'; readonly reason: LossReason; readonly detail: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  /** The program could not be loaded, so user code was not called. */
  | { readonly kind: 'not-loaded'; readonly error: RaisedError };

export type LossReason = 'exited' | 'killed' | 'out-of-memory' | 'protocol-error' | 'stopped';

export type ProgramInspection =
  | { readonly ok: true; readonly loaded: ProgramLoaded }
  | { readonly ok: false; readonly error: RaisedError; readonly step?: ObjectIdentity };

export interface RunnerInfo {
  readonly pid: number;
  readonly programs: readonly ObjectIdentity[];
  readonly form: 'process' | 'shared';
  readonly runningCalls: number;
  readonly rssBytes?: number;
  readonly startedAt: number;
}
