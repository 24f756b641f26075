import type { Clock, Timer } from '../../base/clock.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/**
 * Stands between a workflow and a program that cannot be loaded: closed after a failure, it tries the program again after
 * 1 s, 2 s, 4 s … 60 s, and opens when it loads. Meanwhile no orders are taken up, so none of them gathers errors.
 */
export class ProgramGate {
  readonly #clock: Clock;
  /** Loads the program; answers what is wrong with it, or undefined when it is usable. */
  readonly #probe: () => Promise<string | undefined>;
  readonly #onChange: (problem: string | undefined) => void;
  #failures = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, probe: () => Promise<string | undefined>, onChange: (problem: string | undefined) => void) {
    this.#clock = clock;
    this.#probe = probe;
    this.#onChange = onChange;
  }

  get isClosed(): boolean {
    return this.#failures > 0;
  }

  close(problem: string): void {
    this.#onChange(problem);
    if (this.#timer) return;
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = this.#clock.after(delay, () => {
      this.#timer = undefined;
      void this.#tryAgain();
    });
  }

  /** A new bundle was deployed, or the workflow stopped: nothing is known of the program any more. */
  reset(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (!this.isClosed) return;
    this.#failures = 0;
    this.#onChange(undefined);
  }

  async #tryAgain(): Promise<void> {
    const before = this.#failures;
    const problem = await this.#probe().catch((error: unknown) => String(error));
    // Reset meanwhile: the answer is about an older bundle.
    if (this.#failures !== before) return;
    if (problem === undefined) this.reset();
    else this.close(problem);
  }
}
