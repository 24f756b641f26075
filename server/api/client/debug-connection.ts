import { WebSocket } from 'ws';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { DebugCommand, DebugMessage } from '../../../schemas/protocol/debug.ts';
import { ApiError } from './client.ts';

export interface DebugConnectionHandlers {
  onMessage(message: Exclude<DebugMessage, { type: 'answer' | 'refused' }>): void;
  /** The engine went away, or ended the session. Not called after `close`. */
  onLost(): void;
}

/** A debug session of an engine: lives as long as its connection. */
export class DebugConnection {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (value: JsonValue) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #isClosed = false;

  private constructor(socket: WebSocket, handlers: DebugConnectionHandlers) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse((data as Buffer).toString()) as DebugMessage, handlers));
    socket.once('close', () => this.#lost(handlers));
    // `close` follows every error.
    socket.on('error', () => undefined);
  }

  static open(
    { url, token }: { readonly url: string; readonly token: string },
    handlers: DebugConnectionHandlers,
  ): Promise<DebugConnection> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/debug`, {
      headers: { 'qorus-token': token },
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    return new Promise((resolve, reject) => {
      const connection = new DebugConnection(socket, handlers);
      socket.once('open', () => resolve(connection));
      socket.once('error', reject);
    });
  }

  /** Rejects with an `ApiError` when the engine refuses. */
  request(command: DebugCommand): Promise<JsonValue> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return reject(new Error('The engine is gone.'));
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, ...command }));
    });
  }

  /** Ends the session: what it held runs on. */
  close(): void {
    this.#isClosed = true;
    this.#socket.close(1000);
  }

  #receive(message: DebugMessage, handlers: DebugConnectionHandlers): void {
    if (message.type !== 'answer' && message.type !== 'refused') return handlers.onMessage(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(new ApiError(409, message.error, message.info, null));
  }

  #lost(handlers: DebugConnectionHandlers): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('The engine is gone.'));
    this.#waiting.clear();
    if (!this.#isClosed) handlers.onLost();
  }
}
