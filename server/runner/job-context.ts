import type { JsonText } from '../../schemas/model/data.ts';
import type { JobDataKind } from '../../schemas/model/job.ts';
import type { JobSnapshot, RaisedError } from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData, setOwn, type DataObject, type DataValue } from '../base/tagged-json.ts';
import type { JobData, JobErrorOptions, JobRun, OrderLog, UntypedData } from '../sdk/index.ts';
import { OrderApiError } from './call.ts';
import type { CallServices } from './order-context.ts';
import { DataCell, freezeDeep } from './order-data.ts';
import { showValue } from './thrown.ts';

/** The one argument of a job's `run` (manual: job API), made anew for each run. */
export class JobContext implements JobRun {
  readonly jobId: number;
  readonly jobInstanceId: number;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly remote: boolean;
  readonly trigger: JobRun['trigger'];
  readonly started: string;
  readonly lastExecuted: string | undefined;
  readonly lastExecutedJobInstanceId: number | undefined;
  readonly next: string | undefined;
  readonly options: JobRun['options'];
  readonly configItems: UntypedData;
  readonly stateData: JobData<UntypedData>;
  readonly persistentStateData: JobData<UntypedData>;
  readonly info: JobData<UntypedData>;
  readonly err: JobRun['err'];
  readonly warn: JobRun['warn'];
  readonly setTrigger: JobRun['setTrigger'];
  readonly setOptions: JobRun['setOptions'];
  readonly sleep: JobRun['sleep'];
  readonly #call: CallServices;

  constructor(job: JobSnapshot, call: CallServices) {
    this.#call = call;
    this.jobId = job.jobId;
    this.jobInstanceId = job.jobInstanceId;
    this.name = job.name;
    this.version = job.version;
    this.description = job.description;
    this.remote = job.remote;
    this.trigger = job.trigger;
    this.started = job.started;
    this.lastExecuted = job.lastExecuted;
    this.lastExecutedJobInstanceId = job.lastExecutedJobInstanceId;
    this.next = job.next;
    this.options = Object.freeze({ ...job.options });
    this.configItems = freezeDeep(
      job.configItems === undefined ? {} : decodeData(job.configItems),
    ) as unknown as UntypedData;
    this.stateData = jobData('state', job.stateData, call);
    this.persistentStateData = jobData('persistent', job.persistentStateData, call);
    this.info = jobData('info', undefined, call);
    this.err = (code, info, options) => raise(call, code, info, { severity: 'MAJOR', ...options });
    this.warn = (code, info, options) => raise(call, code, info, { ...options, severity: 'WARNING' });
    this.setTrigger = async (at) => {
      const answer = await call.api({ name: 'setJobTrigger', at: at === undefined ? null : isoOf(at) });
      return answer !== undefined && decodeData(answer) === true;
    };
    this.setOptions = async (options) => void (await call.api({ name: 'setJobOptions', options: { ...options } }));
    this.sleep = (milliseconds) => sleep(milliseconds, call.signal);
    Object.freeze(this);
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get log(): OrderLog {
    return this.#call.log;
  }
}

function jobData(kind: JobDataKind, text: JsonText | undefined, call: CallServices): JobData<UntypedData> {
  const cell = new DataCell(text);
  const save = async (data: unknown): Promise<void> => {
    const saved = encodeData(data);
    await call.api({ name: 'saveJobData', kind, data: saved });
    cell.replace(saved);
  };
  return {
    get: (key?: string) => {
      if (key === undefined) return cell.value;
      return Object.hasOwn(cell.value, key) ? cell.value[key] : undefined;
    },
    save,
    savePath: (path: string, value: unknown) => save(withPath(cell.value, path.split('.'), value as DataValue)),
    update: (changes: UntypedData) => save({ ...cell.value, ...changes }),
    clear: async () => {
      await call.api({ name: 'saveJobData', kind, data: null });
      cell.replace(undefined);
    },
  } as unknown as JobData<UntypedData>;
}

/** A copy of the data in which the path leads to the value; what stands in the way is replaced. */
function withPath(data: DataValue | undefined, [key, ...rest]: readonly string[], value: DataValue): DataObject {
  if (key === undefined || key === '') throw new OrderApiError('JOB-DATA-ERROR', 'A path is keys with a dot between.');
  const isHash = typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype;
  const copy: Record<string, DataValue> = isHash ? { ...(data as Record<string, DataValue>) } : {};
  setOwn(copy, key, rest.length === 0 ? value : withPath(copy[key], rest, value));
  return copy;
}

function raise(call: CallServices, code: unknown, info: unknown, options: JobErrorOptions): void {
  const stack = call.position();
  const { severity, description, business } = options;
  const error: RaisedError = {
    error: showValue(code, 255) || 'UNKNOWN-ERROR',
    info: info === undefined ? '' : showValue(info),
    ...(stack === undefined ? {} : { stack }),
    ...(severity === undefined ? {} : { severity }),
    ...(description === undefined ? {} : { description: showValue(description) }),
    ...(business === undefined ? {} : { business: business === true }),
  };
  call.raised(error);
}

function isoOf(at: Date): string {
  if (at instanceof Date && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new OrderApiError('JOB-TRIGGER-ERROR', 'A trigger is a Date, or undefined to take it back.');
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
