import type { JsonText } from '../../schemas/model/data.ts';
import type { JobApiCall, RaisedError } from '../../schemas/protocol/runner.ts';
import type {
  CallOutcome,
  CallPeer,
  JobCall,
  ProgramInspection,
  ProgramSpec,
  RunnerHost,
  RunnerInfo,
  StepCall,
} from '../../server/isolation/runner-host.ts';

/** What a scripted step method does: it returns its result, throws a `StepError`, or ends in any other outcome. */
export type ScriptedMethod = (call: StepCall, peer: CallPeer) => unknown;
export type ScriptedJob = (call: JobCall, peer: CallPeer<JobApiCall>) => unknown;
export type Script = Readonly<Record<string, ScriptedMethod>>;

/** Thrown by a scripted method as user code would throw an error with this code. */
export class StepError extends Error {
  readonly raised: RaisedError;
  readonly retryDelaySeconds: number | undefined;
  constructor(error: string, options: Partial<RaisedError> & { readonly delay?: number } = {}) {
    super(error);
    const { delay, ...raised } = options;
    this.raised = { error, info: `${error} was thrown`, ...raised };
    this.retryDelaySeconds = delay;
  }
}

/** Ends a scripted call in an outcome that is not the method's own: lost, timed out, not loaded. */
export class EndsAs extends Error {
  readonly outcome: CallOutcome;
  constructor(outcome: CallOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/**
 * A `RunnerHost` inside the test: methods are functions by `step` or `step.validation`; a step without one completes.
 * It is for what real user code cannot be made to do at an exact moment; user code itself is tested in real runners.
 */
export class ScriptedRunner implements RunnerHost {
  script: Script;
  /** Jobs by name. */
  jobs: Readonly<Record<string, ScriptedJob>> = {};
  /** `step.method#attempt` of each call, in order. */
  readonly calls: string[] = [];
  readonly unloaded: string[] = [];
  loadError: RaisedError | undefined;
  readonly #disposed = Promise.withResolvers<never>();
  running = 0;
  mostRunning = 0;

  constructor(script: Script = {}) {
    this.script = script;
    this.#disposed.promise.catch(() => undefined);
  }

  async invoke(_program: ProgramSpec, call: StepCall, peer: CallPeer): Promise<CallOutcome> {
    if (this.loadError) return { kind: 'not-loaded', error: this.loadError };
    // A method of the workflow's class has no step.
    const name = call.order.step.name || 'workflow';
    this.calls.push(`${name}.${call.method}#${call.order.attempt}`);
    const method = this.script[call.method === 'primary' ? name : `${name}.${call.method}`];
    return this.#run(async () => method?.(call, peer));
  }

  async invokeJob(_program: ProgramSpec, call: JobCall, peer: CallPeer<JobApiCall>): Promise<CallOutcome> {
    if (this.loadError) return { kind: 'not-loaded', error: this.loadError };
    this.calls.push(`job ${call.job.name}#${call.job.jobInstanceId}`);
    return this.#run(async () => this.jobs[call.job.name]?.(call, peer));
  }

  async #run(code: () => Promise<unknown>): Promise<CallOutcome> {
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      const value = await Promise.race([code(), this.#disposed.promise]);
      return value === undefined
        ? { kind: 'returned' }
        : { kind: 'returned', value: JSON.stringify(value) as JsonText };
    } catch (error) {
      return outcomeOf(error);
    } finally {
      this.running -= 1;
    }
  }

  async inspect(program: ProgramSpec): Promise<ProgramInspection> {
    if (this.loadError) return { ok: false, error: this.loadError };
    void program;
    return { ok: true, loaded: { type: 'loaded', id: 0, steps: {} } };
  }

  async unload(program: string): Promise<void> {
    this.unloaded.push(program);
  }

  kill(): void {
    throw new Error('A scripted runner has no process');
  }

  runners(): readonly RunnerInfo[] {
    return [];
  }

  /** Calls that still run end as they would with a killed runner. */
  async dispose(): Promise<void> {
    this.#disposed.reject(new EndsAs({ kind: 'lost', reason: 'stopped', detail: 'The engine stopped.' }));
  }
}

/** Ends when it is told to: a step that is in progress for as long as the test wants. */
export class Latch {
  readonly #promise: Promise<void>;
  readonly open: () => void;
  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#promise = promise;
    this.open = resolve;
  }

  wait(): Promise<void> {
    return this.#promise;
  }
}

function outcomeOf(error: unknown): CallOutcome {
  if (error instanceof EndsAs) return error.outcome;
  if (!(error instanceof StepError)) throw error;
  const delay = error.retryDelaySeconds === undefined ? {} : { retryDelaySeconds: error.retryDelaySeconds };
  return { kind: 'threw', error: error.raised, ...delay };
}
