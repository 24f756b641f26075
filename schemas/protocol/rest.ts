import type { JsonObject, JsonValue } from '../model/data.ts';
import type { OrderStatus, QueueStatus, SegmentStatus, SessionStatus, StepStatus } from '../model/status.ts';
import type { ErrorStatus, Severity } from '../model/errors.ts';
import type { JobStatus } from '../model/job.ts';
import type { Problem } from './problem.ts';

/**
 * Results of the REST API under the manual's names. Times are ISO-8601 with `Z`. What the engine's façade answers, what
 * goes over the wire and what the typed client returns are these same shapes.
 */
export interface OrderRow {
  readonly workflow_instanceid: number;
  readonly workflowid: number;
  readonly name: string;
  readonly version: string;
  readonly workflowstatus: OrderStatus;
  readonly workflowstatus_orig: OrderStatus | null;
  readonly status_sessionid: number;
  readonly parent_workflow_instanceid: number | null;
  readonly external_order_instanceid: string | null;
  readonly synchronous: boolean;
  readonly business_error: boolean;
  readonly operator_lock: string | null;
  readonly note_count: number;
  readonly warning_count: number;
  readonly error_count: number;
  readonly retry_count: number;
  readonly custom_status: string | null;
  readonly priority: number;
  readonly scheduled: string | null;
  readonly started: string;
  readonly completed: string | null;
  readonly modified: string;
}

export interface StepInstanceRow {
  readonly workflow_instanceid: number;
  readonly stepid: number;
  readonly ind: number;
  readonly stepname: string;
  readonly stepversion: string;
  readonly steptype: string;
  readonly stepstatus: StepStatus;
  readonly retries: number | null;
  readonly attempt: number;
  readonly skip: boolean;
  readonly started: string;
  readonly completed: string | null;
}

/** A queue of asynchronous steps. */
export interface QueueHash {
  readonly queueid: number;
  readonly name: string;
  readonly description: string;
  /** Entries that wait for data, and those whose data waits to be taken. */
  readonly waiting: number;
  readonly received: number;
  /** Data that came before any step submitted its key. */
  readonly early: number;
}

/** An entry of a queue, without its data. Early data belongs to no order yet. */
export interface QueueEntryRow {
  readonly queueid: number;
  readonly queuename: string;
  readonly queuekey: string;
  readonly queue_data_status: QueueStatus | 'EARLY';
  readonly corrected: boolean;
  readonly workflow_instanceid: number | null;
  readonly stepid: number | null;
  readonly stepname: string | null;
  readonly ind: number | null;
  readonly user_interaction_locked: boolean;
  readonly user_interaction_user: string | null;
  readonly user_interaction_modified: string | null;
  readonly created: string;
  readonly modified: string;
}

/** One entry of a queue with its data. */
export interface QueueEntryHash extends QueueEntryRow {
  readonly data: JsonValue;
}

/** A type of synchronization events. */
export interface EventTypeHash {
  readonly workflow_event_typeid: number;
  readonly name: string;
  readonly description: string;
}

/** A synchronization event. */
export interface SyncEventRow {
  readonly workflow_event_typeid: number;
  readonly eventname: string;
  readonly eventkey: string;
  readonly event_posted: boolean;
  /** How many steps are bound to it. */
  readonly bound: number;
  readonly created: string;
  readonly modified: string;
}

/** A segment of a workflow (manual: workflow segments). */
export interface SegmentHash {
  readonly segmentid: number;
  /** The step whose answer starts this segment, if it is a back end. */
  readonly entry: SegmentStepHash | null;
  /** Steps whose primary runs here. */
  readonly steps: readonly SegmentStepHash[];
  /** A join segment starts when these are COMPLETE. */
  readonly dependencies: readonly number[];
}

export interface SegmentStepHash {
  readonly stepid: number;
  readonly name: string;
  readonly version: string;
  readonly steptype: string;
  readonly arraytype: string;
}

export interface SegmentInstanceRow {
  readonly segmentid: number;
  readonly segmentstatus: SegmentStatus;
  readonly retry_trigger: string | null;
}

export interface ErrorInstanceRow {
  readonly error_instanceid: number;
  readonly workflow_instanceid: number;
  readonly workflowid: number;
  readonly name: string;
  readonly version: string;
  readonly stepid: number | null;
  readonly stepname: string | null;
  readonly ind: number | null;
  readonly severity: Severity;
  readonly retry: boolean;
  readonly error: string;
  readonly description: string | null;
  readonly info: string | null;
  readonly business_error: boolean;
  readonly created: string;
}

export interface NoteRow {
  readonly username: string;
  readonly note: string;
  readonly created: string;
}

/** One row of the audit (manual: audit), with the code's name as `event`. */
export interface AuditRow {
  readonly audit_eventid: number;
  readonly audit_event_code: number;
  readonly event: string;
  readonly audit_user_event: string | null;
  readonly reason: string | null;
  readonly who: string;
  readonly source: string;
  readonly info1: string | null;
  readonly info2: string | null;
  readonly workflowid: number | null;
  readonly workflow_instanceid: number | null;
  readonly stepid: number | null;
  readonly ind: number | null;
  readonly created: string;
}

/** One event of the session (manual: event hash). */
export interface EventHash {
  readonly id: number;
  readonly time: string;
  readonly class: number;
  readonly classstr: string;
  readonly event: number;
  readonly eventstr: string;
  readonly severity: number;
  readonly severitystr: Severity;
  readonly compositeseverity: number;
  readonly compositeseveritystr: Severity;
  readonly info: JsonObject;
}

/** An order in the tree of its parents and children. */
export interface HierarchyRow extends OrderRow {
  /** 0 is the topmost order. */
  readonly hierarchy_level: number;
  readonly subworkflow: boolean;
}

/** Dynamic step data of one step (manual: order hash, stepdata). */
export interface StepDataHash {
  readonly name: string;
  readonly version: string;
  readonly stepid: number;
  readonly steptype: string;
  readonly arraytype: string;
  /** One value for each element, null where there is none. */
  readonly data: readonly JsonValue[];
}

/** Throughput and durations in seconds (manual: processingSummary). */
export interface ProcessingRow {
  /** Absent over all workflows. */
  readonly workflowid?: number;
  readonly name?: string;
  readonly version?: string;
  /** Start of the period when grouped. */
  readonly period?: string;
  readonly count: number;
  readonly minstarted: string;
  readonly maxcompleted: string;
  /** @fraction */
  readonly minduration: number;
  /** @fraction */
  readonly avgduration: number;
  /** @fraction */
  readonly maxduration: number;
  /**
   * Time IN-PROGRESS; null when the history is forgotten.
   * @fraction
   */
  readonly minprocessing: number | null;
  /** @fraction */
  readonly avgprocessing: number | null;
  /** @fraction */
  readonly maxprocessing: number | null;
}

/** A step at which unfinished orders stand (ours): how many, and how many of them in ERROR or RETRY. */
export interface StepCountRow {
  readonly stepid: number;
  readonly stepname: string;
  readonly stepversion: string;
  readonly orders: number;
  readonly errors: number;
}

/** The form that a person has taken: what waits, and the step's data so far (manual: user interaction). */
export interface FormHash {
  readonly workflow_instanceid: number;
  readonly stepid: number;
  readonly ind: number;
  readonly queuekey: string;
  readonly queueid: number;
  readonly queuename: string;
  readonly data: JsonValue;
}

/** How the orders that became final in a band of time fared (manual: order summary bands). */
export interface OrderBand {
  readonly label: '1_hour_band' | '4_hour_band' | '24_hour_band';
  readonly range_start: string;
  /** @fraction */
  readonly l: readonly { readonly disposition: 'C' | 'A' | 'M'; readonly count: number; readonly pct: number }[];
  /** @fraction */
  readonly sla: readonly { readonly in_sla: boolean; readonly count: number; readonly pct: number }[];
}

/** Ours: one transition of an order's history (design section 3, rule 7). */
export interface HistoryRow {
  readonly sequence: number;
  readonly time: string;
  readonly who: string;
  readonly transition: string;
  readonly status: OrderStatus;
  readonly previous_status: OrderStatus | null;
  readonly segmentid: number | null;
  readonly stepid: number | null;
  readonly stepname: string | null;
  readonly ind: number | null;
  readonly attempt: number | null;
  readonly patch: JsonValue;
}

/** `GET orders/{id}` (manual: order hash). */
export interface OrderHash extends OrderRow {
  readonly staticdata: JsonValue;
  readonly dynamicdata: JsonValue;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly StepInstances: readonly StepInstanceRow[];
  readonly ErrorInstances: readonly ErrorInstanceRow[];
  readonly notes: readonly NoteRow[];
  readonly stepdata: readonly StepDataHash[];
  /** The whole tree of parents and children by order id. */
  readonly HierarchyInfo: Readonly<Record<string, HierarchyRow>>;
  readonly AuditEvents: readonly AuditRow[];
  readonly LastModified: string;
  readonly author: string;
  readonly patch: string | null;
  readonly deprecated: boolean;
  readonly autostart: number;
  readonly max_instances: number | null;
  /** What may be done with it now: retry, cancel, block … */
  readonly actions: readonly OrderAction[];
}

export const orderActions = [
  'retry',
  'cancel',
  'uncancel',
  'block',
  'unblock',
  'reschedule',
  'setPriority',
  'setError',
  'skipStep',
] as const;
export type OrderAction = (typeof orderActions)[number];

/** Body of `POST workflows/{w}?action=createOrder`. */
export interface CreateOrderRequest {
  readonly staticdata?: JsonObject;
  readonly external_order_instanceid?: string;
  readonly dynamicdata?: JsonObject;
  readonly orderkeys?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  readonly priority?: number;
  readonly scheduled?: string;
  readonly status?: 'READY' | 'BLOCKED';
  readonly parent_workflow_instanceid?: number;
  readonly global_unique_key?: Readonly<Record<string, string>>;
  readonly workflow_unique_key?: Readonly<Record<string, string>>;
  readonly workflow_specific_unique_key?: Readonly<Record<string, string>>;
  /** skey -> svalue -> {data, aliases, meta}; over a secure connection only. */
  readonly sensitive_data?: JsonObject;
}

export interface CreateOrderResult {
  readonly workflow_instanceid: number;
}

export interface RetryResult {
  readonly steps_updated: number;
  readonly segments_updated: number;
  readonly workflow_updated: boolean;
  readonly workflow_status: OrderStatus;
  readonly cached: boolean;
}

/** `GET workflows` and `GET workflows/{w}`, with one order count per status in `order_counts`. */
export interface WorkflowHash {
  readonly workflowid: number;
  readonly name: string;
  readonly version: string;
  readonly patch: string | null;
  readonly description: string;
  readonly author: string;
  readonly remote: boolean;
  readonly autostart: number;
  readonly max_instances: number | null;
  readonly sla_threshold: number;
  readonly enabled: boolean;
  readonly deprecated: boolean;
  readonly keylist: readonly string[];
  readonly created: string;
  readonly modified: string;
  /** stepid -> name:version */
  readonly stepmap: Readonly<Record<string, string>>;
  /** stepid -> ids of its predecessors */
  readonly steps: Readonly<Record<string, readonly number[]>>;
  readonly segment: readonly {
    readonly segmentid: number;
    readonly steplist: readonly number[];
    readonly after: readonly number[];
  }[];
  readonly stepinfo: readonly StepHash[];
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly exec_count: number;
  readonly order_counts: Partial<Record<OrderStatus, number>>;
  /** How the orders of the last hour, four hours and day fared. */
  readonly order_stats: readonly OrderBand[];
  /** Orders that are not final and older than the SLA threshold. */
  readonly overdue_orders: number;
  readonly alerts: readonly AlertHash[];
}

export interface StepHash {
  readonly stepid: number;
  readonly name: string;
  readonly version: string;
  readonly steptype: string;
  readonly arraytype: string;
  readonly desc: string;
  readonly class: string;
  readonly has_validation: boolean;
}

export interface ExecutionInstanceHash {
  readonly executionID: number;
  readonly workflowid: number;
  readonly name: string;
  readonly version: string;
  readonly mode: 'NORMAL' | 'RECOVERY';
  readonly status: 'initializing' | 'running' | 'waiting' | 'stopping';
  readonly sync: boolean;
  readonly remote: boolean;
  readonly starttime: string;
  /** Orders it works on now. */
  readonly orders: number;
}

export interface AlertHash {
  readonly alertid: number;
  readonly type: string;
  readonly id: string;
  readonly alerttype: 'ONGOING' | 'TRANSIENT';
  readonly alert: string;
  readonly reason: string;
  readonly when: string;
}

export interface ErrorDefinitionHash {
  readonly error: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: ErrorStatus;
  readonly retry_flag: boolean;
  readonly retry_delay_secs: number | null;
  readonly business_flag: boolean;
  readonly manually_updated: boolean;
  readonly type: 'global' | 'workflow';
  readonly workflowid?: number;
  readonly workflowname?: string;
  readonly workflowversion?: string;
}

export interface SystemHash {
  readonly 'instance-key': string;
  readonly 'session-id': number;
  readonly 'omq-version': string;
  readonly 'datamodel-version': string;
  readonly 'omq-driver': string;
  readonly starttime: string;
  readonly hostname: string;
  readonly pid: number;
  readonly profile: 'dev' | 'server';
  readonly 'api-version': number;
  readonly database: string;
}

export interface HealthHash {
  readonly health: 'GREEN' | 'YELLOW' | 'RED';
  readonly ongoing: number;
  readonly transient: number;
  readonly 'instance-key': string;
}

export interface OptionHash {
  readonly name: string;
  readonly value: JsonValue;
  readonly default: JsonValue;
  readonly expects: string;
  readonly desc: string;
  readonly 'startup-only': boolean;
  /** Whether it can be changed now (manual: option hash). */
  readonly status: 'locked' | 'unlocked';
  readonly workflow: boolean;
}

export interface LogHash {
  readonly type: string;
  readonly log: string;
  readonly log_url: string;
  readonly file: string;
  readonly name?: string;
  readonly version?: string;
}

/** A logger (manual: logs): its level, and the file it writes. */
export interface LoggerHash {
  readonly loggerid: string;
  readonly interface: string;
  readonly params: {
    readonly name: string;
    readonly level: { readonly key: number; readonly value: string };
    readonly additivity: boolean;
    readonly appenders: readonly {
      readonly appenderType: 'LoggerAppenderFileRotate';
      readonly filename: string;
      readonly encoding: 'UTF-8';
      readonly rotationCount: number;
    }[];
  };
  /** False = it has a level of its own. */
  readonly isDefault: boolean;
}

export interface SessionRow {
  readonly id: number;
  readonly key: string;
  readonly status: SessionStatus;
  readonly hostname: string;
  readonly url: string;
  readonly version: string;
  readonly started: string;
  readonly ended: string | null;
}

/** One listener of the engine (manual: listener hash). */
export interface ListenerHash {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly family: 4 | 6;
  readonly familystr: 'ipv4' | 'ipv6';
  readonly ssl: boolean;
  readonly proto: 'http' | 'https';
  /** `address:port` as it is bound. */
  readonly bind: string;
  readonly desc: string;
}

/** `GET public/info`: what anyone on this machine may know. */
export interface PublicInfoHash {
  readonly 'instance-key': string;
  readonly 'omq-version': string;
  /** True when requests need no token. */
  readonly noauth: boolean;
  readonly edition: string;
  readonly 'api-version': number;
}

/** One runner process, for `GET system/processes`. */
export interface ProcessHash {
  readonly id: string;
  readonly pid: number;
  readonly type: 'process' | 'shared';
  readonly programs: readonly string[];
  readonly running_calls: number;
  readonly memory: number | null;
  readonly started: string;
}

/** Result of one object in a bulk call on workflows: what it was asked for, and what came of it. */
export interface BulkWorkflowRow {
  readonly arg: string;
  readonly workflowid?: number;
  readonly name?: string;
  readonly version?: string;
  readonly info: string;
  /** One flag under the call's own name: started, stopped, enabled, reset, updated. */
  readonly [flag: string]: string | number | boolean | undefined;
}

/** Answer to a release: one line per object (ours). `refused` is empty exactly when it was installed. */
export interface InstallAnswer {
  readonly installed: boolean;
  readonly releaseid: number | null;
  readonly objects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly version: string | null;
    readonly id: number | null;
    readonly action: 'created' | 'updated' | 'unchanged' | 'removed' | 'refused';
    readonly file: string;
  }[];
  readonly problems: readonly Problem[];
}

/** Body of every refused request. */
export interface ErrorBody {
  readonly err: string;
  readonly desc: string;
  readonly problems?: readonly Problem[];
}

/** An item with its value on one level (manual: config item hash); a sensitive value is masked. */
export interface ConfigItemHash {
  readonly name: string;
  readonly prefix: string;
  readonly type: string;
  readonly desc: string;
  readonly default_value: JsonValue;
  readonly value: JsonValue;
  /** Where the value comes from; null = no value at all. */
  readonly level: 'step' | 'job' | 'service' | 'workflow' | 'global' | 'default' | null;
  readonly is_set: boolean;
  readonly strictly_local: boolean;
  readonly config_group: string;
  readonly allowed_values: readonly JsonValue[] | null;
  readonly is_templated_string: boolean;
  readonly sensitive: boolean;
}

/** What setting a value came to. */
export interface ConfigChange {
  readonly inserted: boolean;
  readonly updated: boolean;
  readonly value: JsonValue;
  readonly info: string;
}

/** `GET jobs/{id}` (manual: job hash). */
export interface JobHash {
  readonly jobid: number;
  readonly name: string;
  readonly version: string;
  readonly patch: string | null;
  readonly description: string;
  readonly author: string;
  /** The session that holds a job of a single instance while it runs; 0 = none. */
  readonly sessionid: number;
  readonly remote: boolean;
  readonly run_skipped: boolean;
  readonly single_instance: boolean;
  readonly enabled: boolean;
  /** It is scheduled. */
  readonly active: boolean;
  /** As stored: it would be scheduled if it were enabled. */
  readonly db_active: boolean;
  readonly minute: string | null;
  readonly hour: string | null;
  readonly day: string | null;
  readonly month: string | null;
  readonly wday: string | null;
  /** The five fields in one text. */
  readonly cron: string | null;
  /** Seconds. */
  readonly recurring: number | null;
  readonly sched_type: 'cron' | 'recurring';
  /** The schedule in words. */
  readonly sched_txt: string;
  /** Ours: the zone whose wall clock the schedule goes by. */
  readonly timezone: string;
  readonly manually_updated: boolean;
  readonly expiry_date: string | null;
  readonly custom_trigger: string | null;
  readonly last_executed: string | null;
  readonly last_executed_job_instanceid: number | null;
  /** Ours: how the last run went. */
  readonly last_status: JobStatus | null;
  /** When it runs next by its schedule; null = it is not scheduled. */
  readonly next: string | null;
  /** Ours: a run is under way. */
  readonly running: boolean;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly lib: Readonly<Record<string, readonly string[]>>;
  readonly alerts: readonly AlertHash[];
  readonly class_name: string;
  readonly language: string;
  readonly source: string;
  readonly created: string;
  readonly modified: string;
  readonly 'IN-PROGRESS': number;
  readonly COMPLETE: number;
  readonly ERROR: number;
  readonly CRASH: number;
}

/** One run of a job (manual: job result). */
export interface JobResultRow {
  readonly job_instanceid: number;
  readonly jobid: number;
  readonly name: string;
  readonly version: string;
  readonly sessionid: number;
  readonly jobstatus: JobStatus;
  readonly started: string;
  readonly completed: string | null;
  readonly modified: string;
  /** What the run told of itself. */
  readonly info: JsonValue;
  readonly errors: readonly JobErrorRow[];
}

export interface JobErrorRow {
  readonly job_errorid: number;
  readonly severity: Severity;
  readonly error: string;
  readonly description: string | null;
  readonly info: string | null;
  readonly business_error: boolean;
  readonly created: string;
}
