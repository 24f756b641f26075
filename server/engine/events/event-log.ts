import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { Severity } from '../../../schemas/model/errors.ts';
import { eventClasses, eventCodes, type EventName, type SystemEvent } from '../../../schemas/protocol/event.ts';
import { type Clock, isoFromMicros } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { EventStream } from '../engine.ts';

/**
 * The session's events with ids from 1, the newest kept in a ring (option max-events). Events about orders are published
 * only after the commit they tell of.
 */
export class EventLog implements EventStream {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #capacity: number;
  readonly #ring: SystemEvent[] = [];
  readonly #listeners = new Set<(event: SystemEvent) => void>();
  #lastId = 0;
  #lastTime = { ms: -1, iso: '' };

  constructor(clock: Clock, log: Logger, capacity: number) {
    this.#clock = clock;
    this.#log = log;
    this.#capacity = Math.max(1, capacity);
  }

  since(id: number): readonly SystemEvent[] {
    const oldest = Math.max(1, this.#lastId - this.#ring.length + 1);
    const events: SystemEvent[] = [];
    for (let next = Math.max(id + 1, oldest); next <= this.#lastId; next += 1) {
      const event = this.#ring[(next - 1) % this.#capacity];
      if (event) events.push(event);
    }
    return events;
  }

  subscribe(listener: (event: SystemEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(
    name: EventName,
    info: Readonly<Record<string, JsonValue>>,
    options: { readonly severity?: number } = {},
  ): void {
    this.#lastId += 1;
    const event = buildEvent(this.#lastId, this.#time(), name, info, options.severity ?? -1);
    this.#ring[(this.#lastId - 1) % this.#capacity] = event;
    for (const listener of this.#listeners) this.#tell(listener, event);
  }

  /** Many events share a millisecond; formatting a date is the dearest part of an event. */
  #time(): string {
    const now = this.#clock.nowMicros();
    const ms = Math.floor(now / 1000);
    if (ms !== this.#lastTime.ms) this.#lastTime = { ms, iso: isoFromMicros(now) };
    return this.#lastTime.iso;
  }

  /** A listener that throws harms neither the engine nor the other listeners. */
  #tell(listener: (event: SystemEvent) => void, event: SystemEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#log.error(`A listener failed on event ${event.id} ${event.eventstr}: ${String(error)}`);
    }
  }
}

const severityNames: Readonly<Record<number, Severity>> = {
  [-1]: 'NONE',
  0: 'INFO',
  1: 'WARNING',
  2: 'MINOR',
  3: 'MAJOR',
  4: 'FATAL',
};

/** The number of a severity in events (manual: event hash). */
export function severityRank(severity: Severity): number {
  const row = Object.entries(severityNames).find(([, name]) => name === severity);
  return Number(row?.[0] ?? -1);
}

function buildEvent(id: number, time: string, name: EventName, info: JsonObject, severity: number): SystemEvent {
  const { code, class: classstr } = eventCodes[name];
  const severitystr = severityNames[severity] ?? 'NONE';
  return {
    id,
    time,
    class: eventClasses[classstr],
    classstr,
    event: code,
    eventstr: name,
    severity,
    severitystr,
    compositeseverity: severity,
    compositeseveritystr: severitystr,
    info,
  };
}
