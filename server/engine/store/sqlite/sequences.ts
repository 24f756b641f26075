import type { Sqlite, Statement } from './open-database.ts';

/** Ids that are taken in memory, from blocks that the database has set aside. */
export const sequenceNames = ['order', 'error', 'note', 'audit'] as const;
export type SequenceName = (typeof sequenceNames)[number];

interface Block {
  /** The next id to give. */
  next: number;
  /** Ids below this are set aside on disk: after a crash counting goes on from here. */
  limit: number;
  /** What `limit` becomes when the running transaction commits. */
  pending: number;
  size: number;
}

const firstBlock = 32;
const largestBlock = 8192;

/**
 * Gives ids without asking the database, and never one twice: a block is set aside on disk before any of its ids is given.
 * Blocks are renewed inside commits that happen anyway, so that they cost no flush of their own, and grow while ids are
 * taken quickly. A crash loses the rest of a block; a clean close gives it back.
 */
export class Sequences {
  #write: Statement | undefined;
  readonly #blocks = new Map<SequenceName, Block>();

  /** Takes up a connection: the first, or a new one after a failure. Ids given so far stay given. */
  connect(db: Sqlite): void {
    this.#write = db.prepare(
      'INSERT INTO sequences (name, next) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET next = excluded.next',
    );
    for (const name of sequenceNames) if (!this.#blocks.has(name)) this.#blocks.set(name, readBlock(db, name));
    this.rolledBack();
  }

  /** True when the next `take` needs `renew` in a transaction first. */
  isExhausted(name: SequenceName): boolean {
    const block = this.#block(name);
    return block.next >= block.pending;
  }

  take(name: SequenceName): number {
    const block = this.#block(name);
    if (block.next >= block.pending) throw new Error(`No ids are set aside for ${name}`);
    return block.next++;
  }

  /** Inside a transaction that takes ids: sets more aside first if none are left. */
  takeInTransaction(name: SequenceName): number {
    if (this.isExhausted(name)) this.extend(name);
    return this.take(name);
  }

  /** Inside any transaction: sets more ids aside where little of a block is left. */
  renew(): void {
    for (const name of sequenceNames) {
      const block = this.#block(name);
      if (block.pending - block.next < block.size / 4) this.extend(name);
    }
  }

  committed(): void {
    for (const block of this.#blocks.values()) block.limit = block.pending;
  }

  rolledBack(): void {
    for (const block of this.#blocks.values()) block.pending = block.limit;
  }

  /** Inside a transaction: sets a block aside. */
  extend(name: SequenceName): void {
    const block = this.#block(name);
    block.pending = Math.max(block.next, block.pending) + block.size;
    block.size = Math.min(block.size * 2, largestBlock);
    this.#store(name, block.pending);
  }

  /** Inside a transaction: writes what is written already, which proves that the database takes writes. */
  writeAgain(): void {
    for (const name of sequenceNames) this.#store(name, this.#block(name).limit);
  }

  /** At a clean close, inside a transaction: the ids that were not given are free again. */
  giveBack(): void {
    for (const name of sequenceNames) this.#store(name, this.#block(name).next);
  }

  #block(name: SequenceName): Block {
    const block = this.#blocks.get(name);
    if (block === undefined) throw new Error('The sequences have no connection yet');
    return block;
  }

  #store(name: SequenceName, next: number): void {
    this.#write?.run(name, next);
  }
}

type RareSequence =
  'session' | 'release' | 'workflow' | 'step' | 'queue' | 'event' | 'job' | 'job-instance' | 'job-error';

/** Takes one id inside a transaction, for kinds that are made rarely. */
export function nextRareId(db: Sqlite, name: RareSequence): number {
  const row = db
    .prepare(
      `INSERT INTO sequences (name, next) VALUES (?, 2)
       ON CONFLICT (name) DO UPDATE SET next = next + 1 RETURNING next - 1 AS id`,
    )
    .get(name) as { id: number };
  return row.id;
}

function readBlock(db: Sqlite, name: SequenceName): Block {
  const row = db.prepare('SELECT next FROM sequences WHERE name = ?').get(name) as { next: number } | undefined;
  const next = row?.next ?? 1;
  return { next, limit: next, pending: next, size: firstBlock };
}
