import type { Clock, Timer } from '../../../base/clock.ts';
import { faultPoint } from '../../../base/fault-points.ts';
import type { Logger } from '../../../base/logger.ts';
import { StoreUnavailable } from '../store.ts';
import { openDatabase, type Sqlite, type Statement } from './open-database.ts';
import { Sequences, type SequenceName } from './sequences.ts';
import { storageFailureOf } from './storage-errors.ts';

/** One piece of work of a transaction. `apply` may run more than once and has no effect but on the database. */
interface Work {
  /** Part of the names of its fault points. */
  readonly name: string;
  apply(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Ready; waiting for another process's lock; or unable to write until the cause is mended. */
export type Availability = 'ready' | 'waiting' | 'unavailable';

export interface WriterOptions<Prepared> {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Statements for the life of a connection. */
  prepare(db: Sqlite, sequences: Sequences): Prepared;
  /** Called after each commit; must not throw. */
  onCommit(): void;
}

/** More than this in one transaction would make the first of them wait noticeably longer. */
const largestGroup = 2000;
const busyRetryMs = 20;
const waitingAfterMs = 5000;
const reopenAfterMs = 500;

/**
 * The one connection that writes. Work handed in during one turn of the event loop shares a transaction, and its callers
 * are released together after its flush (design: commit rule). Work that fails by itself is rejected alone.
 */
export class Writer<Prepared> {
  readonly #options: WriterOptions<Prepared>;
  readonly #listeners = new Set<(availability: Availability) => void>();
  #connection: Connection<Prepared> | undefined;
  readonly #sequences: Sequences;
  #queue: Work[] = [];
  #flushIsDue = false;
  #availability: Availability = 'ready';
  #timer: Timer | undefined;
  #busySince: number | undefined;
  #commitCount = 0;
  #isClosing = false;

  constructor(options: WriterOptions<Prepared>) {
    this.#options = options;
    const db = openDatabase(options.file, 'writer');
    this.#sequences = new Sequences(db);
    this.#connection = connect(db, options.prepare(db, this.#sequences));
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

  /** Commits what is waiting and closes; work that cannot be written by then is rejected. */
  async close(): Promise<void> {
    this.#isClosing = true;
    while (this.#queue.length > 0) await this.#barrier();
    this.#timer?.cancel();
    if (this.#connection === undefined) return;
    this.#giveIdsBack(this.#connection);
    this.#connection.db.close();
    this.#connection = undefined;
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

  #giveIdsBack({ begin, commit }: Connection<Prepared>): void {
    try {
      begin.run();
      this.#sequences.giveBack();
      commit.run();
    } catch (error) {
      // Then the next start counts on from the end of the block: ids are skipped, never given twice.
      this.#options.log.debug(`Unused ids are not given back: ${String(error)}`);
    }
  }

  #open(): Connection<Prepared> {
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

  #commit(group: readonly Work[]): void {
    let outcomes: readonly Outcome[];
    try {
      outcomes = this.#applyTogether(group) ?? this.#applyEach(group);
    } catch (error) {
      this.#rollback();
      if (storageFailureOf(error) === 'busy' && !this.#isGivingUp()) this.#waitForLock(group);
      else this.#fail(group, error);
      return;
    }
    this.#busySince = undefined;
    this.#setAvailability('ready');
    this.#options.onCommit();
    outcomes.forEach((outcome, index) => settle(group[index], outcome));
  }

  /** The usual way; undefined when one of several failed by itself, and nothing was recorded. */
  #applyTogether(group: readonly Work[]): readonly Outcome[] | undefined {
    this.#open().begin.run();
    const outcomes: Outcome[] = [];
    for (const work of group) {
      const outcome = attempt(work);
      outcomes.push(outcome);
      if (!('error' in outcome)) continue;
      this.#rollback();
      return group.length === 1 ? outcomes : undefined;
    }
    this.#finish(group);
    return outcomes;
  }

  /** Each in a savepoint, so that one that fails takes no other with it. */
  #applyEach(group: readonly Work[]): readonly Outcome[] {
    const connection = this.#open();
    connection.begin.run();
    const outcomes = group.map((work) => {
      connection.savepoint.run();
      const outcome = attempt(work);
      if ('error' in outcome) connection.rollbackToSavepoint.run();
      connection.releaseSavepoint.run();
      return outcome;
    });
    this.#finish(group);
    return outcomes;
  }

  #finish(group: readonly Work[]): void {
    this.#sequences.renew();
    for (const { name } of group) faultPoint(`store.before-commit.${name}`);
    faultPoint('store.before-commit');
    this.#open().commit.run();
    this.#commitCount += 1;
    this.#sequences.committed();
    for (const { name } of group) faultPoint(`store.after-commit.${name}`);
    faultPoint('store.after-commit');
  }

  #rollback(): void {
    const connection = this.#connection;
    // Some failures (a full disk) have ended the transaction already.
    if (connection?.db.inTransaction === true) connection.rollback.run();
    this.#sequences.rolledBack();
  }

  #setIdsAside(name: SequenceName): void {
    const { begin, commit } = this.#open();
    try {
      begin.run();
      this.#sequences.extend(name);
      commit.run();
      this.#commitCount += 1;
      this.#sequences.committed();
    } catch (error) {
      this.#rollback();
      throw storageFailureOf(error) === undefined ? error : new StoreUnavailable(error);
    }
  }

  /** Another process holds the write lock: the work waits, the event loop goes on. */
  #waitForLock(group: readonly Work[]): void {
    const now = this.#options.clock.monotonicMs();
    this.#busySince ??= now;
    if (now - this.#busySince >= waitingAfterMs) this.#setAvailability('waiting');
    this.#queue.unshift(...group);
    this.#timer = this.#options.clock.after(busyRetryMs, () => this.#flush());
  }

  /** A store that is to be closed does not wait for ever. */
  #isGivingUp(): boolean {
    const since = this.#busySince;
    return this.#isClosing && since !== undefined && this.#options.clock.monotonicMs() - since >= waitingAfterMs;
  }

  /** Nothing of the group is acknowledged, and the connection is not trusted any more: its last flush may have failed. */
  #fail(group: readonly Work[], error: unknown): void {
    const isStorage = storageFailureOf(error) !== undefined;
    const failed = [...group, ...this.#queue.splice(0)];
    this.#busySince = undefined;
    this.#disconnect();
    this.#setAvailability('unavailable');
    this.#options.log.error(`The store cannot write: ${String(error)}`);
    for (const work of failed) work.reject(isStorage ? new StoreUnavailable(error) : error);
    this.#timer = this.#options.clock.after(reopenAfterMs, () => this.#reopen());
  }

  /** Opens a new connection and proves by a commit that it can write. */
  #reopen(): void {
    if (this.#isClosing) return;
    try {
      const db = openDatabase(this.#options.file, 'writer');
      this.#sequences.reconnect(db);
      this.#connection = connect(db, this.#options.prepare(db, this.#sequences));
      this.#connection.begin.run();
      this.#sequences.writeAgain();
      this.#connection.commit.run();
    } catch (error) {
      this.#options.log.debug(`The store still cannot write: ${String(error)}`);
      this.#disconnect();
      this.#timer = this.#options.clock.after(reopenAfterMs, () => this.#reopen());
      return;
    }
    this.#options.log.info('The store can write again.');
    this.#setAvailability('ready');
  }

  #disconnect(): void {
    try {
      this.#connection?.db.close();
    } catch (error) {
      this.#options.log.debug(`Closing the failed connection: ${String(error)}`);
    }
    this.#connection = undefined;
  }

  #setAvailability(availability: Availability): void {
    if (this.#availability === availability) return;
    this.#availability = availability;
    for (const listener of this.#listeners) listener(availability);
  }
}

interface Connection<Prepared> {
  readonly db: Sqlite;
  readonly prepared: Prepared;
  readonly begin: Statement;
  readonly commit: Statement;
  readonly rollback: Statement;
  readonly savepoint: Statement;
  readonly rollbackToSavepoint: Statement;
  readonly releaseSavepoint: Statement;
}

function connect<Prepared>(db: Sqlite, prepared: Prepared): Connection<Prepared> {
  return {
    db,
    prepared,
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    savepoint: db.prepare('SAVEPOINT work'),
    rollbackToSavepoint: db.prepare('ROLLBACK TO work'),
    releaseSavepoint: db.prepare('RELEASE work'),
  };
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** Applies one piece; a failure of the storage concerns all of them and is thrown. */
function attempt(work: Work): Outcome {
  try {
    return { result: work.apply() };
  } catch (error) {
    if (storageFailureOf(error) !== undefined) throw error;
    return { error };
  }
}

function settle(work: Work | undefined, outcome: Outcome): void {
  if ('error' in outcome) work?.reject(outcome.error);
  else work?.resolve(outcome.result);
}
