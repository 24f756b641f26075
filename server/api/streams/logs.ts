import type { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { SystemOperations } from '../system-operations.ts';
import { Outbox, type Framing } from './outbox.ts';

const framing: Framing = {
  join: (items) => items.join(''),
  gap: (count) => `… ${count} chunks were left out because this reader is slow …\n`,
};

/** `/log/{type}[/{id}]` (manual: websocket messages): log lines as they are written. False = there is no such log. */
export function streamLog(
  system: SystemOperations,
  clock: Clock,
  socket: WebSocket,
  log: { readonly type: string; readonly id: string | undefined; readonly tail: number },
): boolean {
  const outbox = new Outbox(socket, clock, framing);
  // Lines that come while the tail is read wait, so that none stands before or within it.
  let waiting: string[] | undefined = log.tail > 0 ? [] : undefined;
  const subscription = system.followLog(log.type, log.id, {
    lines: (text) => (waiting === undefined ? outbox.push(text) : void waiting.push(text)),
  });
  if (subscription === undefined) return false;
  socket.once('close', () => {
    subscription.close();
    outbox.close();
  });
  if (log.tail > 0) {
    void subscription
      .tail(log.tail)
      .catch(() => '')
      .then((text) => {
        if (text !== '') outbox.push(text);
        waiting?.forEach((line) => outbox.push(line));
        waiting = undefined;
      });
  }
  return true;
}
