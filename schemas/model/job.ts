import type { JsonObject } from './data.ts';
import type { SourceReference } from './release.ts';
import type { ObjectIdentity } from './steps.ts';

/** A job as deploy hands it over (manual: job attributes). One version of a job is there at a time. */
export interface JobManifest {
  readonly name: string;
  /** Informative. */
  readonly version: string;
  readonly patch?: string;
  readonly description: string;
  readonly author: readonly string[];
  readonly remote: boolean;
  readonly active: boolean;
  /** A run that was missed is made up for at once. */
  readonly runSkipped: boolean;
  /** Only one engine at a time may run it. */
  readonly singleInstance: boolean;
  readonly schedule: JobSchedule;
  /** IANA name; absent = the zone of the engine. */
  readonly timeZone?: string;
  /** ISO-8601: on and after it the job does not run and becomes inactive. */
  readonly expiry?: string;
  readonly className: string;
  readonly configItems: readonly JsonObject[];
  readonly optionValues: Readonly<Record<string, string | number | boolean>>;
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Hash of the bundle with its class. */
  readonly bundle: string;
  readonly libraryObjects: Readonly<Record<string, readonly string[]>>;
  readonly source: SourceReference;
}

/** Exactly one of both (manual: job attributes). */
export type JobSchedule =
  | {
      readonly type: 'cron';
      readonly minutes: string;
      readonly hours: string;
      readonly days: string;
      readonly months: string;
      readonly dow: string;
    }
  | { readonly type: 'recurring'; readonly seconds: number };

export type JobStatus = 'IN-PROGRESS' | 'COMPLETE' | 'ERROR' | 'CRASH';
export const jobStatuses = ['IN-PROGRESS', 'COMPLETE', 'ERROR', 'CRASH'] as const satisfies readonly JobStatus[];

/** Data that a job keeps: of one run, until a run completes, or for good (manual: job data). */
export type JobDataKind = 'info' | 'state' | 'persistent';

/** The name of a job's program among all programs; a workflow's name holds no space. */
export function jobProgram(job: { readonly name: string; readonly version: string }): ObjectIdentity {
  return `job ${job.name}:${job.version}`;
}
