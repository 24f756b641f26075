/** The only source of time. Waiting goes by the monotonic clock, timestamps by the wall clock (design section 3). */
export interface Clock {
  /** Wall clock, microseconds UTC. */
  nowMicros(): number;
  /** Monotonic milliseconds; never jumps. */
  monotonicMs(): number;
  /** Calls back once after a monotonic delay of any length (Node's own timers overflow after 24.8 days). */
  after(delayMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** Node's longest timer; a longer wait is a chain of these. */
const longestTimeoutMs = 2 ** 31 - 1;

export class SystemClock implements Clock {
  // Wall time advances by the monotonic clock between two reads of Date, which has only milliseconds.
  nowMicros(): number {
    return Math.round((performance.timeOrigin + performance.now() + this.#drift()) * 1000);
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, callback: () => void): Timer {
    const due = this.monotonicMs() + delayMs;
    let handle: NodeJS.Timeout;
    const wait = (): void => {
      const left = due - this.monotonicMs();
      handle = left > longestTimeoutMs ? setTimeout(wait, longestTimeoutMs) : setTimeout(callback, Math.max(0, left));
    };
    wait();
    return { cancel: () => clearTimeout(handle) };
  }

  /** How far the wall clock was set since this process started: `performance` does not follow such changes. */
  #drift(): number {
    const difference = Date.now() - (performance.timeOrigin + performance.now());
    return Math.abs(difference) > 2 ? difference : 0;
  }
}

/** A clock for tests: time passes only by `advance`. Timers fire in order of their due time. */
export class FakeClock implements Clock {
  #elapsedMs = 0;
  #wallOffsetMicros: number;
  #timers: { due: number; callback: () => void }[] = [];

  constructor(startMicros = Date.UTC(2026, 0, 1) * 1000) {
    this.#wallOffsetMicros = startMicros;
  }

  nowMicros(): number {
    return this.#wallOffsetMicros + Math.round(this.#elapsedMs * 1000);
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { due: this.#elapsedMs + Math.max(0, delayMs), callback };
    this.#timers.push(timer);
    return { cancel: () => (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Lets monotonic and wall time pass and fires what falls due, including timers set on the way. */
  advance(ms: number): void {
    const end = this.#elapsedMs + ms;
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) {
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.due);
      next.callback();
    }
    this.#elapsedMs = end;
  }

  /** Sets the wall clock as an administrator would; the monotonic clock and timers do not notice. */
  jump(ms: number): void {
    this.#wallOffsetMicros += ms * 1000;
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  #nextDue(end: number): { due: number; callback: () => void } | undefined {
    return this.#timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
  }
}

/** ISO-8601 UTC with `Z` and milliseconds, the wire form of a time. */
export function isoFromMicros(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString();
}
