import Database from 'better-sqlite3';

/** What a failed statement says about the store. */
export type StorageFailure = 'busy' | 'unavailable';

/** Codes after which nothing can be written, whatever the decision was: full disk, I/O error, damage. */
const unavailableCodes = [
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CORRUPT',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOTADB',
  'SQLITE_NOMEM',
  'SQLITE_PROTOCOL',
] as const;
const busyCodes = ['SQLITE_BUSY', 'SQLITE_LOCKED'] as const;

/** Undefined = the statement itself is at fault (a constraint, a value), and the store is well. */
export function storageFailureOf(error: unknown): StorageFailure | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const { code } = error;
  if (busyCodes.some((busy) => code.startsWith(busy))) return 'busy';
  return unavailableCodes.some((other) => code.startsWith(other)) ? 'unavailable' : undefined;
}
