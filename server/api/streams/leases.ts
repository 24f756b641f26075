import type { WebSocket } from 'ws';
import type { LeaseAnswer, LeaseHello } from '../../../schemas/protocol/engine-file.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { messageObject } from './heartbeat.ts';

export interface LeaseVersions {
  readonly apiVersion: number;
  readonly schemaVersion: number;
}

/** A lease without its first message after so long is none. */
const helloTimeoutMs = 10_000;

/**
 * Who holds this engine (design section 2). Where `onUnused` is given, it is called when the last lease has been gone for
 * `graceMs`, or when none came within twice that after the start.
 */
export class Leases {
  readonly #clock: Clock;
  readonly #versions: LeaseVersions;
  readonly #isIdle: () => boolean;
  readonly #unused: { readonly graceMs: number; readonly callback: () => void } | undefined;
  readonly #held = new Set<WebSocket>();
  #timer: Timer | undefined;
  #isDisposed = false;

  constructor(
    clock: Clock,
    versions: LeaseVersions,
    isIdle: () => boolean,
    unused?: { readonly graceMs: number; readonly callback: () => void },
  ) {
    this.#clock = clock;
    this.#versions = versions;
    this.#isIdle = isIdle;
    this.#unused = unused;
    this.#wait((unused?.graceMs ?? 0) * 2);
  }

  get count(): number {
    return this.#held.size;
  }

  add(socket: WebSocket): void {
    const timer = this.#clock.after(helloTimeoutMs, () => socket.close(1008, 'no hello'));
    socket.once('message', (data) => {
      timer.cancel();
      const hello = readHello(messageObject(data));
      if (hello === undefined) return void socket.close(1008, 'not a hello');
      this.#hold(socket);
      socket.send(JSON.stringify({ fit: this.#fit(hello), engineIdle: this.#isIdle() } satisfies LeaseAnswer));
    });
    socket.once('close', () => {
      timer.cancel();
      if (this.#held.delete(socket) && this.#held.size === 0) this.#wait(this.#unused?.graceMs ?? 0);
    });
  }

  /** What closes from now on no longer matters. */
  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.cancel();
  }

  #hold(socket: WebSocket): void {
    this.#held.add(socket);
    this.#timer?.cancel();
  }

  #wait(graceMs: number): void {
    this.#timer?.cancel();
    if (this.#unused === undefined || this.#isDisposed) return;
    const { callback } = this.#unused;
    this.#timer = this.#clock.after(graceMs, callback);
  }

  #fit(hello: LeaseHello): LeaseAnswer['fit'] {
    const own = this.#versions;
    if (own.apiVersion < hello.apiVersion || own.schemaVersion < hello.schemaVersion) return 'engine-older';
    return own.apiVersion > hello.apiVersion || own.schemaVersion > hello.schemaVersion ? 'engine-newer' : 'same';
  }
}

function readHello(hello: Readonly<Record<string, unknown>> | undefined): LeaseHello | undefined {
  const isWhole = Number.isInteger(hello?.['apiVersion']) && Number.isInteger(hello?.['schemaVersion']);
  return isWhole && typeof hello?.['product'] === 'string' ? (hello as unknown as LeaseHello) : undefined;
}
