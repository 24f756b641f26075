import type { Clock, Timer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { EngineOptions } from '../options/options.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Orders per transaction: small, so that orders at work never wait long for it. */
const batchSize = 500;

/**
 * Forgets the history of orders that have been final for longer than `history-retention` days: at start, once a day and
 * when the option is changed. 0 keeps it for ever. The engine stops it before the store is closed.
 */
export class HistoryRetention {
  readonly #parts: RetentionParts;
  #timer: Timer | undefined;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Forgets what is due now and comes back a day later; a second call begins a new day. */
  start(): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(dayMs, () => this.start());
    this.#running = this.#running.then(() => this.#forgetDue());
  }

  /** Resolves when nothing of it is at work any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  async #forgetDue(): Promise<void> {
    const { options, clock, store, log } = this.#parts;
    const days = options.number('history-retention');
    if (days === 0) return;
    const finishedBefore = clock.nowMicros() - days * dayMs * 1000;
    try {
      let forgotten = batchSize;
      while (forgotten === batchSize && !this.#isStopped) {
        forgotten = await store.deleteHistory({ finishedBefore, limit: batchSize });
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      log.warn(`Old history stays for another day, because the store cannot write now: ${error.message}`);
    }
  }
}

export interface RetentionParts {
  readonly store: Pick<Store, 'deleteHistory'>;
  readonly clock: Clock;
  readonly options: Pick<EngineOptions, 'number'>;
  readonly log: Logger;
}
