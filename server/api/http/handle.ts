import type { IncomingMessage } from 'node:http';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { ErrorBody } from '../../../schemas/protocol/rest.ts';
import type { Logger } from '../../base/logger.ts';
import { isZone } from '../routes/date-time.ts';
import { RequestRefusal } from '../routes/refusals.ts';
import type { ApiContext, Method, Route } from '../routes/route.ts';
import { errorAnswer, makeAnswer, wantedFormat, type Answer, type Format } from './answer.ts';
import { readBody, unreadableType } from './body.ts';
import { checkOrigin, hasToken, type AccessPolicy } from './guard.ts';
import { followKeys } from './key-path.ts';
import { readArguments, readParts, readPath, readQuery } from './read-request.ts';
import { RouteResolver, type Resolved } from './resolve.ts';

export interface HandlerConfig {
  readonly context: ApiContext;
  readonly routes: readonly Route[];
  readonly policy: AccessPolicy;
  /** Who acts, in histories and notes. */
  readonly who: string;
  readonly log: Logger;
  readonly limits: { readonly requestBytes: number; readonly releaseBytes: number };
}

/** Answers API requests. Every failure of one request ends in an answer to it, nowhere else. */
export class ApiHandler {
  readonly #config: HandlerConfig;
  readonly #resolver: RouteResolver;

  constructor(config: HandlerConfig) {
    this.#config = config;
    this.#resolver = new RouteResolver(config.routes);
  }

  /** `path` is the request target, since the request's own may have been rewritten. */
  async handle(request: IncomingMessage, target: string): Promise<Answer> {
    const encoding = headerText(request.headers['accept-encoding']);
    let format: Format = 'json';
    try {
      this.#checkAccess(request, target);
      format = wantedFormat(request.headers.accept);
      const result = await this.#run(request, target);
      return await makeAnswer(200, result, format, encoding);
    } catch (error) {
      const { status, body } = errorAnswer(
        error,
        `${request.method ?? ''} ${target.split('?')[0] ?? ''}`,
        this.#config.log,
      );
      return refusalAnswer(await makeAnswer(status, body, format, encoding), body);
    }
  }

  /** Answers what the framework refused before a handler saw it. */
  async refuse(error: unknown, request: IncomingMessage): Promise<Answer> {
    const isType = (error as { code?: unknown }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE';
    const told = isType ? unreadableType() : error;
    const { status, body } = errorAnswer(told, request.method ?? '', this.#config.log);
    return refusalAnswer(await makeAnswer(status, body, 'json', undefined), body);
  }

  #checkAccess(request: IncomingMessage, target: string): void {
    const refusal = checkOrigin(request, target, this.#config.policy);
    if (refusal !== undefined) throw refusal;
    if (!target.startsWith('/api')) throw new RequestRefusal(404, 'NOT-FOUND', 'The API is below /api/latest.');
  }

  async #run(request: IncomingMessage, target: string): Promise<unknown> {
    const { segments, query, action } = readTarget(target);
    const isAllowed = hasToken(request, this.#config.policy);
    const { route, parts, keys } = this.#resolve(request.method ?? '', segments, action, isAllowed);
    const limits = this.#config.limits;
    const limit = route.wholeBody === 'release' ? limits.releaseBytes : limits.requestBytes;
    const body = await readBody(request, limit);
    const result = await route.run({
      context: this.#config.context,
      path: readParts(parts),
      arguments: route.wholeBody !== undefined ? {} : readArguments(route.arguments, query, body, zoneOf(request)),
      caller: {
        who: this.#config.who,
        source: `REST ${route.method} api/latest/${[...segments, ...(action === undefined ? [] : [action])].join('/')}`,
      },
      body: body ?? query,
      isSecure: isSecure(request),
      localPort: request.socket.localPort,
    });
    return followKeys(result, keys);
  }

  /** Without the token nobody learns which paths exist. */
  #resolve(method: string, segments: readonly string[], action: string | undefined, isAllowed: boolean): Resolved {
    const known = method === 'HEAD' ? 'GET' : method;
    const unauthorized = new RequestRefusal(
      401,
      'AUTHENTICATION-ERROR',
      'The token of this engine is missing or wrong; send it as Qorus-Token. It is in engine.json of the state folder.',
    );
    try {
      if (!isMethod(known)) throw new RequestRefusal(405, 'INVALID-METHOD', 'Use GET, PUT, POST or DELETE.');
      const resolved = this.#resolver.resolve(known, segments, action);
      if (isAllowed || resolved.route.isPublic) return resolved;
    } catch (error) {
      if (isAllowed) throw error;
    }
    throw unauthorized;
  }
}

/** TLS, or both ends on this machine. */
function isSecure({ socket }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? '';
  return 'encrypted' in socket || address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isMethod(method: string): method is Method {
  return method === 'GET' || method === 'PUT' || method === 'POST' || method === 'DELETE';
}

/** `/api`, `/api/v1` to `/api/v7` and `/api/latest` are the same API (manual: REST API, rules). */
function readTarget(target: string): {
  segments: readonly string[];
  query: Record<string, JsonValue>;
  action: string | undefined;
} {
  const mark = target.indexOf('?');
  const path = readPath(mark < 0 ? target : target.slice(0, mark));
  if (path === undefined) throw new RequestRefusal(400, 'PATH-ERROR', 'The path holds a broken % escape.');
  const segments = path.slice(/^(latest|v[1-7])$/.test(path[1] ?? '') ? 2 : 1);
  const query = readQuery(mark < 0 ? '' : target.slice(mark + 1));
  const action = query['action'];
  delete query['action'];
  if (action !== undefined && typeof action !== 'string') {
    throw new RequestRefusal(400, 'INVALID-ACTION', 'Only one action can be asked for.');
  }
  return { segments, query, action };
}

function zoneOf(request: IncomingMessage): string | undefined {
  const zone = headerText(request.headers['qorus-client-time-zone']);
  if (zone === undefined) return undefined;
  if (!isZone(zone))
    throw new RequestRefusal(400, 'ARGUMENT-ERROR', 'Qorus-Client-Time-Zone names no known time zone.');
  return zone;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

function refusalAnswer(answer: Answer, body: ErrorBody): Answer {
  const more: Record<string, string> = {};
  if (answer.status === 401) more['www-authenticate'] = 'Bearer realm="ordo"';
  // After a body that was not read to its end the connection cannot carry another request.
  if (answer.status === 413 || body.err === 'BODY-ERROR') more['connection'] = 'close';
  return { ...answer, headers: { ...answer.headers, ...more } };
}
