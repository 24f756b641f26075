import type { EventGap, SystemEvent } from '../../../schemas/protocol/event.ts';
import type { EngineClient, Subscription } from './client.ts';
import { keepConnected, type Place } from './connection.ts';

type Options = NonNullable<Parameters<EngineClient['events']>[2]>;

/** `/apievents` with resumption: after a break it goes on behind the last event it had. */
export function openEventStream(
  place: Place,
  listener: (events: readonly SystemEvent[]) => void,
  onState: ((state: 'open' | 'closed') => void) | undefined,
  options: Options = {},
): Subscription {
  let lastId = options.since;
  let session = options.session === undefined ? undefined : String(options.session);
  let isOpen = false;
  return keepConnected(place, {
    target: () => {
      const query = new URLSearchParams();
      if (lastId !== undefined) query.set('since', String(lastId));
      if (session !== undefined) query.set('session', session);
      return `/apievents?${query.toString()}`;
    },
    onOpen: (_socket, headers) => {
      const current = String(headers['ordo-session'] ?? '');
      // Ids of another session say nothing here; all events of the new one follow.
      if (session !== undefined && current !== session) lastId = 0;
      session = current;
      lastId ??= Number(headers['ordo-last-event'] ?? 0);
      isOpen = true;
      onState?.('open');
    },
    onMessage: (text) => {
      const items = JSON.parse(text) as readonly (SystemEvent | EventGap)[];
      const events: SystemEvent[] = [];
      for (const item of items) {
        if ('gap' in item) options.onGap?.(item.gap);
        else if (item.id > (lastId ?? 0)) {
          lastId = item.id;
          events.push(item);
        }
      }
      if (events.length > 0) listener(events);
    },
    onClose: () => {
      if (isOpen) onState?.('closed');
      isOpen = false;
    },
  });
}
