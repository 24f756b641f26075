import type { EngineClient, Subscription } from './client.ts';
import { keepConnected, type Place } from './connection.ts';

type OnState = Parameters<EngineClient['followLog']>[3];

/** `/log/{type}[/{id}]`: the lines of one log; after a break it goes on with new lines. */
export function openLogStream(
  place: Place,
  log: { readonly type: string; readonly id: string | undefined },
  listener: (text: string) => void,
  onState: OnState,
  options: { readonly tail?: number } = {},
): Subscription {
  const id = log.id === undefined ? '' : `/${encodeURIComponent(log.id)}`;
  let tail = options.tail ?? 0;
  return keepConnected(place, {
    target: () => `/log/${encodeURIComponent(log.type)}${id}${tail > 0 ? `?tail=${tail}` : ''}`,
    onOpen: () => {
      tail = 0;
      onState?.('open');
    },
    onMessage: listener,
    onClose: (reason) => onState?.('closed', reason === '' ? undefined : reason),
  });
}
