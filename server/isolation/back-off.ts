import type { RaisedError } from '../../schemas/protocol/runner.ts';
import type { Clock } from '../base/clock.ts';

/**
 * Slows down a program that ends its runner again and again, so that it does not eat the machine. A new bundle starts
 * afresh. One that cannot even be loaded is not tried again for a while; its calls get the same answer.
 */
export class BackOff {
  readonly bundleHash: string;
  readonly #clock: Clock;
  readonly #waits = new Set<() => void>();
  #crashes: number[] = [];
  #loadFailures = 0;
  #failure: { readonly error: RaisedError; readonly untilMs: number } | undefined;

  constructor(bundleHash: string, clock: Clock) {
    this.bundleHash = bundleHash;
    this.#clock = clock;
  }

  /** Why the program could not be loaded, while it is not tried again. */
  get failure(): RaisedError | undefined {
    return this.#failure !== undefined && this.#clock.monotonicMs() < this.#failure.untilMs
      ? this.#failure.error
      : undefined;
  }

  loadFailed(error: RaisedError): void {
    if (this.failure !== undefined) return;
    this.#loadFailures += 1;
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#loadFailures - 1));
    this.#failure = { error, untilMs: this.#clock.monotonicMs() + waitMs };
  }

  crashed(): void {
    this.#crashes = [...this.#crashes.slice(-20), this.#clock.monotonicMs()];
  }

  /** Waits before the next start: not at all for the first crashes of a minute, then longer and longer. */
  wait(): Promise<void> {
    const now = this.#clock.monotonicMs();
    const recent = this.#crashes.filter((at) => now - at < 60_000);
    const last = recent.at(-1);
    if (last === undefined || recent.length <= freeCrashes) return Promise.resolve();
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (recent.length - freeCrashes - 1));
    const leftMs = last + waitMs - now;
    if (leftMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waits.delete(end);
        timer.cancel();
        resolve();
      };
      const timer = this.#clock.after(leftMs, end);
      this.#waits.add(end);
    });
  }

  /** Lets all who wait go on, to be told that nothing starts any more. */
  dispose(): void {
    for (const end of this.#waits) end();
  }
}

const freeCrashes = 3;
const firstWaitMs = 500;
const longestWaitMs = 30_000;
