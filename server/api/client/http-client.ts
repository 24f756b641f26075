import type { JsonValue } from '../../../schemas/model/data.ts';
import { SystemClock, type Clock } from '../../base/clock.ts';
import { ApiError, EngineUnreachable, type EngineClient } from './client.ts';
import { openEventStream } from './event-stream.ts';
import { openLease } from './lease.ts';
import { openLogStream } from './log-stream.ts';

export interface EngineAddress {
  readonly url: string;
  readonly token: string;
  readonly clock?: Clock;
}

type Method = Parameters<EngineClient['call']>[0];
type Query = Readonly<Record<string, string | number | boolean>>;

/** A client of the engine at `url`; it opens connections only when it is used. */
export function createEngineClient(address: EngineAddress): EngineClient {
  const { url, token } = address;
  const clock = address.clock ?? new SystemClock();
  const place = { url, token, clock };
  const call: EngineClient['call'] = (method, path, body, options) => request(address, method, path, body, options);
  // The engine answers the shapes of `schemas/protocol/rest.ts`; the tests of the API hold it to that.
  const get = async <T>(path: string, query: Query = {}): Promise<T> =>
    (await call('GET', withQuery(path, query))) as T;
  const send = async <T>(method: Method, path: string, body?: unknown): Promise<T> =>
    (await call(method, path, body as JsonValue)) as T;
  return {
    url,
    call,
    system: () => get('system'),
    workflows: () => get('workflows'),
    createOrder: (workflow, order) =>
      send('POST', `workflows/${encodeURIComponent(workflow)}?action=createOrder`, order),
    orders: (query = {}) => get('orders', query),
    order: (orderId) => get(`orders/${orderId}`),
    history: (orderId) =>
      readHistory((after) => get(`orders/${orderId}`, { action: 'history', after, limit: pageSize })),
    orderErrors: (orderId) => get(`orders/${orderId}`, { action: 'listErrors', limit: 10_000 }),
    retryOrder: (orderId) => send('PUT', `orders/${orderId}?action=retry`),
    cancelOrder: (orderId) => send('PUT', `orders/${orderId}?action=cancel`),
    installRelease: (release) => send('POST', 'releases', release),
    knownBundles: (hashes) => send('POST', 'releases?action=knownBundles', { hashes }),
    events: (listener, onState, options) => openEventStream(place, listener, onState, options),
    followLog: (type, id, listener, onState, options) => openLogStream(place, { type, id }, listener, onState, options),
    lease: (product, onState) => openLease(place, product, onState),
    shutdown: async () => void (await call('PUT', 'system?action=shutdown')),
  };
}

const pageSize = 1000;

async function readHistory<T extends { readonly sequence: number }>(
  page: (after: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  for (;;) {
    const next = await page(rows.at(-1)?.sequence ?? 0);
    rows.push(...next);
    if (next.length < pageSize) return rows;
  }
}

function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function request(
  { url, token }: EngineAddress,
  method: Method,
  path: string,
  body: JsonValue | undefined,
  options: { signal?: AbortSignal } = {},
): Promise<JsonValue> {
  const headers = { accept: 'application/json', 'qorus-token': token };
  const answer = await send(url, `${url}/api/latest/${path.replace(/^\/+/, '')}`, {
    method,
    redirect: 'error',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const value = parse(answer.text);
  if (answer.status < 400) return value ?? null;
  const { err, desc } = (value ?? {}) as { err?: unknown; desc?: unknown };
  const isOurs = typeof err === 'string' && typeof desc === 'string';
  throw new ApiError(
    answer.status,
    isOurs ? err : 'HTTP-ERROR',
    isOurs ? desc : `HTTP ${answer.status}`,
    value ?? null,
  );
}

async function send(url: string, target: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(target, init);
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new EngineUnreachable(url, error);
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Not our engine's answer, or none: the status says what to make of it.
    return undefined;
  }
}
