import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiRequest, RaisedError, UserLog } from '../../schemas/protocol/runner.ts';
import type { OrderLog } from '../sdk/index.ts';
import type { CallServices } from './order-context.ts';
import type { Program } from './program.ts';

/** What a call needs of the runner. */
export interface CallOwner {
  request(call: Call, apiCall: ApiRequest['call']): Promise<JsonText | undefined>;
  raised(call: Call, error: RaisedError): void;
  log(call: Call, level: UserLog['level'], values: readonly unknown[]): void;
  nowMs(): number;
}

/** One call of a step's method. */
export class Call implements CallServices {
  readonly id: number;
  readonly program: Program;
  retryDelaySeconds: number | undefined;
  lostError: { readonly thrown: unknown; readonly promise: Promise<unknown> } | undefined;
  readonly #owner: CallOwner;
  #abort: AbortController | undefined;
  #log: OrderLog | undefined;

  constructor(id: number, program: Program, owner: CallOwner) {
    this.id = id;
    this.program = program;
    this.#owner = owner;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  abort(reason: Error): void {
    this.#abort ??= new AbortController();
    this.#abort.abort(reason);
  }

  get log(): OrderLog {
    const write =
      (level: UserLog['level']) =>
      (...values: unknown[]) =>
        this.#owner.log(this, level, values);
    this.#log ??= Object.freeze({
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
    });
    return this.#log;
  }

  api(apiCall: ApiRequest['call']): Promise<JsonText | undefined> {
    return this.#owner.request(this, apiCall);
  }

  raised(error: RaisedError): void {
    this.#owner.raised(this, error);
  }

  setRetryDelay(delay: number | Date): void {
    this.retryDelaySeconds = this.secondsOf(delay);
  }

  secondsOf(delay: number | Date): number {
    const seconds = delay instanceof Date ? (delay.getTime() - this.#owner.nowMs()) / 1000 : delay;
    if (typeof seconds !== 'number' || !Number.isFinite(seconds)) {
      throw new OrderApiError('INVALID-RETRY-DELAY', 'A retry delay is a number of seconds or a Date.');
    }
    return Math.max(0, seconds);
  }

  position(): string | undefined {
    const { stack } = new Error();
    return stack === undefined ? undefined : this.program.stack.map(stack).split('\n').slice(1).join('\n');
  }
}

/** A call of the order's API that the engine refused, as user code sees it: `code` is the manual's exception code. */
export class OrderApiError extends Error {
  readonly code: string;
  constructor(code: string, info: string) {
    super(info);
    this.name = 'OrderApiError';
    this.code = code;
  }
}

/** The reason of `order.signal` when a call should end. */
export class CallCancelled extends Error {
  readonly code = 'CALL-CANCELLED';
  constructor(reason: string) {
    super(`The call was told to end: ${reason}.`);
    this.name = 'AbortError';
  }
}
