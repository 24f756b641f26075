import type { JsonValue } from '../../../schemas/model/data.ts';
import type { Release } from '../../../schemas/model/release.ts';
import type { LeaseAnswer } from '../../../schemas/protocol/engine-file.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type {
  CreateOrderRequest,
  CreateOrderResult,
  ErrorInstanceRow,
  HistoryRow,
  InstallAnswer,
  OrderHash,
  OrderRow,
  RetryResult,
  SystemHash,
  WorkflowHash,
} from '../../../schemas/protocol/rest.ts';

/** Typed access to an engine over HTTP; language server, deploy and command line know the engine only through it. */
export interface EngineClient {
  readonly url: string;
  /** Any call below `/api/latest`; rejects with `ApiError` for an answer of 400 and above, `EngineUnreachable` without one. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: JsonValue,
    options?: { signal?: AbortSignal },
  ): Promise<JsonValue>;
  system(): Promise<SystemHash>;
  workflows(): Promise<readonly WorkflowHash[]>;
  createOrder(workflow: string, request: CreateOrderRequest): Promise<CreateOrderResult>;
  orders(query?: Readonly<Record<string, string | number | boolean>>): Promise<readonly OrderRow[]>;
  order(orderId: number): Promise<OrderHash>;
  history(orderId: number): Promise<readonly HistoryRow[]>;
  orderErrors(orderId: number): Promise<readonly ErrorInstanceRow[]>;
  retryOrder(orderId: number): Promise<RetryResult>;
  cancelOrder(orderId: number): Promise<JsonValue>;
  installRelease(release: Release): Promise<InstallAnswer>;
  knownBundles(hashes: readonly string[]): Promise<readonly string[]>;
  /**
   * Streams events until `close`. Reconnects by itself and goes on after the last event it had; what could not be had
   * (a slow client, a long absence, another session) is told by `onGap`.
   */
  events(
    listener: (events: readonly SystemEvent[]) => void,
    onState?: (state: 'open' | 'closed') => void,
    options?: { readonly since?: number; readonly session?: number; readonly onGap?: (count: number) => void },
  ): Subscription;
  /** Streams a log's lines until `close`; `type` and `id` as in `GET logs`. */
  followLog(
    type: string,
    id: string | undefined,
    listener: (text: string) => void,
    onState?: (state: 'open' | 'closed', reason?: string) => void,
    options?: { readonly tail?: number },
  ): Subscription;
  /** Holds the engine (design section 2) until `close`. */
  lease(product: string, onState?: (state: 'open' | 'closed', answer?: LeaseAnswer) => void): Subscription;
  shutdown(): Promise<void>;
}

export interface Subscription {
  close(): void;
}

/** The engine refused: `err` is the manual's exception code, `desc` a sentence. */
export class ApiError extends Error {
  readonly status: number;
  readonly err: string;
  readonly body: JsonValue;
  constructor(status: number, err: string, desc: string, body: JsonValue) {
    super(desc);
    this.name = 'ApiError';
    this.status = status;
    this.err = err;
    this.body = body;
  }
}

/** No answer: not running, or not at this address. */
export class EngineUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`No engine answers at ${url}.`, { cause });
    this.name = 'EngineUnreachable';
  }
}
