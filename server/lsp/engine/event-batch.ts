import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { Clock, Timer } from '../../base/clock.ts';

/**
 * Collects events for the window: at most ten notifications a second, however fast the engine works. Beyond the cap the
 * oldest of a batch are dropped and the batch says so; views then read anew instead of following.
 */
export class EventBatch {
  readonly #clock: Clock;
  readonly #send: (events: readonly SystemEvent[], missed: boolean) => void;
  #events: SystemEvent[] = [];
  #missed = false;
  #timer: Timer | undefined;

  constructor(clock: Clock, send: (events: readonly SystemEvent[], missed: boolean) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  add(events: readonly SystemEvent[]): void {
    this.#events.push(...events);
    if (this.#events.length > maxEvents) {
      this.#events = this.#events.slice(-maxEvents);
      this.#missed = true;
    }
    this.#schedule();
  }

  /** Events were lost on the way. */
  gap(): void {
    this.#missed = true;
    this.#schedule();
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#events = [];
  }

  #schedule(): void {
    this.#timer ??= this.#clock.after(intervalMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#events;
    const missed = this.#missed;
    this.#events = [];
    this.#missed = false;
    this.#send(events, missed);
  }
}

const intervalMs = 100;
const maxEvents = 1_000;
