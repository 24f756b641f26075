import type { WebSocket } from 'ws';
import type { Clock, Timer } from '../../base/clock.ts';

export interface OutboxLimits {
  /** Bytes that may wait inside the socket before more is held back here. */
  readonly socketBytes: number;
  readonly items: number;
  readonly bytes: number;
  /** A client that takes nothing for so long is closed with 1013. */
  readonly stalledMs: number;
}

export const defaultOutboxLimits: OutboxLimits = {
  socketBytes: 1024 * 1024,
  items: 1000,
  bytes: 4 * 1024 * 1024,
  stalledMs: 30_000,
};

/** How one kind of stream writes what waits, and what it says in place of what was dropped. */
export interface Framing {
  /** One message from items in order. */
  join(items: readonly string[]): string;
  /** Stands first in the next message when `count` items before it were dropped. */
  gap(count: number): string;
}

/**
 * What waits for one client. A fast client gets items in lists as they come; a slow one loses the oldest waiting ones
 * and is told so; one that takes nothing is closed (reliability: F36). The engine never waits for any of them.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #framing: Framing;
  readonly #limits: OutboxLimits;
  #items: string[] = [];
  #bytes = 0;
  #dropped = 0;
  #isFlushPlanned = false;
  #stallTimer: Timer | undefined;

  constructor(socket: WebSocket, clock: Clock, framing: Framing, limits = defaultOutboxLimits) {
    this.#socket = socket;
    this.#clock = clock;
    this.#framing = framing;
    this.#limits = limits;
  }

  push(item: string): void {
    this.#items.push(item);
    this.#bytes += item.length;
    if (this.#items.length > this.#limits.items || this.#bytes > this.#limits.bytes) this.#drop();
    this.#planFlush();
  }

  /** Sends what the socket still takes; nothing is sent after that. */
  close(): void {
    this.#flush();
    this.#stallTimer?.cancel();
    this.#items = [];
  }

  /** Half of what waits goes at once, so that dropping stays rare work. */
  #drop(): void {
    if (this.#socket.bufferedAmount <= this.#limits.socketBytes) this.#flush();
    const keep = Math.floor(this.#items.length / 2);
    const gone = this.#items.length - keep;
    if (this.#items.length <= this.#limits.items && this.#bytes <= this.#limits.bytes) return;
    this.#items = this.#items.slice(gone);
    this.#dropped += gone;
    this.#bytes = this.#items.reduce((sum, item) => sum + item.length, 0);
  }

  /** Everything of one turn of the event loop goes in one message. */
  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#socket.readyState !== this.#socket.OPEN || this.#items.length === 0) return;
    if (this.#socket.bufferedAmount > this.#limits.socketBytes) return this.#watchStall();
    const items = this.#dropped > 0 ? [this.#framing.gap(this.#dropped), ...this.#items] : this.#items;
    this.#items = [];
    this.#bytes = 0;
    this.#dropped = 0;
    this.#socket.send(this.#framing.join(items), () => this.#taken());
  }

  /** The socket took something: it is not stalled, and what waits may follow. */
  #taken(): void {
    this.#stallTimer?.cancel();
    this.#stallTimer = undefined;
    if (this.#items.length > 0) this.#flush();
  }

  #watchStall(): void {
    this.#stallTimer ??= this.#clock.after(this.#limits.stalledMs, () => {
      this.#socket.close(1013, 'too slow');
      this.#socket.terminate();
    });
  }
}
