import type { ReadOnly, UntypedData } from './data.ts';
import type { OrderLog } from './order.ts';

/**
 * Code that runs by a schedule.
 *
 * @example
 * ```ts
 * export class CleanUp extends Job {
 *   async run(job: JobRun) {
 *     const since = job.persistentStateData.get('lastBasket') ?? 0;
 *     const removed = await baskets.removeUnpaid(since, job.signal);
 *     await job.info.save({ removed: removed.length });
 *     await job.persistentStateData.update({ lastBasket: removed.at(-1)?.id ?? since });
 *   }
 * }
 * ```
 */
export abstract class Job<Run extends JobRun = JobRun> {
  /**
   * One run. It is COMPLETE when this returns and no error was raised; ERROR when it throws or `job.err` raised an error of
   * severity MAJOR or FATAL. There is no retry: the next run comes by the schedule.
   */
  abstract run(job: Run): void | Promise<void>;
}

/** Types of a job's data; every part is optional. */
export interface JobShape {
  /** Type of the data to recover by. */
  readonly stateData?: object;
  /** Type of the data that stays. */
  readonly persistentStateData?: object;
  /** Type of what people see of a run. */
  readonly info?: object;
  /** Type of the job's configuration items. */
  readonly configItems?: object;
}

type Part<Shape, Name extends keyof JobShape> =
  Shape extends Readonly<Record<Name, infer Given extends object>> ? Given : UntypedData;

/** One run of a job, and all that it may do. It is of no use after the run has ended. */
export interface JobRun<Shape extends JobShape = JobShape> {
  /** Id of the job. */
  readonly jobId: number;
  /** Id of this run. */
  readonly jobInstanceId: number;
  /** Name of the job. */
  readonly name: string;
  /** Version of the job; one is there at a time. */
  readonly version: string;
  /** What the job is for, from its file. */
  readonly description: string;
  /** It runs in a process of its own. */
  readonly remote: boolean;
  /** What started it. */
  readonly trigger: 'schedule' | 'operator';
  /** When this run started: ISO-8601, UTC. */
  readonly started: string;
  /** When the run before this one started, if there was one. */
  readonly lastExecuted: string | undefined;
  /** Id of the run before this one. */
  readonly lastExecutedJobInstanceId: number | undefined;
  /** When the schedule starts the next run, if it does. */
  readonly next: string | undefined;
  /** Data to recover by: still there for the next run after an error or a crash, removed when a run completes. */
  readonly stateData: JobData<Part<Shape, 'stateData'>>;
  /** Data that stays until the job itself removes it. */
  readonly persistentStateData: JobData<Part<Shape, 'persistentStateData'>>;
  /** What people see of this run. */
  readonly info: JobData<Part<Shape, 'info'>>;
  /** Values of the job's configuration items, set by operations. */
  readonly configItems: ReadOnly<Part<Shape, 'configItems'>>;
  /** The job's options. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** Aborts when the run should end: the engine stops, or an operator ends it. */
  readonly signal: AbortSignal;
  /** Writes to the job's log. Never blocks; floods are cut. */
  readonly log: OrderLog;

  /**
   * Raises an error and goes on. With severity MAJOR (the default) or FATAL the run ends as ERROR.
   *
   * @param code name of the error, for example `LEDGER-DIFFERS`
   * @param info anything that helps who reads it; other values than texts are shown as text
   */
  err(code: string, info?: unknown, options?: JobErrorOptions): void;
  /** Records a warning; the run's status does not change. */
  warn(code: string, info?: unknown, options?: Omit<JobErrorOptions, 'severity'>): void;
  /**
   * Runs the job once more at this time, beside its schedule; false when the time is past or the schedule runs it before.
   * `undefined` takes an earlier trigger back. Resolves after the commit.
   */
  setTrigger(at: Date | undefined): Promise<boolean>;
  /** Sets options of the job. Resolves after the commit. */
  setOptions(options: Readonly<Record<string, string | number | boolean>>): Promise<void>;
  /** Waits; rejects when the run should end, so that a loop of waits ends with it. */
  sleep(milliseconds: number): Promise<void>;
}

/** What goes with a raised error. */
export interface JobErrorOptions {
  /** What the error means. */
  readonly description?: string;
  /** MAJOR when it is not given. */
  readonly severity?: 'FATAL' | 'MAJOR' | 'MINOR' | 'WARNING' | 'INFO' | 'NONE';
  /** An error in the data rather than in the technology. */
  readonly business?: boolean;
}

/** One kind of a job's data. Reading is immediate; changes resolve after the commit. */
export interface JobData<Data extends object> {
  /** All of it. */
  get(): ReadOnly<Data>;
  /** The value of one key, or `undefined`. */
  get<Key extends keyof Data>(key: Key): ReadOnly<Data[Key]> | undefined;
  /** Replaces all of it. */
  save(data: Data): Promise<void>;
  /** Sets the value at a path of keys, such as `last.page`, and leaves the rest as it is. */
  savePath(path: string, value: unknown): Promise<void>;
  /** Sets these keys and leaves the others as they are. */
  update(changes: Partial<Data>): Promise<void>;
  /** Removes all of it. */
  clear(): Promise<void>;
}
