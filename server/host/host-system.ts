import os from 'node:os';
import type { JsonValue } from '../../schemas/model/data.ts';
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
import { writeOptions } from '../engine/options/write-options.ts';
import { apiVersion } from '../../schemas/protocol/versions.ts';
import type { LogLevel } from '../base/logger.ts';
import type { ListenerRequest, LogFollower, LogSubscription, SystemOperations } from '../api/system-operations.ts';
import { isoFromMicros } from '../base/clock.ts';
import { productVersion } from '../base/product-version.ts';
import type { Foundations } from './foundations.ts';
import type { ListenerSet } from './listener-set.ts';
import type { StartOptions } from './read-config.ts';

/** The process around the engine, as the API sees it. */
export class HostSystem implements SystemOperations {
  readonly #start: StartOptions;
  readonly #foundations: Foundations;
  readonly #startedAt: string;
  readonly #stop: (reason: string) => { readonly interfacesStopped: Promise<void> };
  #listeners: ListenerSet | undefined;
  #url = '';

  constructor(
    start: StartOptions,
    foundations: Foundations,
    startedMicros: number,
    stop: (reason: string) => { readonly interfacesStopped: Promise<void> },
  ) {
    this.#start = start;
    this.#foundations = foundations;
    this.#startedAt = isoFromMicros(startedMicros);
    this.#stop = stop;
  }

  /** Tells where the engine listens, once it does. */
  listening(listeners: ListenerSet, url: string): void {
    this.#listeners = listeners;
    this.#url = url;
  }

  info(): SystemHash {
    return {
      'instance-key': this.#start.instanceKey,
      'session-id': this.#foundations.sessionId,
      'omq-version': productVersion(),
      'datamodel-version': String(this.#foundations.store.schemaVersion),
      'omq-driver': 'sqlite',
      starttime: this.#startedAt,
      hostname: os.hostname(),
      pid: process.pid,
      profile: this.#start.options.profile,
      'api-version': apiVersion,
      database: this.#foundations.database,
    };
  }

  publicInfo(): PublicInfoHash {
    return {
      'instance-key': this.#start.instanceKey,
      'omq-version': productVersion(),
      noauth: false,
      edition: 'Ordo',
      'api-version': apiVersion,
    };
  }

  options(): readonly OptionHash[] {
    return this.#start.options.describe();
  }

  setOptions(changes: Readonly<Record<string, JsonValue>>): readonly Problem[] {
    const problems = this.#start.options.set(changes);
    if (problems.length === 0) {
      this.#foundations.logs.component('audit').info(`Options set: ${Object.keys(changes).join(', ')}`);
    }
    return problems;
  }

  async flushOptions(): Promise<{ readonly names: readonly string[]; readonly problems: readonly Problem[] }> {
    const { options, optionsFile } = this.#start;
    const changed = options.changed();
    const problems = await writeOptions(optionsFile, changed);
    return { names: [...changed.keys()], problems };
  }

  async sessions(limit: number): Promise<readonly SessionRow[]> {
    const rows = await this.#foundations.store.sessions(limit);
    // A session is opened before the listeners are, so only this process knows where its own ended up.
    return rows.map((row) => (row.id === this.#foundations.sessionId ? { ...row, url: this.#url } : row));
  }

  listeners(): readonly ListenerHash[] {
    return this.#listeners?.hashes() ?? [];
  }

  async openListener(request: ListenerRequest): Promise<ListenerHash> {
    const hash = await this.#opened().add(request);
    this.#foundations.logs.component('qorus-core').info(`Listening: ${hash.desc}.`);
    return hash;
  }

  async closeListener(idOrName: string, ownPort: number | undefined): Promise<void> {
    await this.#opened().close(idOrName, ownPort);
    this.#foundations.logs.component('qorus-core').info(`Listener ${idOrName} is closed.`);
  }

  reloadCertificate(idOrName: string): void {
    this.#opened().reload(idOrName);
  }

  loggers(): readonly LoggerHash[] {
    return this.#foundations.logs.loggers();
  }

  setLogLevel(type: string, id: string | undefined, level: LogLevel | undefined): LoggerHash | undefined {
    return this.#foundations.logs.setLevel(type, id, level);
  }

  #opened(): ListenerSet {
    if (this.#listeners === undefined) throw new Error('The engine does not listen yet');
    return this.#listeners;
  }

  logs(): readonly LogHash[] {
    return this.#foundations.logs.list();
  }

  rotateLogs(): Promise<void> {
    return this.#foundations.logs.rotate();
  }

  followLog(type: string, id: string | undefined, follower: LogFollower): LogSubscription | undefined {
    return this.#foundations.logs.follow(type, id, follower);
  }

  shutdown(reason: string): Promise<void> {
    return this.#stop(reason).interfacesStopped;
  }
}
