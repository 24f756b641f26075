import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { StoreOpenError } from '../store-problems.ts';

/** The first bytes of every SQLite file. */
const magic = Buffer.from('SQLite format 3\0', 'latin1');

/** The database's path without symbolic links, so that two names of one file meet in one lock. Makes the folder (mode 700). */
export function resolveDatabaseFile(file: string): string {
  return orRefuse(file, () => {
    makeFolder(path.dirname(path.resolve(file)));
    return existsSync(file) ? realpathSync(file) : path.join(realpathSync(path.dirname(file)), path.basename(file));
  });
}

/** Part by part: Node's own recursive form does not return where a file system answers ENOENT to a new folder (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Makes sure that there is a file for its owner alone (mode 600; -wal and -shm take it over) and that it looks like a
 * database. Call it under the owner lock and before any connection: closing a descriptor of the file would drop SQLite's locks.
 */
export function prepareDatabaseFile(file: string): { readonly size: number } {
  return orRefuse(file, () => {
    if (!existsSync(file)) createDatabaseFile(file);
    const stats = statSync(file);
    if (!stats.isFile()) throw new StoreOpenError('ORDO-STORE-003', { file });
    chmodSync(file, 0o600);
    if (stats.size > 0 && !startsLikeDatabase(file)) throw new StoreOpenError('ORDO-STORE-003', { file });
    return { size: stats.size };
  });
}

function createDatabaseFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
  syncFolder(path.dirname(file));
}

/** Makes a new name in the folder survive a power cut; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function startsLikeDatabase(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(magic.length);
    readSync(descriptor, start, 0, start.length, 0);
    return start.equals(magic);
  } finally {
    closeSync(descriptor);
  }
}

function orRefuse<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError('ORDO-STORE-006', { file, cause: (error as Error).message }, error);
  }
}
