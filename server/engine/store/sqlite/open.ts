import Database from 'better-sqlite3';
import type { Clock } from '../../../base/clock.ts';
import { silentLog, type Logger } from '../../../base/logger.ts';
import { StoreOpenError } from '../store-problems.ts';
import { backUp, backupFileOf } from './backup.ts';
import { restoreDefaultErrors } from './definitions/error-rows.ts';
import { checkBeforeReadyBytes, quickCheck } from './integrity.ts';
import { applicationId, applyMigrations, differingMigrations, loadMigrations, schemaVersionOf } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { openDatabase, type Sqlite } from './open-database.ts';
import { takeOwnerLock } from './owner-lock.ts';
import { prepareDatabaseFile, resolveDatabaseFile } from './prepare-file.ts';
import { SqliteStore } from './sqlite-store.ts';
import { storageFailureOf } from './storage-errors.ts';

export interface OpenOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log?: Logger;
  /** Another set of migrations, for tests of upgrades. */
  readonly migrationsFolder?: string;
}

/**
 * Opens the store of an engine, or makes a new one: owner lock, checks, copy and migrations, in this order. Throws
 * `StoreOpenError`, whose message says cause and remedy; nothing in the file was changed then.
 */
export async function openSqliteStore(options: OpenOptions): Promise<SqliteStore> {
  const file = resolveDatabaseFile(options.file);
  const lock = takeLock(file);
  try {
    const { size } = prepareDatabaseFile(file);
    const migrations = loadMigrations(options.migrationsFolder);
    const isChecked = size <= checkBeforeReadyBytes;
    orDamaged(file, () => prepareSchema(file, migrations, isChecked, options.clock.nowMicros()));
    const { clock, log = silentLog } = options;
    return orDamaged(
      file,
      () => new SqliteStore({ file, clock, log, lock, schemaVersion: migrations.length, isChecked }),
    );
  } catch (error) {
    lock.release();
    throw error;
  }
}

function takeLock(file: string): { release(): void } {
  try {
    const lock = takeOwnerLock(`${file}.lock`);
    if (lock !== undefined) return lock;
  } catch (error) {
    throw new StoreOpenError('ORDO-STORE-006', { file, cause: (error as Error).message }, error);
  }
  throw new StoreOpenError('ORDO-STORE-001', { file });
}

function prepareSchema(file: string, migrations: readonly Migration[], check: boolean, now: number): void {
  const found = inspect(file, migrations, check);
  if (found > 0 && found < migrations.length) backUp(file, found);
  const db = openDatabase(file, 'writer');
  try {
    applyMigrations(db, migrations, now);
    restoreDefaultErrors(db, now);
  } finally {
    db.close();
  }
}

/** Looks at the file without changing it and answers its schema version. */
function inspect(file: string, migrations: readonly Migration[], check: boolean): number {
  const db = openDatabase(file, 'reader');
  try {
    const found = schemaVersionOf(db);
    refuseForeign(db, file);
    if (found > migrations.length) {
      const known = migrations.length;
      throw new StoreOpenError('ORDO-STORE-002', { file, found, known, backup: backupFileOf(file, known) });
    }
    const findings = check ? quickCheck(db) : [];
    if (findings[0] !== undefined) throw new StoreOpenError('ORDO-STORE-004', { file, finding: findings[0] });
    const differing = found === 0 ? [] : differingMigrations(db, migrations);
    if (differing.length > 0) throw new StoreOpenError('ORDO-STORE-007', { file, migrations: differing.join(', ') });
    return found;
  } finally {
    db.close();
  }
}

function refuseForeign(db: Sqlite, file: string): void {
  if (db.pragma('application_id', { simple: true }) === applicationId) return;
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number };
  if (tables.count > 0) throw new StoreOpenError('ORDO-STORE-005', { file });
}

/** Turns what SQLite says about a file that cannot be used into the problem it is. */
function orDamaged<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const { code, message } = error;
    if (code === 'SQLITE_NOTADB') throw new StoreOpenError('ORDO-STORE-003', { file }, error);
    // A statement of ours that does not fit the schema means that the schema's own text is damaged.
    const isDamaged = code.startsWith('SQLITE_CORRUPT') || storageFailureOf(error) === undefined;
    if (isDamaged) throw new StoreOpenError('ORDO-STORE-004', { file, finding: message }, error);
    throw new StoreOpenError('ORDO-STORE-006', { file, cause: message }, error);
  }
}
