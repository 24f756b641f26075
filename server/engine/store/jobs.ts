import type { AuditRecord } from '../../../schemas/model/audit.ts';
import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { Severity } from '../../../schemas/model/errors.ts';
import type { JobId, JobInstanceId, SessionId } from '../../../schemas/model/ids.ts';
import type { JobDataKind, JobManifest, JobSchedule, JobStatus } from '../../../schemas/model/job.ts';
import type { JobResultRow } from '../../../schemas/protocol/rest.ts';

/** Jobs as they are deployed, their runs and what they keep (manual: job data). Each change is one transaction. */
export interface JobStore {
  /** Every deployed job with its last run. */
  load(): Promise<readonly DeployedJob[]>;
  /** Changes what operations manage; `manually` = deploys leave it alone from then on. */
  update(jobId: JobId, change: Partial<JobSettings>, options: JobChangeOptions & { manually: boolean }): Promise<void>;
  /** It keeps its id and results. */
  remove(jobId: JobId, options: JobChangeOptions): Promise<void>;
  /**
   * Begins a run: an IN-PROGRESS instance, and the job's last execution. A job of a single instance is held by the session until
   * the run ends; so is the moment of the schedule: who saw another `lastExecuted` than the store has does not run it.
   */
  startRun(run: {
    readonly jobId: JobId;
    readonly sessionId: SessionId;
    readonly singleInstance: boolean;
    readonly seen: Micros | null | undefined;
    readonly now: Micros;
    readonly audit: (jobInstanceId: JobInstanceId) => readonly AuditRecord[];
  }): Promise<JobRunStart>;
  /** Ends a run: its status, state data gone when it is COMPLETE, the job free again. */
  endRun(end: {
    readonly jobId: JobId;
    readonly jobInstanceId: JobInstanceId;
    readonly sessionId: SessionId;
    readonly status: Exclude<JobStatus, 'IN-PROGRESS'>;
    readonly errors: readonly JobErrorRecord[];
    readonly now: Micros;
    readonly audit: readonly AuditRecord[];
  }): Promise<void>;
  recordError(jobInstanceId: JobInstanceId, error: JobErrorRecord, now: Micros): Promise<void>;
  /** null removes it. `info` belongs to the run, the others to the job. */
  saveData(
    place: { readonly jobId: JobId; readonly jobInstanceId?: JobInstanceId },
    kind: JobDataKind,
    data: JsonText | null,
    options: JobChangeOptions,
  ): Promise<void>;
  data(jobId: JobId): Promise<JobStoredData>;
  results(filter: JobResultFilter): Promise<readonly JobResultRow[]>;
  countResults(filter: {
    readonly minStarted?: Micros;
  }): Promise<readonly { readonly jobId: JobId; readonly status: JobStatus; readonly count: number }[]>;
}

export interface JobChangeOptions {
  readonly now: Micros;
  readonly audit: readonly AuditRecord[];
}

export interface DeployedJob {
  readonly jobId: JobId;
  readonly manifest: JobManifest;
  readonly settings: JobSettings;
  /** Operations changed the schedule. */
  readonly isScheduleManual: boolean;
  /** Holds it, when it is a job of a single instance that runs; 0 = nobody. */
  readonly sessionId: SessionId;
  readonly lastRun: LastRun | undefined;
  readonly created: Micros;
  readonly modified: Micros;
}

export interface LastRun {
  readonly started: Micros;
  readonly jobInstanceId: JobInstanceId;
  readonly status: JobStatus;
}

/** What operations manage of a job (manual: managed by operations). */
export interface JobSettings {
  readonly active: boolean;
  readonly enabled: boolean;
  readonly remote: boolean;
  readonly schedule: JobSchedule;
  readonly expiry: Micros | null;
  readonly customTrigger: Micros | null;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

export type JobRunStart =
  | { readonly type: 'started'; readonly jobInstanceId: JobInstanceId; readonly data: JobStoredData }
  /** Another engine runs it now. */
  | { readonly type: 'held'; readonly sessionId: SessionId }
  /** Another engine has run it meanwhile; or it was removed. */
  | { readonly type: 'changed' };

export interface JobStoredData {
  readonly state: JsonText | null;
  readonly persistent: JsonText | null;
}

export interface JobErrorRecord {
  readonly severity: Severity;
  readonly error: string;
  readonly description: string;
  readonly info: string;
  readonly business: boolean;
}

export interface JobResultFilter {
  readonly jobId?: JobId;
  readonly ids?: readonly number[];
  readonly statuses?: readonly JobStatus[];
  readonly minStarted?: Micros;
  readonly descending: boolean;
  readonly sort: JobResultSort;
  readonly limit: number;
  readonly offset: number;
}

export const jobResultSorts = ['job_instanceid', 'started', 'completed', 'modified', 'jobstatus', 'name'] as const;
export type JobResultSort = (typeof jobResultSorts)[number];
