import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { Caller, Engine, WorkflowReference } from '../../engine/engine.ts';
import type { Clock } from '../../base/clock.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import type { SystemOperations } from '../system-operations.ts';
import type { ArgumentKind } from './argument-kinds.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** One call of the API: a row of the table. Server, OpenAPI document and tests read nothing but the table. */
export interface Route {
  readonly method: Method;
  /** Below `/api/latest`, with `{name}` for a part that varies. */
  readonly path: string;
  /** Given as `?action=name` or as one more part of the path; both are the same call. */
  readonly action: string | undefined;
  /** Other names of the same action. */
  readonly aliases: readonly string[];
  readonly text: string;
  readonly arguments: ArgumentTable;
  readonly result: ResultShape<JsonLike>;
  /** Needs no token. */
  readonly isPublic: boolean;
  /** Takes everything as one value instead of declared arguments; `release` allows larger bodies. */
  readonly wholeBody: 'release' | 'anything' | undefined;
  run(request: RouteRequest): Promise<JsonLike>;
}

export interface RouteRequest {
  readonly context: ApiContext;
  readonly path: Readonly<Record<string, unknown>>;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly body: JsonValue;
  /** Nobody else can read the connection: TLS, or this machine. */
  readonly isSecure: boolean;
  /** The port by which the request came. */
  readonly localPort: number | undefined;
}

/** What handlers work on. */
export interface ApiContext {
  readonly engine: Engine;
  readonly system: SystemOperations;
  readonly clock: Clock;
}

/** Interfaces without an index signature are JSON as well, when all their members are. */
export type JsonLike = object | JsonValue | undefined;

export interface Argument<T> {
  readonly kind: ArgumentKind<unknown>;
  readonly text: string;
  readonly isRequired: boolean;
  /** Other spellings of the same argument (manual: typical arguments). */
  readonly aliases: readonly string[];
  /** Never set; carries the type. */
  readonly value?: T;
}
export type ArgumentTable = Readonly<Record<string, Argument<unknown>>>;

/** The values of a table's arguments, as a handler gets them. */
export type ValuesOf<A extends ArgumentTable> = {
  readonly [Name in keyof A]: A[Name] extends Argument<infer T> ? T : never;
};

export function required<T>(kind: ArgumentKind<T>, text: string, ...aliases: string[]): Argument<T> {
  return { kind, text, isRequired: true, aliases };
}

export function optional<T>(kind: ArgumentKind<T>, text: string, ...aliases: string[]): Argument<T | undefined> {
  return { kind, text, isRequired: false, aliases };
}

/** What the named parts of paths are. */
export interface PathParts {
  readonly order: OrderId;
  readonly workflow: WorkflowReference;
  readonly job: string;
  /** Id of a run of a job. */
  readonly result: string;
  readonly step: string;
  readonly execution: string;
  readonly option: string;
  readonly error: string;
  readonly release: string;
  readonly listener: string;
  readonly queue: string;
  /** Of a synchronization event. */
  readonly type: string;
  readonly key: string;
  /** Of system properties. */
  readonly domain: string;
  /** Of a configuration item. */
  readonly name: string;
}
type PartNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | PartNames<Rest> : never;
export type PathOf<P extends string> = { readonly [Name in PartNames<P> & keyof PathParts]: PathParts[Name] };

/** A result's shape in the OpenAPI document, and the type that its handler must answer. */
export interface ResultShape<T> {
  readonly schema: JsonObject;
  /** Never set; carries the type. */
  readonly value?: T;
}

interface RouteDefinition<P extends string, A extends ArgumentTable, R> {
  readonly method: Method;
  readonly path: P;
  readonly action?: string;
  readonly aliases?: readonly string[];
  readonly text: string;
  readonly arguments?: A;
  readonly result: ResultShape<R>;
  readonly isPublic?: boolean;
  readonly wholeBody?: 'release' | 'anything';
  run(request: {
    readonly context: ApiContext;
    readonly path: PathOf<P>;
    readonly arguments: ValuesOf<A>;
    readonly caller: Caller;
    readonly body: JsonValue;
    readonly isSecure: boolean;
    readonly localPort: number | undefined;
  }): Promise<R>;
}

/** Declares a row; the handler's types follow from path, arguments and result. */
export function route<P extends string, A extends ArgumentTable, R extends JsonLike>(
  definition: RouteDefinition<P, A, R>,
): Route {
  return {
    method: definition.method,
    path: definition.path,
    action: definition.action,
    aliases: definition.aliases ?? [],
    text: definition.text,
    arguments: definition.arguments ?? {},
    result: definition.result,
    isPublic: definition.isPublic ?? false,
    wholeBody: definition.wholeBody,
    // The reader of arguments and path parts (read-request.ts) makes exactly the types that the row declares.
    run: (request) => definition.run(request as Parameters<typeof definition.run>[0]),
  };
}
