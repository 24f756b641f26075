import type { JsonValue } from '../../schemas/model/data.ts';
import type { LogLevel } from '../base/logger.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type {
  ListenerHash,
  LoggerHash,
  LogHash,
  OptionHash,
  PublicInfoHash,
  SessionRow,
  SystemHash,
} from '../../schemas/protocol/rest.ts';

/** A listener to open: where, and for TLS by which files. */
export interface ListenerRequest {
  /** `port` or `address:port`. */
  readonly bind: string;
  readonly cert?: string;
  readonly key?: string;
  readonly password?: string;
  readonly name?: string;
}

/** A listener that cannot be opened, closed or renewed (manual: LISTENER-ARG-ERROR). */
export class ListenerRefusal extends Error {
  readonly status: 400 | 404;
  constructor(message: string, status: 400 | 404 = 400) {
    super(message);
    this.name = 'ListenerRefusal';
    this.status = status;
  }
}

/** What the API needs of the process around the engine: options, sessions, listeners, logs and the end of it all. */
export interface SystemOperations {
  info(): SystemHash;
  publicInfo(): PublicInfoHash;
  options(): readonly OptionHash[];
  /** Changes all of them, or none: then the problems say why. */
  setOptions(changes: Readonly<Record<string, JsonValue>>): readonly Problem[];
  /** Writes options that were changed since the start into the options file; answers their names, or why it cannot. */
  flushOptions(): Promise<{ readonly names: readonly string[]; readonly problems: readonly Problem[] }>;
  sessions(limit: number): Promise<readonly SessionRow[]>;
  listeners(): readonly ListenerHash[];
  /** Opens one more listener; rejects with `ListenerRefusal`. */
  openListener(request: ListenerRequest): Promise<ListenerHash>;
  /** `ownPort`: the port by which the request came; its listener is not closed. */
  closeListener(idOrName: string, ownPort: number | undefined): Promise<void>;
  reloadCertificate(idOrName: string): void;
  loggers(): readonly LoggerHash[];
  /** Level of one log from now on, until the engine ends; undefined = no such log. */
  setLogLevel(type: string, id: string | undefined, level: LogLevel | undefined): LoggerHash | undefined;
  logs(): readonly LogHash[];
  rotateLogs(): Promise<void>;
  /** Follows a log by its type and, for interfaces, its id or name; undefined when there is no such log. */
  followLog(type: string, id: string | undefined, follower: LogFollower): LogSubscription | undefined;
  /** Begins the shutdown; resolves when workflows, jobs and services are stopped, before the listeners close. */
  shutdown(reason: string): Promise<void>;
}

export interface LogFollower {
  /** One or more whole lines, each with its line end. */
  lines(text: string): void;
}

export interface LogSubscription {
  /** The last lines so far, for a follower that asks for them. */
  tail(lines: number): Promise<string>;
  close(): void;
}
