import type { Clock, Timer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { AlertBoard } from '../alerts/alert-board.ts';

const subject = { type: 'SYSTEM', id: 'store', alert: 'STORE-UNAVAILABLE' } as const;
const retryAfterMs = 500;

/**
 * The store cannot write (disk full, I/O error): no orders are taken up, requests that change something are refused, and
 * what was decided waits. Every half second the next write is tried; the first that succeeds ends the outage.
 */
export class StoreOutage {
  readonly #clock: Clock;
  readonly #alerts: AlertBoard;
  readonly #log: Logger;
  #waiting: (() => void)[] = [];
  #timer: Timer | undefined;
  #isKnown = false;
  #listeners: (() => void)[] = [];

  constructor(clock: Clock, alerts: AlertBoard, log: Logger) {
    this.#clock = clock;
    this.#alerts = alerts;
    this.#log = log;
  }

  /** True between a failed write and the next attempt. */
  get isClosed(): boolean {
    return this.#timer !== undefined;
  }

  onReopen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  failed(error: Error): void {
    if (!this.#isKnown) {
      this.#isKnown = true;
      this.#log.error(`${error.message} No orders are taken up until it can.`);
      this.#alerts.raiseOngoing(subject, error.message);
    }
    this.#timer ??= this.#clock.after(retryAfterMs, () => this.#reopen());
  }

  succeeded(): void {
    if (!this.#isKnown) return;
    this.#isKnown = false;
    this.#log.info('The store can write again.');
    this.#alerts.clearOngoing(subject);
    this.#reopen();
  }

  /** Resolves when a write may be tried again. */
  reopened(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #reopen(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    for (const listener of this.#listeners) listener();
  }
}
