import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestRefusal } from '../routes/refusals.ts';

/** Who may call: names in `Host`, and the token. */
export interface AccessPolicy {
  readonly allowedHosts: readonly string[];
  readonly token: string;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses what a web page, a rebound name or a stranger could send (reliability: threat model). Applies to every request
 * and every WebSocket, before anything else is looked at. `target` is the request target as it was sent.
 */
export function checkOrigin(
  request: IncomingMessage,
  target: string,
  policy: AccessPolicy,
): RequestRefusal | undefined {
  const hosts = rawValues(request, 'host');
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined) return refuse('The request needs exactly one Host header.');
  if (!target.startsWith('/')) return refuse('The request target must be a path.');
  if (!isAllowedHost(host, request.socket.localAddress, policy)) {
    return refuse('This host name is not allowed; see the option allowed-hosts.');
  }
  const origins = rawValues(request, 'origin');
  if (origins.length > 1 || origins.some((origin) => !isSameOrigin(origin, host))) {
    return refuse('Requests of other origins are not allowed.');
  }
  const site = rawValues(request, 'sec-fetch-site');
  if (site.some((value) => value !== 'same-origin' && value !== 'none')) {
    return refuse('Requests of other sites are not allowed.');
  }
  return undefined;
}

/** True when the request carries the token of this start, as a header or as a WebSocket subprotocol. */
export function hasToken(request: IncomingMessage, policy: AccessPolicy): boolean {
  return presentedTokens(request).some((token) => sameText(token, policy.token));
}

/** A WebSocket client that cannot set headers offers this beside the protocol `ordo`. */
export const tokenProtocolPrefix = 'ordo-token.';

function presentedTokens(request: IncomingMessage): readonly string[] {
  const own = rawValues(request, 'qorus-token');
  const bearer = rawValues(request, 'authorization')
    .filter((value) => /^bearer /i.test(value))
    .map((value) => value.slice(7).trim());
  const offered = rawValues(request, 'sec-websocket-protocol')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value.startsWith(tokenProtocolPrefix))
    .map((value) => value.slice(tokenProtocolPrefix.length));
  return [...own, ...bearer, ...offered];
}

function isAllowedHost(host: string, localAddress: string | undefined, policy: AccessPolicy): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?$/i.exec(host);
  if (match === null || Number(match[2] ?? 0) > 65_535) return false;
  const name = (match[1] ?? '').toLowerCase();
  if (loopbackNames.has(name) || policy.allowedHosts.some((allowed) => allowed.toLowerCase() === name)) return true;
  // The very address that was called is no name that someone could have rebound.
  const address = localAddress?.replace(/^::ffff:/i, '').toLowerCase();
  return address !== undefined && (name === address || name === `[${address}]`);
}

function isSameOrigin(origin: string, host: string): boolean {
  const lower = origin.toLowerCase();
  return lower === `http://${host.toLowerCase()}` || lower === `https://${host.toLowerCase()}`;
}

/** All values of a header as they were sent; Node's own list drops some repeats silently. */
function rawValues(request: IncomingMessage, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) values.push(request.rawHeaders[index + 1] ?? '');
  }
  return values;
}

/** Compares in a time that tells nothing about where two texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function refuse(desc: string): RequestRefusal {
  return new RequestRefusal(403, 'ACCESS-DENIED', desc);
}
