import type { Database } from 'better-sqlite3';

/** One setting of a connection: what is set and what SQLite must answer when asked. */
export interface PragmaSetting {
  readonly name: string;
  readonly value: string | number;
  readonly expected: string | number;
}

/**
 * Pages of the write-ahead log after which a commit checkpoints by itself. Higher than SQLite's 1000, because the idle
 * checkpoint normally comes first (performance: 3.1, rule 7).
 */
export const autoCheckpointPages = 4000;
/**
 * How long a statement blocks the event loop when another process holds the write lock. Longer waits are
 * made between attempts, where everything else goes on.
 */
const busyTimeoutMs = 5;

const common: readonly PragmaSetting[] = [
  { name: 'busy_timeout', value: busyTimeoutMs, expected: busyTimeoutMs },
  { name: 'foreign_keys', value: 'ON', expected: 1 },
  { name: 'trusted_schema', value: 'OFF', expected: 0 },
  { name: 'cell_size_check', value: 'ON', expected: 1 },
  { name: 'mmap_size', value: 0, expected: 0 },
  { name: 'temp_store', value: 'MEMORY', expected: 2 },
];

/** What a connection that writes must have; `synchronous` is per connection and the log's default would be NORMAL. */
export const writerPragmas: readonly PragmaSetting[] = [
  ...common,
  { name: 'journal_mode', value: 'WAL', expected: 'wal' },
  { name: 'synchronous', value: 'FULL', expected: 2 },
  // A flush reaches the medium on macOS only with these.
  { name: 'fullfsync', value: 'ON', expected: 1 },
  { name: 'checkpoint_fullfsync', value: 'ON', expected: 1 },
  { name: 'secure_delete', value: 'ON', expected: 1 },
  { name: 'wal_autocheckpoint', value: autoCheckpointPages, expected: autoCheckpointPages },
  { name: 'journal_size_limit', value: 64 * 1024 * 1024, expected: 64 * 1024 * 1024 },
  { name: 'cache_size', value: -65536, expected: -65536 },
];

/** What a connection that only answers questions must have. */
export const readerPragmas: readonly PragmaSetting[] = [
  ...common,
  { name: 'query_only', value: 'ON', expected: 1 },
  { name: 'cache_size', value: -16384, expected: -16384 },
];

/** Sets each pragma and reads it back; a build of SQLite that ignores one must not go unnoticed. */
export function applyPragmas(db: Database, settings: readonly PragmaSetting[]): void {
  for (const { name, value } of settings) db.pragma(`${name} = ${value}`);
  for (const { name, expected } of settings) {
    const actual: unknown = db.pragma(name, { simple: true });
    if (actual !== expected) {
      throw new Error(`SQLite answers ${name} = ${String(actual)} where ${expected} was set`);
    }
  }
}
