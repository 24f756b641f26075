import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EditorSettings, EngineState } from '../../../schemas/protocol/editor.ts';
import type { EngineFile, LeaseAnswer } from '../../../schemas/protocol/engine-file.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { readEngineFile } from '../../api/client/engine-file.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import { instanceKeyOf, stateFolderOf } from '../../base/state-folder.ts';
import { uriOfPath } from '../uri.ts';
import { BackOff } from './back-off.ts';
import { EngineLink } from './engine-link.ts';
import { EventBatch } from './event-batch.ts';
import { LaunchFailed, launchEngine, outputFileOf } from './launch.ts';
import { waitForEnd } from './process-end.ts';

export interface EngineHostParts {
  /** Absolute path of the project folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => EditorSettings;
  readonly onState: (state: EngineState) => void;
  readonly onEvents: (events: readonly SystemEvent[], missed: boolean) => void;
}

/** Why there is no engine to talk to; the text is for people. */
export class NoEngine extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NoEngine';
  }
}

/**
 * The engine of one project folder as this window sees it: finds one that runs, starts one on first need, notices when it
 * ends, starts a crashed one again with growing pauses, and lets go of it with the window. One thing at a time.
 */
export class EngineHost implements Disposable {
  readonly #parts: EngineHostParts;
  readonly #backOff = new BackOff();
  readonly #batch: EventBatch;
  #status: EngineState['status'] = 'stopped';
  #reason: string | undefined;
  #versions: EngineState['versions'];
  #link: EngineLink | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #starting: AbortController | undefined;
  #timer: Timer | undefined;
  #disposed = false;

  constructor(parts: EngineHostParts) {
    this.#parts = parts;
    this.#batch = new EventBatch(parts.clock, parts.onEvents);
  }

  get state(): EngineState {
    const link = this.#link;
    return {
      folder: uriOfPath(this.#parts.folder),
      status: this.#status,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      ...(link === undefined ? {} : { engine: withoutToken(link.file) }),
      ...(this.#versions === undefined ? {} : { versions: this.#versions }),
      ...(this.#parts.settings().trusted ? { outputFile: outputFileOf(this.#key) } : {}),
    };
  }

  /** The client of the running engine, if there is one now. */
  get client(): EngineClient | undefined {
    return this.#link?.client;
  }

  /**
   * Begins to look, now and from time to time, for an engine that somebody else started and for the end of the attached
   * one: it may end before it took our lease, or let go of the lease well before its process has gone.
   */
  watch(): void {
    this.#timer?.cancel();
    if (this.#disposed || !this.#parts.settings().trusted) return;
    void this.#inTurn(() => this.#lookAround());
    this.#timer = this.#parts.clock.after(watchMs, () => this.watch());
  }

  /** Attaches to the running engine or starts one. Rejects with `NoEngine`. */
  async start(): Promise<EngineClient> {
    this.#backOff.reset();
    return this.#inTurn(() => this.#ensureRunning());
  }

  /** Ends the engine for every window; resolves when its process has gone. */
  async stop(): Promise<void> {
    this.#starting?.abort();
    await this.#inTurn(() => this.#stopNow());
  }

  async restart(): Promise<EngineClient> {
    await this.stop();
    return this.start();
  }

  /** Lets go of the engine without ending it. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#timer?.cancel();
    this.#starting?.abort();
    await this.#queue;
    this.#letGo();
  }

  get #key(): string {
    return instanceKeyOf(this.#parts.folder);
  }

  /** Runs one operation after the other, so that a start and a stop never cross. */
  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(operation);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #ensureRunning(): Promise<EngineClient> {
    if (!this.#parts.settings().trusted) throw new NoEngine('The engine does not start in a restricted workspace.');
    if (this.#disposed) throw new NoEngine('The window is closing.');
    if (this.#link !== undefined) return this.#link.client;
    this.#become('starting');
    this.#starting = new AbortController();
    try {
      const running = await readEngineFile(this.#key);
      return this.#attach(running ?? (await this.#launch(this.#starting.signal)));
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#starting = undefined;
    }
  }

  async #launch(signal: AbortSignal): Promise<EngineFile> {
    this.#parts.log.info(`Starting the engine of ${this.#parts.folder}`);
    const launched = await launchEngine(this.#parts.folder, this.#key, this.#parts.settings(), signal);
    void launched.exited.then(() => this.#link?.isTo(launched.file) && this.#lost());
    return launched.file;
  }

  #failed(error: unknown): NoEngine {
    const reason = error instanceof Error ? error.message : String(error);
    this.#parts.log.error(`The engine did not start: ${reason}`);
    if (error instanceof LaunchFailed && error.refused) {
      this.#become('refused', reason);
    } else {
      this.#crashed(`The engine did not start: ${reason}`);
    }
    return new NoEngine(reason);
  }

  #attach(file: EngineFile): EngineClient {
    this.#letGo();
    const link = new EngineLink(file, {
      onAnswer: (answer) => this.#compare(link, answer),
      onLost: () => this.#lost(),
      onEvents: (events) => this.#batch.add(events),
      onGap: () => this.#batch.gap(),
    });
    this.#link = link;
    this.#parts.log.info(`Attached to the engine ${file.instanceKey} at ${file.url} (process ${file.pid})`);
    this.#become('running');
    return link.client;
  }

  /** An idle engine of an older product is replaced at once; a busy one is left, and the window offers a restart. */
  #compare(link: EngineLink, answer: LeaseAnswer): void {
    if (this.#versions === answer.fit) return;
    this.#versions = answer.fit;
    this.#tell();
    if (answer.fit === 'engine-older' && answer.engineIdle && link.file.leased === true) {
      this.#parts.log.info('The engine is older than this window and idle: it is started anew');
      this.restart().catch((error: unknown) => this.#parts.log.error(`Restart failed: ${String(error)}`));
    }
  }

  async #lookAround(): Promise<void> {
    if (this.#link === undefined) await this.#attachIfRunning();
    else if (!this.#link.isHeld) await this.#findOutWhatHappened();
  }

  async #attachIfRunning(): Promise<void> {
    if (this.#link !== undefined || this.#disposed || !this.#parts.settings().trusted) return;
    const file = await readEngineFile(this.#key);
    if (file !== undefined) this.#attach(file);
  }

  #lost(): void {
    void this.#inTurn(() => this.#findOutWhatHappened());
  }

  async #findOutWhatHappened(): Promise<void> {
    const link = this.#link;
    if (link === undefined || this.#disposed) return;
    const file = await readEngineFile(this.#key);
    // A dropped connection: the client joins again by itself.
    if (file !== undefined && link.isTo(file)) return;
    if (file !== undefined) return void this.#attach(file);
    this.#become('stopping');
    await waitForEnd(link.file.pid, shutdownTimeoutMs);
    this.#letGo();
    // A graceful end removes the file; one that is still there belongs to an engine that crashed.
    if (!existsSync(path.join(stateFolderOf(this.#key), 'engine.json'))) return this.#become('stopped');
    this.#crashed('The engine ended unexpectedly.', link.file.leased === true);
  }

  #crashed(reason: string, again = true): void {
    const delay = again ? this.#backOff.nextDelayMs(this.#parts.clock.monotonicMs()) : undefined;
    this.#parts.log.error(reason);
    if (delay === undefined) return this.#become('crashed', reason);
    this.#become('crashed', `${reason} It is started again.`);
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(delay, () => {
      this.watch();
      // Failing again is reported by the state, and tried again after a longer pause.
      this.#inTurn(() => this.#ensureRunning()).catch(() => undefined);
    });
  }

  async #stopNow(): Promise<void> {
    await this.#attachIfRunning();
    const link = this.#link;
    if (link === undefined) return this.#become('stopped');
    this.#become('stopping');
    await link.client.shutdown();
    this.#letGo();
    await waitForEnd(link.file.pid, shutdownTimeoutMs);
    this.#become('stopped');
  }

  #letGo(): void {
    this.#link?.dispose();
    this.#link = undefined;
    this.#versions = undefined;
  }

  #become(status: EngineState['status'], reason?: string): void {
    this.#status = status;
    this.#reason = reason;
    this.#tell();
  }

  #tell(): void {
    if (!this.#disposed) this.#parts.onState(this.state);
  }
}

function withoutToken({ token: _token, ...rest }: EngineFile): Omit<EngineFile, 'token'> {
  return rest;
}

/** How often to look for an engine that another window or the command line started. */
const watchMs = 1_500;
const shutdownTimeoutMs = 60_000;
