import type { WebSocket } from 'ws';
import type { EventGap, SystemEvent } from '../../../schemas/protocol/event.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventStream } from '../../engine/engine.ts';
import { Outbox, type Framing, type OutboxLimits } from './outbox.ts';

const framing: Framing = {
  join: (items) => `[${items.join(',')}]`,
  gap: (count) => JSON.stringify({ gap: count } satisfies EventGap),
};

/**
 * `/apievents` (manual: websocket messages): lists of event hashes. `since` = the last event id the client has, of the
 * same session: what is still cached follows first, so that a reconnected client misses nothing it could have had.
 */
export class EventBroadcast {
  readonly #stream: EventStream;
  readonly #clock: Clock;
  readonly #outboxes = new Set<Outbox>();
  readonly #unsubscribe: () => void;
  readonly #limits: OutboxLimits | undefined;
  #lastId = 0;

  constructor(stream: EventStream, clock: Clock, limits?: OutboxLimits) {
    this.#stream = stream;
    this.#clock = clock;
    this.#limits = limits;
    // One text per event, however many clients there are.
    this.#unsubscribe = stream.subscribe((event) => {
      this.#lastId = event.id;
      if (this.#outboxes.size === 0) return;
      const text = JSON.stringify(event);
      this.#outboxes.forEach((outbox) => outbox.push(text));
    });
  }

  /** Id of the last event so far, from which a new client can go on. */
  get lastId(): number {
    return this.#lastId;
  }

  add(socket: WebSocket, since: number | undefined): void {
    const outbox = new Outbox(socket, this.#clock, framing, this.#limits);
    if (since !== undefined) this.#replay(outbox, since);
    this.#outboxes.add(outbox);
    socket.once('close', () => {
      this.#outboxes.delete(outbox);
      outbox.close();
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#outboxes.forEach((outbox) => outbox.close());
    this.#outboxes.clear();
  }

  #replay(outbox: Outbox, since: number): void {
    const events: readonly SystemEvent[] = this.#stream.since(since);
    const first = events[0];
    if (first !== undefined && first.id > since + 1) outbox.push(framing.gap(first.id - since - 1));
    for (const event of events) outbox.push(JSON.stringify(event));
  }
}
