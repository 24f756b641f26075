import type { JsonText } from '../../../schemas/model/data.ts';
import type { JobInstanceId } from '../../../schemas/model/ids.ts';
import type { JobApiCall, RaisedError, UserLog } from '../../../schemas/protocol/runner.ts';
import { logSafe } from '../../base/logger.ts';
import { checkDataSize, DataError } from '../../base/tagged-json.ts';
import { ApiCallError, type CallPeer } from '../../isolation/runner-host.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { JobErrorRecord } from '../store/jobs.ts';
import type { JobRuntime } from './job-runtime.ts';
import { recordFirmly } from './record-firmly.ts';
import { jobError } from './job-errors.ts';

/** What the running code of a job may ask of the engine; every answer comes after the commit. */
export class JobPeer implements CallPeer<JobApiCall> {
  readonly #parts: EngineParts;
  readonly #job: JobRuntime;
  readonly #jobInstanceId: JobInstanceId;
  #recording: Promise<unknown> = Promise.resolve();
  #firstError: string | undefined;

  constructor(parts: EngineParts, job: JobRuntime, jobInstanceId: JobInstanceId) {
    this.#parts = parts;
    this.#job = job;
    this.#jobInstanceId = jobInstanceId;
  }

  /** An error was raised that makes the run ERROR. */
  get isFailed(): boolean {
    return this.#firstError !== undefined;
  }

  get firstError(): string | undefined {
    return this.#firstError;
  }

  /** All errors raised so far are recorded. */
  async settled(): Promise<void> {
    await this.#recording;
  }

  api(call: JobApiCall): Promise<JsonText | undefined> {
    switch (call.name) {
      case 'saveJobData':
        return this.#save(call);
      case 'setJobTrigger':
        return this.#setTrigger(call.at);
      case 'setJobOptions':
        return this.#setOptions(call.options);
    }
  }

  raised(raised: RaisedError): void {
    const error = jobError(raised);
    if (error.severity === 'MAJOR' || error.severity === 'FATAL') this.#firstError ??= error.error;
    const { store, clock } = this.#parts;
    // One after the other, in the order in which they were raised.
    this.#recording = this.#recording
      .then(() =>
        recordFirmly(this.#parts, () => store.jobs.recordError(this.#jobInstanceId, error, clock.nowMicros())),
      )
      .then(() => this.tell(error))
      .catch((failure: unknown) => this.#job.log.error(`An error could not be recorded: ${String(failure)}`));
  }

  log(line: UserLog): void {
    this.#job.log.log(line.level, `run ${this.#jobInstanceId}: ${logSafe(line.text)}`);
  }

  tell(error: JobErrorRecord): void {
    this.#job.log.log(
      isLight(error) ? 'warn' : 'error',
      `run ${this.#jobInstanceId}: ${logSafe(error.error)} ${logSafe(error.info)}`,
    );
    this.#parts.events.publish('JOB_ERROR', {
      ...this.#job.identity,
      job_instanceid: this.#jobInstanceId,
      error: {
        err: error.error,
        desc: error.description,
        info: error.info,
        severity: error.severity,
        business_error: error.business,
      },
    });
  }

  async #save({ kind, data }: Extract<JobApiCall, { name: 'saveJobData' }>): Promise<undefined> {
    const { store, clock, options } = this.#parts;
    if (data !== null) checkSize(data, options.number('max-datum-bytes'));
    const place = { jobId: this.#job.jobId, jobInstanceId: this.#jobInstanceId };
    await store.jobs.saveData(place, kind, data, { now: clock.nowMicros(), audit: [] });
  }

  async #setTrigger(at: string | null): Promise<JsonText> {
    const { store, clock } = this.#parts;
    const customTrigger = at === null ? null : Date.parse(at) * 1000;
    if (customTrigger !== null && !this.#job.acceptsTrigger(customTrigger / 1000)) return 'false' as JsonText;
    await store.jobs.update(this.#job.jobId, { customTrigger }, { manually: false, now: clock.nowMicros(), audit: [] });
    this.#job.changed({ customTrigger });
    return 'true' as JsonText;
  }

  async #setOptions(changes: Readonly<Record<string, string | number | boolean>>): Promise<undefined> {
    const { store, clock } = this.#parts;
    const options = { ...this.#job.settings.options, ...changes };
    await store.jobs.update(this.#job.jobId, { options }, { manually: false, now: clock.nowMicros(), audit: [] });
    this.#job.changed({ options });
  }
}

function isLight({ severity }: JobErrorRecord): boolean {
  return severity !== 'FATAL' && severity !== 'MAJOR';
}

function checkSize(data: JsonText, maxBytes: number): void {
  try {
    checkDataSize(data, { maxBytes });
  } catch (error) {
    if (error instanceof DataError) throw new ApiCallError('JOB-DATA-ERROR', error.message);
    throw error;
  }
}
