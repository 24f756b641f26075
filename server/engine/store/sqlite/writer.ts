import type { Clock, Timer } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import { StoreUnavailable } from '../store.ts';
import { fileIdentity, FileReplaced } from './file-identity.ts';
import type { Sqlite } from './open-database.ts';
import { Sequences, type SequenceName } from './sequences.ts';
import { storageFailureOf } from './storage-errors.ts';
import { WriterConnection, type Outcome, type Work } from './writer-connection.ts';

/** Ready; waiting for another process's lock; or unable to write until the cause is mended. */
export type Availability = 'ready' | 'waiting' | 'unavailable';

export interface WriterOptions<Prepared> {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Statements for the life of a connection. */
  readonly prepare: (db: Sqlite, sequences: Sequences) => Prepared;
  /** Called after each commit; must not throw. */
  onCommit(): void;
}

interface QueuedWork extends Work {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** More than this in one transaction would make the first of them wait noticeably longer. */
const largestGroup = 2000;
/** Between attempts while another process holds the lock; doubled up to the longest. */
const shortestBusyWaitMs = 25;
const longestBusyWaitMs = 200;
const waitingAfterMs = 5000;
const reopenAfterMs = 500;

/**
 * The one connection that writes. Work handed in during one turn of the event loop shares a transaction, and its callers
 * are released together after its flush (design: commit rule). Work that fails by itself is rejected alone.
 */
export class Writer<Prepared> {
  readonly #options: WriterOptions<Prepared>;
  readonly #listeners = new Set<(availability: Availability) => void>();
  readonly #identity: string | undefined;
  readonly #sequences = new Sequences();
  #connection: WriterConnection<Prepared> | undefined;
  #queue: QueuedWork[] = [];
  #flushIsDue = false;
  #availability: Availability = 'ready';
  #timer: Timer | undefined;
  #busySince: number | undefined;
  #busyWaitMs = shortestBusyWaitMs;
  #commitCount = 0;
  #isClosing = false;

  constructor(options: WriterOptions<Prepared>) {
    this.#options = options;
    this.#identity = fileIdentity(options.file);
    this.#connection = WriterConnection.open(options.file, this.#sequences, options.prepare);
  }

  get commitCount(): number {
    return this.#commitCount;
  }

  get availability(): Availability {
    return this.#availability;
  }

  /** The statements of the open connection; reading by them sees what is committed. */
  get prepared(): Prepared {
    return this.#open().prepared;
  }

  get db(): Sqlite {
    return this.#open().db;
  }

  onAvailability(listener: (availability: Availability) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with what `apply` answered when it is on disk; `apply` gets the statements and the database. */
  add<T>(name: string, apply: (prepared: Prepared, db: Sqlite) => T): Promise<T> {
    if (this.#isClosing) return Promise.reject(new StoreUnavailable('it is closed'));
    if (this.#availability === 'unavailable') return Promise.reject(new StoreUnavailable('it waits for storage'));
    const result = new Promise<unknown>((resolve, reject) => {
      this.#queue.push({ name, apply: () => apply(this.prepared, this.db), resolve, reject });
    });
    this.#scheduleFlush();
    return result as Promise<T>;
  }

  /** Resolves when all that was handed in before is committed or rejected. */
  async settled(): Promise<void> {
    if (this.#queue.length > 0) await this.#barrier();
  }

  /** Takes an id in memory; only when a block is used up within one turn is one set aside by a commit of its own. */
  nextId(name: SequenceName): number {
    if (this.#sequences.isExhausted(name)) this.#setIdsAside(name);
    return this.#sequences.take(name);
  }

  /** Stops writing when the file is no longer the one that was opened; it goes on when the file is back. */
  checkFile(): void {
    const { file } = this.#options;
    if (this.#connection !== undefined && fileIdentity(file) !== this.#identity) this.#fail([], new FileReplaced(file));
  }

  /** Commits what is waiting and closes; work that cannot be written by then is rejected. */
  async close(): Promise<void> {
    this.#isClosing = true;
    while (this.#queue.length > 0) await this.#barrier();
    this.#timer?.cancel();
    const connection = this.#connection;
    if (connection === undefined) return;
    try {
      connection.transact(() => this.#sequences.giveBack());
    } catch (error) {
      // Then the next start counts on from the end of the block: ids are skipped, never given twice.
      this.#options.log.debug(`Unused ids are not given back: ${String(error)}`);
    }
    this.#disconnect();
  }

  /** Resolves when the queue as it is now has been tried. */
  #barrier(): Promise<void> {
    const tried = new Promise<void>((resolve) => {
      const done = (): void => resolve();
      this.#queue.push({ name: 'barrier', apply: () => undefined, resolve: done, reject: done });
    });
    this.#scheduleFlush();
    return tried;
  }

  #open(): WriterConnection<Prepared> {
    if (this.#connection === undefined) throw new StoreUnavailable('it is not open');
    return this.#connection;
  }

  #scheduleFlush(): void {
    if (this.#flushIsDue || this.#busySince !== undefined) return;
    this.#flushIsDue = true;
    setImmediate(() => {
      this.#flushIsDue = false;
      this.#flush();
    });
  }

  #flush(): void {
    const group = this.#queue.splice(0, largestGroup);
    if (group.length > 0) this.#commit(group);
    if (this.#queue.length > 0) this.#scheduleFlush();
  }

  #commit(group: readonly QueuedWork[]): void {
    let outcomes: readonly Outcome[];
    try {
      outcomes = this.#open().record(group);
    } catch (error) {
      if (storageFailureOf(error) === 'busy' && !this.#isGivingUp()) this.#waitForLock(group);
      else this.#fail(group, error);
      return;
    }
    this.#committed();
    outcomes.forEach((outcome, index) => settle(group[index], outcome));
  }

  #committed(): void {
    this.#commitCount += 1;
    this.#busySince = undefined;
    this.#busyWaitMs = shortestBusyWaitMs;
    this.#setAvailability('ready');
    this.#options.onCommit();
  }

  #setIdsAside(name: SequenceName): void {
    try {
      this.#open().transact(() => this.#sequences.extend(name));
    } catch (error) {
      throw storageFailureOf(error) === undefined ? error : new StoreUnavailable(error);
    }
    this.#committed();
  }

  /** Another process holds the write lock: the work waits, the event loop goes on. */
  #waitForLock(group: readonly QueuedWork[]): void {
    const now = this.#options.clock.monotonicMs();
    this.#busySince ??= now;
    if (now - this.#busySince >= waitingAfterMs) this.#setAvailability('waiting');
    this.#queue.unshift(...group);
    this.#timer = this.#options.clock.after(this.#busyWaitMs, () => this.#flush());
    this.#busyWaitMs = Math.min(this.#busyWaitMs * 2, longestBusyWaitMs);
  }

  /** A store that is to be closed does not wait for ever. */
  #isGivingUp(): boolean {
    const since = this.#busySince;
    return this.#isClosing && since !== undefined && this.#options.clock.monotonicMs() - since >= waitingAfterMs;
  }

  /** Nothing of the group is acknowledged, and the connection is not trusted any more: its last flush may have failed. */
  #fail(group: readonly QueuedWork[], error: unknown): void {
    const failed = [...group, ...this.#queue.splice(0)];
    this.#busySince = undefined;
    this.#disconnect();
    this.#setAvailability('unavailable');
    this.#options.log.error(`The store cannot write: ${String(error)}`);
    for (const work of failed) work.reject(new StoreUnavailable(error));
    this.#reopenLater();
  }

  #reopenLater(): void {
    if (!this.#isClosing) this.#timer = this.#options.clock.after(reopenAfterMs, () => this.#reopen());
  }

  /**
   * Opens a new connection and proves by a commit that it can write. That commit also takes the place of what a failed flush may
   * have left in the log, so that a decision that was refused does not come to light after a later crash.
   */
  #reopen(): void {
    const { file, log, prepare } = this.#options;
    try {
      if (fileIdentity(file) !== this.#identity) throw new FileReplaced(file);
      this.#connection = WriterConnection.open(file, this.#sequences, prepare);
      this.#connection.transact(() => this.#sequences.writeAgain());
    } catch (error) {
      log.debug(`The store still cannot write: ${String(error)}`);
      this.#disconnect();
      this.#reopenLater();
      return;
    }
    log.info('The store can write again.');
    this.#setAvailability('ready');
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    try {
      connection?.close();
    } catch (error) {
      this.#options.log.debug(`Closing the connection: ${String(error)}`);
    }
  }

  #setAvailability(availability: Availability): void {
    if (this.#availability === availability) return;
    this.#availability = availability;
    for (const listener of this.#listeners) listener(availability);
  }
}

function settle(work: QueuedWork | undefined, outcome: Outcome): void {
  if ('error' in outcome) work?.reject(outcome.error);
  else work?.resolve(outcome.result);
}
