import type { JsonObject, JsonText, JsonValue, Micros } from '../../schemas/model/data.ts';
import type { ErrorDefinition, Severity } from '../../schemas/model/errors.ts';
import type { OrderId, StepId, WorkflowId } from '../../schemas/model/ids.ts';
import type { Release } from '../../schemas/model/release.ts';
import type { JobDataKind, JobStatus } from '../../schemas/model/job.ts';
import type { EventName, SystemEvent } from '../../schemas/protocol/event.ts';
import type {
  AlertHash,
  ConfigChange,
  ConfigItemHash,
  AuditRow,
  CreateOrderRequest,
  CreateOrderResult,
  ErrorDefinitionHash,
  ErrorInstanceRow,
  ExecutionInstanceHash,
  HealthHash,
  HistoryRow,
  InstallAnswer,
  JobHash,
  JobResultRow,
  NoteRow,
  OrderHash,
  OrderRow,
  ProcessingRow,
  RetryResult,
  EventTypeHash,
  FormHash,
  QueueEntryHash,
  QueueEntryRow,
  QueueHash,
  SegmentHash,
  SyncEventRow,
  StepCountRow,
  WorkflowHash,
} from '../../schemas/protocol/rest.ts';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { SensitiveSubject } from '../../schemas/protocol/runner.ts';
import type { JobResultFilter } from './store/jobs.ts';
import type { DebugCommand, DebugMessage } from '../../schemas/protocol/debug.ts';
import type { RunnerInfo } from '../isolation/runner-host.ts';
import type { SubjectData } from './sensitive/sensitive-data.ts';
import type {
  AuditFilter,
  ErrorFilter,
  OrderFilter,
  ProcessingFilter,
  QueueFilter,
  SyncEventFilter,
} from './store/queries.ts';
import type { PropertyResult } from './store/properties.ts';

/**
 * The engine as its users see it: the API, and tests. Every method that changes something resolves after the commit.
 * A refusal is an `EngineRefusal` with the manual's exception code; anything else that is thrown is a fault of ours.
 */
export interface Engine {
  readonly orders: OrderOperations;
  readonly workflows: WorkflowOperations;
  readonly executions: ExecutionOperations;
  readonly queues: QueueOperations;
  readonly syncEvents: SyncEventOperations;
  readonly errors: ErrorOperations;
  readonly config: ConfigOperations;
  readonly sensitive: SensitiveOperations;
  readonly jobs: JobOperations;
  readonly releases: ReleaseOperations;
  readonly events: EventStream;
  readonly alerts: Alerts;
  readonly audit: AuditOperations;
  readonly properties: PropertyOperations;
  readonly debug: DebugOperations;
  health(): HealthHash;
  runners(): readonly RunnerInfo[];
  /** Starts what `autostart` says; called once after the listeners are open (manual: startup). */
  startInterfaces(): Promise<void>;
  /** True while no order is worked on: an older engine may be replaced then. */
  isIdle(): boolean;
  /** The manual's shutdown steps 1 to 3; nothing new starts from the first moment (SHUTDOWN-IN-PROGRESS). */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** Queues of asynchronous steps (manual: async queues). An unknown queue is refused with UNKNOWN-QUEUE. */
export interface QueueOperations {
  list(): Promise<readonly QueueHash[]>;
  get(queue: string): Promise<QueueHash>;
  entries(filter: QueueFilter): Promise<readonly QueueEntryRow[]>;
  /** Refused with INVALID-KEY. */
  entry(queue: string, key: string): Promise<QueueEntryHash>;
  /** Data for a WAITING key: the order goes on. INVALID-KEY, INVALID-STATUS. `isTagged`: the data is tagged JSON (YAML). */
  update(queue: string, key: string, data: JsonValue, caller: Caller, options?: { isTagged?: boolean }): Promise<void>;
  /** As `update`; data that comes before any step has submitted the key is kept for it. */
  insert(queue: string, key: string, data: JsonValue, caller: Caller, options?: { isTagged?: boolean }): Promise<void>;
  /** The step completes without its `end`. */
  correct(queue: string, key: string, caller: Caller): Promise<void>;
  /** A WAITING entry becomes USED; early data is forgotten. */
  cancel(queue: string, key: string, caller: Caller): Promise<void>;
  rename(queue: string, oldKey: string, newKey: string, caller: Caller): Promise<void>;
}

/** Synchronization events (manual: sync events). An unknown type is refused with UNKNOWN-EVENT-TYPE. */
export interface SyncEventOperations {
  types(): Promise<readonly EventTypeHash[]>;
  type(eventType: string): Promise<EventTypeHash>;
  events(filter: SyncEventFilter): Promise<readonly SyncEventRow[]>;
  event(eventType: string, key: string): Promise<SyncEventRow>;
  /** True when it was not posted before; every step that is bound to it goes on. */
  post(eventType: string, key: string, caller: Caller): Promise<boolean>;
}

/** What is wrong now (ongoing) and what was lately (transient) (manual: alerts). */
export interface Alerts {
  list(): readonly AlertHash[];
  raiseOngoing(subject: AlertSubject, reason: string): void;
  clearOngoing(subject: AlertSubject): void;
  raiseTransient(subject: AlertSubject, reason: string): void;
}

/** The audit (manual: audit): which kinds are recorded is the option `audit`. */
export interface AuditOperations {
  find(filter: AuditFilter): Promise<readonly AuditRow[]>;
  /** A call that changed something that is recorded nowhere else: an option, a log level, a listener. */
  recordCall(what: string, caller: Caller, info?: string): Promise<void>;
  /** Event and audit row of a user (manual: user events). */
  postUserEvent(
    event: { readonly event: string; readonly severity: Severity; readonly info?: JsonValue },
    caller: Caller,
  ): Promise<void>;
}

/** System properties: small values of users by domain and key (manual: system properties). */
export interface PropertyOperations {
  all(): Promise<Readonly<Record<string, JsonObject>>>;
  /** Null deletes it. */
  set(domain: string, key: string, value: JsonValue, caller: Caller): Promise<PropertyResult>;
  /** Hash from domain to keys and values: all or none. */
  setMany(domains: JsonObject, options: { readonly replaceAll: boolean }, caller: Caller): Promise<void>;
  removeDomain(domain: string, caller: Caller): Promise<void>;
}

/** What an alert is about, for example `{ type: 'WORKFLOW', id: '3', alert: 'PROGRAM-NOT-LOADED' }`. */
export interface AlertSubject {
  readonly type: 'SYSTEM' | 'WORKFLOW' | 'JOB' | 'PROCESS';
  readonly id: string;
  readonly alert: string;
}

/** Who asked, for history and audit. */
export interface Caller {
  readonly who: string;
  /** For example "REST POST api/latest/workflows/1/createOrder". */
  readonly source: string;
}

export interface OrderOperations {
  create(workflow: WorkflowReference, request: CreateOrderRequest, caller: Caller): Promise<CreateOrderResult>;
  search(filter: OrderFilter): Promise<readonly OrderRow[]>;
  get(orderId: OrderId): Promise<OrderHash>;
  history(orderId: OrderId, page: { readonly after: number; readonly limit: number }): Promise<readonly HistoryRow[]>;
  errorInstances(filter: ErrorFilter): Promise<readonly ErrorInstanceRow[]>;
  retry(orderId: OrderId, caller: Caller): Promise<RetryResult>;
  cancel(orderId: OrderId, caller: Caller): Promise<StatusResult>;
  uncancel(orderId: OrderId, caller: Caller): Promise<StatusResult>;
  block(orderId: OrderId, caller: Caller): Promise<StatusResult>;
  unblock(orderId: OrderId, caller: Caller): Promise<StatusResult>;
  setError(orderId: OrderId, caller: Caller): Promise<StatusResult>;
  /** `inds`: elements of an array step; [0] for any other. Without `noRetry` the order is retried. */
  skipStep(
    orderId: OrderId,
    skip: { readonly stepId: StepId; readonly inds: readonly number[]; readonly noRetry: boolean },
    caller: Caller,
  ): Promise<StatusResult>;
  reschedule(orderId: OrderId, date: string | null, caller: Caller): Promise<void>;
  setPriority(orderId: OrderId, priority: number, caller: Caller): Promise<void>;
  /** What would come of an action, without doing it: the status afterwards, or the action's own refusal. */
  attempt(orderId: OrderId, attempt: OrderAttempt, caller: Caller): Promise<StatusResult>;
  addNote(orderId: OrderId, note: string, caller: Caller): Promise<void>;
  notes(orderId: OrderId, limit: number): Promise<readonly NoteRow[]>;
  /** Takes the next form that waits for a person (manual: user interaction); 404 when there is none. */
  lockForm(
    filter: {
      readonly orderId?: OrderId;
      readonly workflow?: WorkflowReference;
      readonly stepId?: StepId;
      readonly stepName?: string;
    },
    caller: Caller,
  ): Promise<FormHash>;
  releaseForm(orderId: OrderId, element: StepElement, caller: Caller): Promise<void>;
  breakFormLock(orderId: OrderId, element: StepElement, note: string, caller: Caller): Promise<void>;
  /** The queue entry of one element (manual: GET orders/{id}/async-queue). */
  queueEntry(orderId: OrderId, element: StepElement): Promise<QueueEntryHash>;
  /** The data as stored, with their tags. */
  data(orderId: OrderId): Promise<OrderData>;
  processingSummary(filter: ProcessingFilter): Promise<readonly ProcessingRow[]>;
  auditEvents(filter: AuditFilter): Promise<readonly AuditRow[]>;
  editData(orderId: OrderId, edit: OrderDataEdit, caller: Caller): Promise<void>;
  /** Replaces all keys of the order; with `truncate` values are cut instead of refused. */
  updateKeys(
    orderId: OrderId,
    keys: NonNullable<CreateOrderRequest['orderkeys']>,
    options: { readonly truncate: boolean },
    caller: Caller,
  ): Promise<void>;
  /** From now on only the caller changes the order (manual: operator locks). */
  lock(orderId: OrderId, note: string, caller: Caller): Promise<void>;
  unlock(orderId: OrderId, note: string | undefined, caller: Caller): Promise<void>;
  breakLock(orderId: OrderId, note: string, caller: Caller): Promise<void>;
}

/** One element of one step; 0 for a step that is no array. */
export interface StepElement {
  readonly stepId: StepId;
  readonly ind: number;
}

/** An order's data as text of tagged JSON. */
export interface OrderData {
  readonly staticData: JsonText | null;
  readonly dynamicData: JsonText | null;
  readonly steps: readonly { readonly stepId: StepId; readonly ind: number; readonly data: JsonText | null }[];
}

/** An operator's change of an order's data: all of it, some keys, or the value at a path such as `a.b`. */
export type OrderDataEdit = (
  | { readonly target: 'staticData' | 'dynamicData' }
  | { readonly target: 'stepData'; readonly stepId: StepId; readonly ind: number }
) &
  (
    | { readonly how: 'replace' | 'merge'; readonly data: JsonValue }
    | { readonly how: 'set-path'; readonly path: string; readonly value: JsonValue }
  ) & {
    /** The values are tagged (YAML); otherwise every key that begins with `$` is the user's own. */
    readonly isTagged?: boolean;
  };

/** An action to try without doing it. */
export type OrderAttempt =
  | { readonly action: 'retry' | 'cancel' | 'uncancel' | 'block' | 'unblock' | 'setError' }
  | { readonly action: 'setPriority'; readonly priority: number }
  | { readonly action: 'reschedule'; readonly date: string | null };

export interface StatusResult {
  readonly workflow_status: OrderStatus;
}

/** Numeric id, name (latest version) or `name:version`. */
export type WorkflowReference = string | number;

export interface WorkflowOperations {
  list(): Promise<readonly WorkflowHash[]>;
  get(workflow: WorkflowReference): Promise<WorkflowHash>;
  resolve(workflow: WorkflowReference): WorkflowId;
  /** Starts one execution instance and answers its id. */
  start(workflow: WorkflowReference, caller: Caller): Promise<ExecutionInstanceHash>;
  /** Stops all instances of the workflow after the steps in progress; answers how many. */
  stop(workflow: WorkflowReference, caller: Caller): Promise<number>;
  reset(workflow: WorkflowReference, caller: Caller): Promise<void>;
  setAutostart(workflow: WorkflowReference, autostart: number, caller: Caller): Promise<void>;
  setEnabled(workflow: WorkflowReference, enabled: boolean, caller: Caller): Promise<void>;
  setRemote(workflow: WorkflowReference, remote: boolean, caller: Caller): Promise<void>;
  setSla(workflow: WorkflowReference, seconds: number, caller: Caller): Promise<void>;
  /** Deprecated workflows stop, are hidden and cannot be started (manual: setDeprecated). Answers how many instances stopped. */
  setDeprecated(workflow: WorkflowReference, deprecated: boolean, caller: Caller): Promise<number>;
  /** Sets option values over the deployed ones; null takes one back. They hold for the whole workflow and survive deploys. */
  setOptions(workflow: WorkflowReference, options: JsonObject, caller: Caller): Promise<void>;
  /** As they are derived from the steps' dependencies. */
  segments(workflow: WorkflowReference): readonly SegmentHash[];
  overview(workflow: WorkflowReference): Promise<Partial<Record<OrderStatus, number>> & { readonly TOTAL: number }>;
  /** Steps at which unfinished orders stand. */
  stepCounts(workflow: WorkflowReference): Promise<readonly StepCountRow[]>;
  /** SIGKILLs the program's runner (manual: kill); the orders in it recover. */
  kill(workflow: WorkflowReference): void;
}

export interface ExecutionOperations {
  list(): readonly ExecutionInstanceHash[];
  stop(executionId: number): Promise<void>;
  stopAll(): Promise<number>;
}

export interface ErrorOperations {
  global(): readonly ErrorDefinitionHash[];
  ofWorkflow(workflow: WorkflowReference): readonly ErrorDefinitionHash[];
  all(): readonly ErrorDefinitionHash[];
  create(
    definition: ErrorDefinition,
    options: { workflow?: WorkflowReference; forceWorkflow?: boolean },
    caller: Caller,
  ): Promise<string>;
  createOrUpdate(
    definition: ErrorDefinition,
    options: { workflow?: WorkflowReference; forceWorkflow?: boolean },
    caller: Caller,
  ): Promise<string>;
  update(
    error: string,
    change: Partial<ErrorDefinition>,
    options: { workflow?: WorkflowReference },
    caller: Caller,
  ): Promise<string>;
  remove(error: string, options: { workflow?: WorkflowReference }, caller: Caller): Promise<void>;
}

/** Data of people (manual: sensitive data). Callers see to it that the connection is secure. */
export interface SensitiveOperations {
  get(orderId: OrderId, subject: SensitiveSubject): Promise<SubjectData | undefined>;
  /** Replaces one subject's data; `isTagged` = the values carry their types (YAML). */
  replace(
    orderId: OrderId,
    subject: { readonly skey: string; readonly svalue: string },
    given: {
      readonly data: JsonObject;
      readonly aliases?: readonly string[];
      readonly meta?: JsonObject;
      readonly isTagged?: boolean;
    },
  ): Promise<void>;
  /** Orders that hold data of a subject. */
  search(
    subject: { readonly skey: string; readonly svalue: string },
    filter: OrderFilter,
  ): Promise<readonly OrderRow[]>;
  /** Deletes a subject's data from all orders of the filter; resolves when its bytes are gone. Unfinished orders only by `force`. */
  purge(
    subject: { readonly skey: string; readonly svalue: string },
    options: { readonly force: boolean; readonly filter: OrderFilter },
  ): Promise<readonly OrderRow[]>;
}

/** Whose configuration items are meant: a step's own (seen in a workflow when one is given), a workflow's, or the global ones. */
export type ConfigTarget =
  | { readonly level: 'step'; readonly step: string; readonly workflow?: WorkflowReference }
  | { readonly level: 'workflow'; readonly workflow: WorkflowReference }
  | { readonly level: 'global' };

/** Values of configuration items; what is set or removed here survives deploys (manual: configuration items). */
export interface ConfigOperations {
  list(target: ConfigTarget): readonly ConfigItemHash[];
  get(target: ConfigTarget, name: string): ConfigItemHash;
  set(
    target: ConfigTarget,
    name: string,
    given: { readonly value: JsonValue; readonly isTemplate: boolean },
    caller: Caller,
  ): Promise<ConfigChange>;
  /** The next level's value is in force then. */
  remove(
    target: ConfigTarget,
    name: string,
    caller: Caller,
  ): Promise<{ readonly info: string; readonly deleted: boolean; readonly value: JsonValue }>;
}

/** Numeric id or name. */
export type JobReference = string | number;

export interface JobOperations {
  list(): Promise<readonly JobHash[]>;
  get(job: JobReference): Promise<JobHash>;
  /** Runs it now and resolves when the run has ended (manual: run). */
  run(job: JobReference, caller: Caller): Promise<{ readonly job_instanceid: number; readonly status: JobStatus }>;
  /** The five fields in one text, or seconds; managed by operations from then on. */
  setSchedule(
    job: JobReference,
    schedule: { readonly cron: string } | { readonly seconds: number },
    caller: Caller,
  ): Promise<void>;
  setActive(job: JobReference, active: boolean, caller: Caller): Promise<void>;
  setEnabled(job: JobReference, enabled: boolean, caller: Caller): Promise<void>;
  /** null = it does not expire. */
  setExpiry(job: JobReference, expiry: Micros | null, caller: Caller): Promise<void>;
  setRemote(job: JobReference, remote: boolean, caller: Caller): Promise<void>;
  setOptions(job: JobReference, options: JobHash['options'], caller: Caller): Promise<void>;
  /** Reads it again from the store. */
  reset(job: JobReference): Promise<void>;
  /** SIGKILLs the program's runner; a run in it ends as CRASH. */
  kill(job: JobReference): void;
  remove(job: JobReference, caller: Caller): Promise<void>;
  data(job: JobReference, kind: Exclude<JobDataKind, 'info'>): Promise<JsonValue>;
  /** null removes it. */
  setData(
    job: JobReference,
    kind: Exclude<JobDataKind, 'info'>,
    data: JsonObject | null,
    caller: Caller,
  ): Promise<void>;
  /** The next times of its schedule, as it is set now. */
  nextTimes(job: JobReference, count: number): Promise<readonly string[]>;
  results(filter: Omit<JobResultFilter, 'jobId'> & { readonly job?: JobReference }): Promise<readonly JobResultRow[]>;
  result(jobInstanceId: number): Promise<JobResultRow>;
  /** How many results there are of each status, by job. */
  countResults(filter: {
    readonly job?: JobReference;
    readonly minStarted?: Micros;
  }): Promise<readonly JobResultCounts[]>;
}

export interface JobResultCounts {
  readonly jobid: number;
  readonly name: string;
  readonly version: string;
  readonly counts: Readonly<Partial<Record<JobStatus, number>>>;
}

export interface ReleaseOperations {
  /** One transaction; then running programs are refreshed live. Never rejects for a bad release: the answer says why. */
  install(release: Release, caller: Caller): Promise<InstallAnswer>;
  /** Hashes of bundles the engine already has, so that deploy sends only new ones. */
  knownBundles(hashes: readonly string[]): Promise<readonly string[]>;
  list(): Promise<readonly JsonObject[]>;
}

export interface EventStream {
  /** Events after `id` that are still in the cache (option max-events). */
  since(id: number): readonly SystemEvent[];
  /** Called synchronously for each event, after its commit; the returned function ends it. */
  subscribe(listener: (event: SystemEvent) => void): () => void;
  publish(name: EventName, info: Readonly<Record<string, JsonValue>>, options?: { readonly severity?: number }): void;
}

/** Orders that stand still for a debugger. */
export interface DebugOperations {
  /** Opens a session; `send` is told of each hold. */
  open(send: (message: DebugMessage) => void): DebugPeer;
}

export interface DebugPeer {
  /** Refuses with NOT-HELD when the hold is over, and ORDER-DEBUGGED when another session has the order. */
  perform(command: DebugCommand): Promise<JsonValue>;
  /** Lets all its orders go on. */
  close(): Promise<void>;
}

/** A refused request: nothing was done. `error` is the manual's exception code, `status` the HTTP status that fits it. */
export class EngineRefusal extends Error {
  readonly error: string;
  readonly status: 400 | 403 | 404 | 409 | 503;
  constructor(error: string, info: string, status: EngineRefusal['status'] = 409) {
    super(info);
    this.name = 'EngineRefusal';
    this.error = error;
    this.status = status;
  }
}
