/** Allows `rate` a second on average and `burst` at once. Time is given by the caller. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #lastMs: number | undefined;

  constructor(limits: { readonly rate: number; readonly burst: number }) {
    this.#rate = limits.rate;
    this.#burst = limits.burst;
    this.#tokens = limits.burst;
  }

  /** Takes `count` if there are as many; answers whether it did. */
  take(count: number, nowMs: number): boolean {
    const passed = nowMs - (this.#lastMs ?? nowMs);
    this.#lastMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (passed / 1000) * this.#rate);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
