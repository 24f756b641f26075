import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourcePath } from '../../../base/resources.ts';
import type { Sqlite } from './open-database.ts';
import { storageFailureOf } from './storage-errors.ts';

/** One numbered file of `sql/sqlite`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Of the statements without comments and layout, so that a better comment is no other migration. */
  readonly hash: string;
}

/** Marks a file as ours in its header: "ORDO". */
export const applicationId = 0x4f52444f;

/** The migrations that come with this product, by number. */
export function loadMigrations(folder: string = resourcePath('sql', 'sqlite')): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d{6}_.+\.sql$/.test(file))
    .sort()
    .map((file) => readMigration(path.join(folder, file)));
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error(`${migration.name}: migrations must be numbered without gaps`);
  });
  return migrations;
}

/** Applies what the file does not have yet, in one transaction. Its version must have been checked before. */
export function applyMigrations(db: Sqlite, migrations: readonly Migration[], now: number): void {
  const pending = migrations.filter((migration) => migration.version > schemaVersionOf(db));
  if (pending.length === 0) return;
  db.exec('BEGIN EXCLUSIVE');
  try {
    db.exec(migrationTable);
    const record = db.prepare('INSERT INTO schema_migrations (version, name, hash, applied) VALUES (?, ?, ?, ?)');
    for (const migration of pending) {
      applyMigration(db, migration);
      record.run(migration.version, migration.name, migration.hash, now);
    }
    db.pragma(`user_version = ${migrations.length}`);
    db.pragma(`application_id = ${applicationId}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** What is wrong with the statements themselves is our fault, not the file's. */
function applyMigration(db: Sqlite, migration: Migration): void {
  try {
    db.exec(migration.sql);
  } catch (error) {
    if (storageFailureOf(error) !== undefined) throw error;
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** The number of the last migration in the file; 0 = an empty file. */
export function schemaVersionOf(db: Sqlite): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Versions whose statements differ from those that made this file: it comes from another build of the product. */
export function differingMigrations(db: Sqlite, migrations: readonly Migration[]): readonly string[] {
  const applied = db.prepare('SELECT version, hash FROM schema_migrations').all() as {
    version: number;
    hash: string;
  }[];
  return applied
    .filter(({ version, hash }) => migrations[version - 1]?.hash !== hash)
    .map(({ version }) => migrations[version - 1]?.name ?? String(version));
}

const migrationTable = `
CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  applied INTEGER NOT NULL
) STRICT`;

function readMigration(file: string): Migration {
  const sql = readFileSync(file, 'utf8');
  const statements = sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim();
  return {
    version: Number(path.basename(file).slice(0, 6)),
    name: path.basename(file, '.sql'),
    sql,
    hash: createHash('sha256').update(statements).digest('hex'),
  };
}
