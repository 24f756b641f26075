import type { LoadFailed, ProgramLoaded } from '../../schemas/protocol/runner.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { LinkEnd } from './link.ts';

export type LoadResult =
  | { readonly kind: 'loaded'; readonly loaded: ProgramLoaded }
  | { readonly kind: 'failed'; readonly failed: LoadFailed }
  /** It ended, or had to be ended, while it loaded. */
  | { readonly kind: 'ended'; readonly end: LinkEnd };

/** The wait until a program is loaded, with its limits: first for the process, then for the program's code. */
export class ProgramLoading {
  readonly result: Promise<LoadResult>;
  readonly #clock: Clock;
  readonly #giveUp: (end: LinkEnd) => void;
  #resolve: (result: LoadResult) => void = () => undefined;
  #timer: Timer | undefined;
  #isOver = false;
  #waiting = 0;

  constructor(clock: Clock, giveUp: (end: LinkEnd) => void) {
    this.#clock = clock;
    this.#giveUp = giveUp;
    this.result = new Promise((resolve) => (this.#resolve = resolve));
    this.#limit(startLimitMs, 'its runner did not start');
  }

  /** Someone waits for the result, and will call. */
  get isAwaited(): boolean {
    return this.#waiting > 0;
  }

  async wait(): Promise<LoadResult> {
    this.#waiting += 1;
    try {
      return await this.result;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** The process is there. Only now the program's own time counts: a slow machine is no fault of it. */
  runnerIsReady(limitMs: number): void {
    if (!this.#isOver) this.#limit(limitMs, 'code outside of methods, or a constructor, does not end');
  }

  end(result: LoadResult): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#resolve(result);
  }

  #limit(ms: number, why: string): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => {
      this.#giveUp({ reason: 'killed', detail: `it was not loaded after ${ms / 1000} s: ${why}` });
    });
  }
}

/** How long a process may take to start, on a machine that is very busy. */
const startLimitMs = 60_000;
