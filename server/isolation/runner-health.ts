import type { Pong } from '../../schemas/protocol/runner.ts';
import type { Clock } from '../base/clock.ts';

/** Signs of life of one runner, and what it uses. */
export class RunnerHealth {
  /** Memory of its process. */
  rssBytes: number | undefined;
  /** Memory of this program alone, as it told last. */
  ownBytes = 0;
  readonly #clock: Clock;
  readonly #sendPing: () => void;
  #pingSentMs: number | undefined;

  constructor(clock: Clock, sendPing: () => void) {
    this.#clock = clock;
    this.#sendPing = sendPing;
  }

  /** Asks for a sign of life, unless it was asked already. */
  ping(): void {
    if (this.#pingSentMs !== undefined) return;
    this.#pingSentMs = this.#clock.monotonicMs();
    this.#sendPing();
  }

  answered(pong: Pong): void {
    this.#pingSentMs = undefined;
    this.rssBytes = pong.rssBytes;
    this.ownBytes = pong.ownBytes;
  }

  /** How long it has owed a sign of life. */
  get silentMs(): number {
    return this.#pingSentMs === undefined ? 0 : this.#clock.monotonicMs() - this.#pingSentMs;
  }
}
