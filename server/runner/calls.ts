import { AsyncLocalStorage } from 'node:async_hooks';
import type { JsonText } from '../../schemas/model/data.ts';
import { workflowHooks, type WorkflowHook } from '../../schemas/model/steps.ts';
import type {
  ApiReply,
  ApiRequest,
  FromRunner,
  InvokeJob,
  InvokeStep,
  RaisedError,
  UserLog,
} from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData } from '../base/tagged-json.ts';
import { Call, CallCancelled, OrderApiError } from './call.ts';
import { InstanceContext } from './instance-context.ts';
import { JobContext } from './job-context.ts';
import { OrderContext } from './order-context.ts';
import { DataCell, OrderViews } from './order-data.ts';
import type { OutputLimiter } from './output.ts';
import type { Program, StepObject } from './program.ts';
import { describeThrown } from './thrown.ts';

export interface CallsServices {
  readonly output: OutputLimiter;
  readonly send: (message: FromRunner) => void;
  readonly nowMs: () => number;
  /** Before a call's end is told. */
  readonly onEnding: () => void;
}

/** Runs step methods and keeps what belongs to each call apart from the others. */
export class Calls {
  readonly #send: (message: FromRunner) => void;
  readonly #output: OutputLimiter;
  readonly #nowMs: () => number;
  readonly #onEnding: () => void;
  readonly #context = new AsyncLocalStorage<Call>();
  readonly #running = new Map<number, Call>();
  readonly #views = new OrderViews();
  readonly #requests = new Map<number, (reply: ApiReply) => void>();
  #lastRequest = 0;

  constructor(services: CallsServices) {
    this.#send = services.send;
    this.#output = services.output;
    this.#nowMs = services.nowMs;
    this.#onEnding = services.onEnding;
  }

  /** The call whose code runs now, also after its end; undefined outside of all calls. */
  get current(): Call | undefined {
    return this.#context.getStore();
  }

  /** As `current`; where the engine lost the context but only one call runs, it is that one. */
  get currentOrOnly(): Call | undefined {
    const only = this.#running.size === 1 ? [...this.#running.values()][0] : undefined;
    return this.current ?? only;
  }

  /** Answers with exactly one `returned` or `threw`. Never rejects. */
  async invoke(message: InvokeStep, program: Program): Promise<void> {
    const call = new Call(message.id, program, this);
    this.#running.set(call.id, call);
    const view = this.#views.take(message.order);
    const stepData = new DataCell(message.order.stepData);
    const context =
      message.method === 'oneTimeInit'
        ? new InstanceContext(message.order, call)
        : new OrderContext(message.order, view, stepData, call);
    await this.#run(call, async () => {
      const run = methodOf(program, message);
      const args = (message.arguments ?? []).map((text) => (text === null ? undefined : decodeData(text)));
      const value = await run(context, ...args);
      return isIgnored(message.method) ? undefined : value;
    });
    this.#views.release(message.order.orderId);
  }

  /** As `invoke`, for the program's job; what it returns means nothing. */
  async invokeJob(message: InvokeJob, program: Program): Promise<void> {
    const call = new Call(message.id, program, this);
    this.#running.set(call.id, call);
    await this.#run(call, async () => {
      if (program.job?.run === undefined) throw new OrderApiError('JOB-CLASS-ERROR', 'The program has no job.');
      await program.job.run(new JobContext(message.job, call));
    });
  }

  async #run(call: Call, code: () => Promise<unknown>): Promise<void> {
    try {
      const value = await this.#context.run(call, code);
      // A promise that was rejected may just now have found someone who waits for it; Node tells a turn later.
      if (call.lostError !== undefined) await new Promise((resolve) => setTurn(resolve));
      this.#finish(call, value);
    } catch (thrown) {
      this.fail(call, thrown);
    }
  }

  cancel(id: number, reason: string): void {
    const call = this.#running.get(id);
    if (call !== undefined) this.#context.run(call, () => call.abort(new CallCancelled(reason)));
  }

  reply(message: ApiReply): void {
    this.#requests.get(message.id)?.(message);
  }

  /** Ends a call with what its code threw; the second end of a call does nothing. */
  fail(call: Call, thrown: unknown): void {
    if (!this.#end(call)) return;
    this.#send({
      type: 'threw',
      id: call.id,
      error: describeThrown(thrown, call.program.stack.map),
      ...retryDelay(call),
    });
  }

  log(call: Call, level: UserLog['level'], values: readonly unknown[]): void {
    this.#output.write(call.id, level, values);
  }

  raised(call: Call, error: RaisedError): void {
    if (this.#running.has(call.id)) this.#send({ type: 'raised', invocation: call.id, error });
  }

  nowMs(): number {
    return this.#nowMs();
  }

  /** The call goes on, and ends as `threw` unless someone handles the promise before. */
  rejectionLost(call: Call, thrown: unknown, promise: Promise<unknown>): void {
    call.lostError ??= { thrown, promise };
  }

  rejectionHandled(promise: Promise<unknown>): void {
    for (const call of this.#running.values()) if (call.lostError?.promise === promise) call.lostError = undefined;
  }

  #finish(call: Call, value: unknown): void {
    // An error of the call's own code that nobody waited for must not end as success.
    if (call.lostError !== undefined) return this.fail(call, call.lostError.thrown);
    const text = value === undefined ? undefined : encodeData(value);
    if (!this.#end(call)) return;
    this.#send({ type: 'returned', id: call.id, ...(text === undefined ? {} : { value: text }), ...retryDelay(call) });
  }

  #end(call: Call): boolean {
    const wasRunning = this.#running.delete(call.id);
    if (wasRunning) {
      this.#output.reportDropped(call.id);
      this.#onEnding();
    }
    return wasRunning;
  }

  /** Asks the engine; settles after its commit. */
  request(call: Call, apiCall: ApiRequest['call']): Promise<JsonText | undefined> {
    if (!this.#running.has(call.id)) {
      const info = `${apiCall.name} was called after the method had ended. Await every call of the order or job.`;
      return Promise.reject(new OrderApiError('CALL-ENDED', info));
    }
    this.#lastRequest += 1;
    const id = this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, (reply) => {
        this.#requests.delete(id);
        if (reply.ok) resolve(reply.value);
        else reject(new OrderApiError(reply.error?.error ?? 'UNKNOWN-ERROR', reply.error?.info ?? ''));
      });
      this.#send({ type: 'api', id, invocation: call.id, call: apiCall });
    });
  }
}

// Kept from before user code runs.
const setTurn = setImmediate;

/** The manual's rule: what these return means nothing, whatever it is. */
function isIgnored(method: InvokeStep['method']): boolean {
  return method !== 'validation' && method !== 'array';
}

function methodOf(program: Program, { step, method }: InvokeStep): (...args: unknown[]) => unknown {
  if (isHook(method)) return hookOf(program, method);
  const object: StepObject | undefined = program.steps.get(step);
  if (object === undefined) throw new OrderApiError('STEP-CLASS-ERROR', `The program has no step ${step}.`);
  const found = object[method];
  if (typeof found !== 'function') {
    throw new OrderApiError('STEP-CLASS-ERROR', `The class of step ${step} has no method ${method}.`);
  }
  return found.bind(object);
}

function isHook(method: InvokeStep['method']): method is WorkflowHook {
  return (workflowHooks as readonly string[]).includes(method);
}

function hookOf({ workflow }: Program, hook: WorkflowHook): (...args: unknown[]) => unknown {
  const found = workflow?.[hook];
  if (workflow !== undefined && typeof found === 'function') return found.bind(workflow);
  throw new OrderApiError('WORKFLOW-CLASS-ERROR', `The program has no workflow class with a method ${hook}.`);
}

function retryDelay(call: Call): { readonly retryDelaySeconds?: number } {
  return call.retryDelaySeconds === undefined ? {} : { retryDelaySeconds: call.retryDelaySeconds };
}
