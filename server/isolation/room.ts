import type { Clock, Timer } from '../base/clock.ts';

export interface RoomOwner {
  /** Whether one more runner fits; may unload an idle one for it. */
  makeRoom(): boolean;
  /** Every runner is busy, and someone has waited long: one of them stops taking calls. */
  preempt(): void;
}

interface Waiter {
  readonly sinceMs: number;
  /** What it waits for is there by itself: another caller started it. */
  readonly isServed: () => boolean;
  readonly admit: () => void;
}

/**
 * The queue before a full house: who comes first starts first, and a program that is never idle gives way after a while.
 * Nobody waits for ever: code that never ends would otherwise keep all others out.
 */
export class Room {
  readonly #clock: Clock;
  readonly #owner: RoomOwner;
  #waiters: Waiter[] = [];
  #timer: Timer | undefined;
  #lastPreemptMs = -Infinity;

  constructor(clock: Clock, owner: RoomOwner) {
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Runs `start` as soon as there is room, at once if there is. */
  enter<T>(isServed: () => boolean, start: () => T): Promise<T> {
    if (isServed() || (this.#waiters.length === 0 && this.#owner.makeRoom())) return Promise.resolve(start());
    return new Promise((resolve) => {
      this.#waiters.push({ sinceMs: this.#clock.monotonicMs(), isServed, admit: () => resolve(start()) });
      this.#tickLater();
    });
  }

  /** A runner became idle or ended, or everything ends. */
  changed(): void {
    if (this.#waiters.length === 0) return;
    const isServed = this.#waiters.filter((waiter) => waiter.isServed());
    this.#waiters = this.#waiters.filter((waiter) => !isServed.includes(waiter));
    for (const waiter of isServed) waiter.admit();
    while (this.#waiters.length > 0 && (this.#owner.makeRoom() || this.#waitedMs() >= longestWaitMs)) {
      this.#waiters.shift()?.admit();
    }
  }

  dispose(): void {
    this.#timer?.cancel();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.admit();
  }

  #waitedMs(): number {
    return this.#clock.monotonicMs() - (this.#waiters[0]?.sinceMs ?? Infinity);
  }

  #tickLater(): void {
    this.#timer ??= this.#clock.after(tickMs, () => {
      this.#timer = undefined;
      const now = this.#clock.monotonicMs();
      if (this.#waitedMs() >= preemptAfterMs && now - this.#lastPreemptMs >= preemptAfterMs) {
        this.#lastPreemptMs = now;
        this.#owner.preempt();
      }
      this.changed();
      if (this.#waiters.length > 0) this.#tickLater();
    });
  }
}

const tickMs = 500;
const preemptAfterMs = 2_000;
const longestWaitMs = 30_000;
