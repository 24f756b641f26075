import type { Timer } from '../base/clock.ts';
import type { Settings } from './options.ts';
import type { ApiRequest } from '../../schemas/protocol/runner.ts';
import type { CallOutcome, CallPeer } from './runner-host.ts';

/** What is called, for messages, and how long it may take. */
export interface LimitedCall {
  readonly name: string;
  readonly timeoutMs?: number;
}

type Peer = CallPeer<ApiRequest['call']>;

/** What a call does to its runner. */
export interface CallActions {
  /** Tells user code to end. */
  cancel(reason: string): void;
  /** Ends the runner, because user code did not end. */
  kill(detail: string): void;
  /** While a debugger holds the runner, no time passes for its calls. */
  isPaused(): boolean;
  end(outcome: CallOutcome): void;
}

/** One call on its way: its time limit, and its one outcome. */
export class RunningCall {
  readonly peer: Peer;
  readonly #call: LimitedCall;
  readonly #settings: Settings;
  readonly #actions: CallActions;
  #timer: Timer | undefined;
  #isTimedOut = false;

  constructor(call: LimitedCall, peer: Peer, settings: Settings, actions: CallActions) {
    this.peer = peer;
    this.#call = call;
    this.#settings = settings;
    this.#actions = actions;
    if (call.timeoutMs !== undefined) this.#after(call.timeoutMs, () => this.#timeout());
  }

  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /**
   * A call that was told to end has timed out, however it ends: code that stops early without an error has not done its
   * work. The outcome comes when its code has really stopped, so that a retry never runs beside it.
   */
  end(outcome: CallOutcome): void {
    this.#timer?.cancel();
    this.#actions.end(this.#isTimedOut ? { kind: 'timed-out', afterMs: this.#call.timeoutMs ?? 0 } : outcome);
  }

  #timeout(): void {
    this.#isTimedOut = true;
    this.#actions.cancel(`it has run for ${(this.#call.timeoutMs ?? 0) / 1000} s, which is its limit`);
    this.#after(this.#settings.cancelGraceMs, () => {
      this.#actions.kill(`${this.#call.name} did not end after its time limit of ${this.#call.timeoutMs ?? 0} ms`);
    });
  }

  #after(ms: number, action: () => void): void {
    this.#timer = this.#settings.clock.after(ms, () => {
      if (this.#actions.isPaused()) this.#after(ms, action);
      else action();
    });
  }
}
