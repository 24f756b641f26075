import { faultPoint } from '../../../base/fault-points.ts';
import { openDatabase, type Sqlite, type Statement } from './open-database.ts';
import type { Sequences } from './sequences.ts';
import { storageFailureOf } from './storage-errors.ts';

/** One piece of work of a transaction. `apply` may run more than once and has no effect but on the database. */
export interface Work {
  /** Part of the names of its fault points. */
  readonly name: string;
  apply(): unknown;
}

/** What became of one piece: recorded, or at fault by itself and not recorded. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/**
 * An open writing connection with the statements of its life. A failure of the storage is thrown, with everything rolled
 * back; the connection is then to be closed.
 */
export class WriterConnection<Prepared> {
  readonly db: Sqlite;
  readonly prepared: Prepared;
  readonly #sequences: Sequences;
  readonly #begin: Statement;
  readonly #commit: Statement;

  constructor(db: Sqlite, sequences: Sequences, prepared: Prepared) {
    this.db = db;
    this.prepared = prepared;
    this.#sequences = sequences;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
  }

  static open<Prepared>(
    file: string,
    sequences: Sequences,
    prepare: (db: Sqlite, sequences: Sequences) => Prepared,
  ): WriterConnection<Prepared> {
    const db = openDatabase(file, 'writer');
    try {
      sequences.connect(db);
      return new WriterConnection(db, sequences, prepare(db, sequences));
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Records all that can be recorded of a group by one commit; what fails by itself takes no other with it. */
  record(group: readonly Work[]): readonly Outcome[] {
    return this.#together(group) ?? this.#each(group);
  }

  /** One commit of its own. */
  transact(apply: () => void): void {
    this.#rollingBack(() => {
      this.#begin.run();
      apply();
      this.#commit.run();
      this.#sequences.committed();
    });
  }

  close(): void {
    this.db.close();
  }

  /** The usual way; undefined when one of several failed by itself, and nothing was recorded. */
  #together(group: readonly Work[]): readonly Outcome[] | undefined {
    return this.#rollingBack(() => {
      this.#begin.run();
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
    });
  }

  /** Each in a savepoint. */
  #each(group: readonly Work[]): readonly Outcome[] {
    return this.#rollingBack(() => {
      this.#begin.run();
      const outcomes = group.map((work) => {
        this.db.exec('SAVEPOINT work');
        const outcome = attempt(work);
        if ('error' in outcome) this.db.exec('ROLLBACK TO work');
        this.db.exec('RELEASE work');
        return outcome;
      });
      this.#finish(group);
      return outcomes;
    });
  }

  #finish(group: readonly Work[]): void {
    this.#sequences.renew();
    for (const { name } of group) faultPoint(`store.before-commit.${name}`);
    faultPoint('store.before-commit');
    this.#commit.run();
    this.#sequences.committed();
    for (const { name } of group) faultPoint(`store.after-commit.${name}`);
    faultPoint('store.after-commit');
  }

  #rollingBack<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  #rollback(): void {
    this.#sequences.rolledBack();
    try {
      // Some failures (a full disk) have ended the transaction already.
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
    } catch (error) {
      // The connection is closed next, which rolls back as well.
      if (storageFailureOf(error) === undefined) throw error;
    }
  }
}

/** Applies one piece; a failure of the storage concerns all of them and is thrown. */
function attempt(work: Work): Outcome {
  try {
    return { result: work.apply() };
  } catch (error) {
    if (storageFailureOf(error) !== undefined) throw error;
    return { error };
  }
}
