import type { WebSocket } from 'ws';
import type { Clock, Timer } from '../../base/clock.ts';

const intervalMs = 20_000;

/**
 * Ends connections whose other side is gone without a word, within two intervals, and answers the text `ping` with `pong`
 * (manual: websocket messages).
 */
export function keepAlive(socket: WebSocket, clock: Clock): void {
  let isAlive = true;
  let timer: Timer;
  const beat = (): void => {
    if (!isAlive) return void socket.terminate();
    isAlive = false;
    socket.ping();
    timer = clock.after(intervalMs, beat);
  };
  timer = clock.after(intervalMs, beat);
  socket.on('pong', () => (isAlive = true));
  socket.on('message', (data) => {
    isAlive = true;
    if (messageText(data) === 'ping' && socket.bufferedAmount < 65_536) socket.send('pong');
  });
  socket.once('close', () => timer.cancel());
  // An error is followed by `close`; without a listener it would end the process.
  socket.on('error', () => socket.terminate());
}

/** What a message holds when it is a JSON object; the caller refuses anything else. */
export function messageObject(data: Buffer | ArrayBuffer | Buffer[]): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(messageText(data));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a message, whatever pieces it came in. */
export function messageText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
