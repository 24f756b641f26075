import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Engine } from '../../engine/engine.ts';
import { hasToken, type AccessPolicy } from '../http/guard.ts';
import { readPath } from '../http/read-request.ts';
import { refuseUpgrade } from '../http/server.ts';
import type { SystemOperations } from '../system-operations.ts';
import { EventBroadcast } from './events.ts';
import { serveDebugSession } from './debug.ts';
import { keepAlive } from './heartbeat.ts';
import type { Leases } from './leases.ts';
import { streamLog } from './logs.ts';

export interface SocketConfig {
  readonly engine: Engine;
  readonly system: SystemOperations;
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: AccessPolicy;
  readonly leases: Leases;
  readonly sessionId: number;
}

/** Most WebSockets at once; each costs some kilobytes. */
const maximumSockets = 2000;
/** What clients send is a word or a hello. */
const maximumMessageBytes = 64 * 1024;

/** The WebSockets: `/apievents`, `/log/…`, `/debug` and `/leases`. */
export class Sockets {
  readonly #config: SocketConfig;
  readonly #events: EventBroadcast;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maximumMessageBytes,
    perMessageDeflate: false,
    // Of what is offered only our protocol is taken: the token that may stand beside it is never sent back.
    handleProtocols: (offered) => (offered.has('ordo') ? 'ordo' : false),
  });

  constructor(config: SocketConfig) {
    this.#config = config;
    this.#events = new EventBroadcast(config.engine.events, config.clock);
    this.#server.on('headers', (headers) => {
      headers.push(`Ordo-Session: ${config.sessionId}`, `Ordo-Last-Event: ${this.#events.lastId}`);
    });
    this.#server.on('error', (error) => config.log.error(`WebSocket server: ${error.message}`));
  }

  /** Serves an upgrade that passed the origin check, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!hasToken(request, this.#config.policy)) {
      return refuseUpgrade(socket, 401, 'AUTHENTICATION-ERROR', 'The token of this engine is missing or wrong.');
    }
    if (this.#server.clients.size >= maximumSockets) {
      return refuseUpgrade(socket, 503, 'TOO-MANY-CONNECTIONS', 'Too many WebSockets are open.');
    }
    const serve = this.#serverFor(request.url ?? '');
    if (serve === undefined) return refuseUpgrade(socket, 404, 'NOT-FOUND', 'There is no WebSocket at this path.');
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      keepAlive(webSocket, this.#config.clock);
      serve(webSocket);
    });
  }

  /** Tells every client that the engine goes, with what it had still to say. */
  async close(): Promise<void> {
    this.#events.dispose();
    const open = [...this.#server.clients];
    open.forEach((socket) => socket.close(1001, 'the engine is ending'));
    const timer = this.#config.clock.after(500, () => open.forEach((socket) => socket.terminate()));
    await Promise.all(open.map(closed));
    timer.cancel();
  }

  #serverFor(target: string): ((socket: WebSocket) => void) | undefined {
    const url = new URL(target, 'http://localhost');
    const [first, type, id, ...more] = readPath(url.pathname) ?? [];
    if (more.length > 0) return undefined;
    if (first === 'log' && type !== undefined) return this.#logServer(type, id, url.searchParams);
    if (type !== undefined) return undefined;
    if (first === 'debug') return (socket) => serveDebugSession(this.#config.engine.debug, socket);
    if (first === 'apievents') return (socket) => this.#events.add(socket, this.#since(url.searchParams));
    return first === 'leases' ? (socket) => this.#config.leases.add(socket) : undefined;
  }

  #logServer(type: string, id: string | undefined, query: URLSearchParams): ((socket: WebSocket) => void) | undefined {
    const { system, clock } = this.#config;
    const isKnown = system.logs().some((log) => log.type === type);
    if (!isKnown) return undefined;
    const tail = Math.min(Math.max(Number.parseInt(query.get('tail') ?? '0', 10) || 0, 0), 1000);
    return (socket) => {
      if (!streamLog(system, clock, socket, { type, id, tail })) socket.close(1008, 'no such log');
    };
  }

  /** Ids count from 1 in each session, so one of another session says nothing about this one's events. */
  #since(query: URLSearchParams): number | undefined {
    const since = query.get('since');
    if (since === null || !/^\d{1,15}$/.test(since)) return undefined;
    const session = query.get('session');
    return session === null || session === String(this.#config.sessionId) ? Number(since) : 0;
  }
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === socket.CLOSED) resolve();
    else socket.once('close', () => resolve());
  });
}
