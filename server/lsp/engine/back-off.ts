/** How long to wait before a crashed engine is started again, and when to give up. */
export class BackOff {
  #crashes = 0;
  #lastCrashMs = -Infinity;

  /** Milliseconds to wait now; undefined = it crashed too often in a row, a person must look. */
  nextDelayMs(nowMs: number): number | undefined {
    if (nowMs - this.#lastCrashMs > calmMs) this.#crashes = 0;
    this.#lastCrashMs = nowMs;
    return delaysMs[this.#crashes++];
  }

  /** A person started it: what went before does not count. */
  reset(): void {
    this.#crashes = 0;
  }
}

const delaysMs = [300, 1_000, 2_000, 5_000, 15_000];
/** An engine that ran this long before it crashed starts the count anew. */
const calmMs = 60_000;
