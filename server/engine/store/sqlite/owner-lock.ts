import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';

export interface OwnerLock {
  release(): void;
}

/**
 * Takes the lock that says "one engine here", or answers undefined when another process (or another part of this one) has it.
 *
 * It is a SQLite file in which an exclusive transaction stays open: the operating system frees it the moment the process
 * ends, however it ends, and it stays held while the owner is merely stopped. So it is never stale and no pid is trusted.
 * The file is never opened by other means in this process: closing any descriptor of it would drop the lock (POSIX).
 */
export function takeOwnerLock(file: string): OwnerLock | undefined {
  createPrivateFile(file);
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    // Nothing is written, so that there is no journal to recover and no flush to wait for.
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { release: () => void db.close() };
}

/** Creates the file for its owner alone; an existing one is never opened (see above), only its mode is set. */
function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    chmodSync(file, 0o600);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
