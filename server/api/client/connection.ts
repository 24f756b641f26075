import { WebSocket } from 'ws';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Subscription } from './client.ts';

export interface Place {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
}

export interface ConnectionHandlers {
  /** The path and query to connect to, asked anew for each attempt. */
  target(): string;
  onOpen?(socket: WebSocket, headers: Readonly<Record<string, string | string[] | undefined>>): void;
  onMessage(text: string): void;
  onClose?(reason: string): void;
}

const firstDelayMs = 100;
const longestDelayMs = 5000;
const pingMs = 15_000;

/** A WebSocket to the engine that comes back by itself, later each time, until it is closed. */
export function keepConnected(place: Place, handlers: ConnectionHandlers): Subscription {
  const connection = new Connection(place, handlers);
  connection.open();
  return connection;
}

class Connection implements Subscription {
  readonly #place: Place;
  readonly #handlers: ConnectionHandlers;
  #socket: WebSocket | undefined;
  #timer: Timer | undefined;
  #pingTimer: Timer | undefined;
  #delayMs = firstDelayMs;
  #isClosed = false;

  constructor(place: Place, handlers: ConnectionHandlers) {
    this.#place = place;
    this.#handlers = handlers;
  }

  open(): void {
    const { url, token } = this.#place;
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${this.#handlers.target()}`, {
      headers: { 'qorus-token': token },
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    this.#socket = socket;
    let headers: Readonly<Record<string, string | string[] | undefined>> = {};
    socket.once('upgrade', (response) => (headers = response.headers));
    socket.once('open', () => {
      this.#delayMs = firstDelayMs;
      this.#watch(socket);
      this.#handlers.onOpen?.(socket, headers);
    });
    socket.on('message', (data) => {
      const text = Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();
      if (text !== 'pong') this.#handlers.onMessage(text);
    });
    // `close` follows every error and decides what happens next.
    socket.on('error', () => undefined);
    socket.once('close', (_code, reason) => this.#closed(reason.toString()));
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#pingTimer?.cancel();
    const socket = this.#socket;
    if (socket === undefined) return;
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
    else socket.close(1000);
    // An engine that does not answer the goodbye must not keep this process.
    this.#place.clock.after(1000, () => socket.terminate());
  }

  #closed(reason: string): void {
    this.#pingTimer?.cancel();
    this.#handlers.onClose?.(reason);
    if (this.#isClosed) return;
    this.#timer = this.#place.clock.after(this.#delayMs, () => this.open());
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
  }

  /** Ends a connection on which nothing comes back any more. */
  #watch(socket: WebSocket): void {
    let isAlive = true;
    socket.on('pong', () => (isAlive = true));
    const beat = (): void => {
      if (!isAlive) return void socket.terminate();
      isAlive = false;
      socket.ping();
      this.#pingTimer = this.#place.clock.after(pingMs, beat);
    };
    this.#pingTimer = this.#place.clock.after(pingMs, beat);
  }
}
