import type { Server as TlsServer } from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { securityHeaders, type Answer } from './answer.ts';
import { checkOrigin } from './guard.ts';
import { ApiHandler, type HandlerConfig } from './handle.ts';
import { startPage } from './page.ts';

export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly passphrase: string | undefined;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

export interface ApiServerConfig extends HandlerConfig {
  readonly tls: TlsFiles | undefined;
  readonly limitsOfServer?: ServerLimits;
  /** Takes WebSocket upgrades that passed the origin check. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Time and size limits against clients that are slow or many on purpose. */
export interface ServerLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** How often the two first are looked at. */
  readonly checkMs: number;
  readonly connections: number;
  readonly headerBytes: number;
}

const defaultLimits: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 120_000,
  keepAliveTimeoutMs: 30_000,
  checkMs: 2000,
  connections: 4000,
  headerBytes: 16 * 1024,
};

/** One listener: HTTP or HTTPS, REST, the start page and the way to the WebSockets. */
export class ApiServer {
  readonly #app: FastifyInstance;
  readonly #handler: ApiHandler;
  readonly #config: ApiServerConfig;
  #isClosing = false;

  constructor(config: ApiServerConfig) {
    this.#config = config;
    this.#handler = new ApiHandler(config);
    const limits = config.limitsOfServer ?? defaultLimits;
    this.#app = createApp(config.tls, limits);
    limitServer(this.#app.server, limits);
    // Fastify's own parsers would read JSON before `readBody` does.
    this.#app.removeAllContentTypeParsers();
    this.#app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    this.#app.setErrorHandler(async (error, request, reply) => {
      const answer = await this.#handler.refuse(error, request.raw);
      return reply
        .code(answer.status)
        .headers({ ...securityHeaders, ...answer.headers })
        .send(answer.body);
    });
    this.#app.all('/', async (request, reply) => {
      const answer = await this.#answer(request.raw, request.originalUrl);
      return reply
        .code(answer.status)
        .headers({ ...securityHeaders, ...answer.headers })
        .send(answer.body);
    });
    this.#app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** Begins to listen and answers the port; rejects when the address is taken or not ours. */
  async listen(address: string, port: number): Promise<number> {
    await this.#app.listen({ host: address, port, exclusive: true });
    return (this.#app.server.address() as AddressInfo).port;
  }

  /** New connections get this certificate; those that are open go on. Throws when it cannot be used. */
  reloadTls(tls: TlsFiles): void {
    (this.#app.server as unknown as TlsServer).setSecureContext(tls);
  }

  /** Takes no new requests, lets the running ones end, then closes. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#app.close();
  }

  /** Cuts what is left. */
  closeConnections(): void {
    this.#app.server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, target: string): Promise<Answer> {
    const answer = await this.#find(request, target);
    // A connection that stays open would keep the listener from closing.
    return this.#isClosing ? { ...answer, headers: { ...answer.headers, connection: 'close' } } : answer;
  }

  async #find(request: IncomingMessage, target: string): Promise<Answer> {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && /^\/(\?.*)?$/.test(target);
    if (!isPage || checkOrigin(request, target, this.#config.policy) !== undefined) {
      return this.#handler.handle(request, target);
    }
    return startPage(this.#config.context.system.publicInfo());
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener an error of this socket would end the process.
    socket.on('error', () => socket.destroy());
    if (this.#isClosing) return void refuseUpgrade(socket, 503, 'SHUTDOWN-IN-PROGRESS', 'The engine is ending.');
    const refusal = checkOrigin(request, request.url ?? '', this.#config.policy);
    if (refusal !== undefined) return void refuseUpgrade(socket, refusal.status, refusal.err, refusal.message);
    this.#config.upgrade(request, socket, head);
  }
}

function limitServer(server: Server, limits: ServerLimits): void {
  server.headersTimeout = limits.headersTimeoutMs;
  server.requestTimeout = limits.requestTimeoutMs;
  server.keepAliveTimeout = limits.keepAliveTimeoutMs;
  server.maxConnections = limits.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => answerClientError(error, socket));
}

function createApp(tls: TlsFiles | undefined, limits: ServerLimits): FastifyInstance {
  const options = {
    // Every target is resolved by the route table; the framework's own router sees one path.
    rewriteUrl: () => '/',
    forceCloseConnections: 'idle' as const,
    return503OnClosing: false,
    trustProxy: false,
    exposeHeadRoutes: false,
    // Our own listener on `clientError` answers; this keeps the framework's from doing so as well.
    clientErrorHandler: () => undefined,
  };
  const http = { maxHeaderSize: limits.headerBytes, connectionsCheckingInterval: limits.checkMs };
  if (tls === undefined) return fastify({ ...options, http });
  const { cert, key, passphrase, minVersion } = tls;
  const secret = passphrase === undefined ? {} : { passphrase };
  return fastify({ ...options, https: { ...http, cert, key, minVersion, ...secret } });
}

/** Refuses a WebSocket before it is one, with an answer that a person can read. */
export function refuseUpgrade(socket: Duplex, status: number, err: string, desc: string): void {
  const body = JSON.stringify({ err, desc });
  const head = [
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};

function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy();
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return refuseUpgrade(socket, 431, 'HEADER-ERROR', 'The headers are too large.');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return refuseUpgrade(socket, 408, 'REQUEST-TIMEOUT', 'The request took too long to arrive.');
  }
  refuseUpgrade(socket, 400, 'REQUEST-ERROR', 'This is not an HTTP request that can be read.');
}
