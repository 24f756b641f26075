import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { resourcePath } from '../../../../server/base/resources.ts';
import { loadMigrations } from '../../../../server/engine/store/sqlite/migrations.ts';
import { openDatabase } from '../../../../server/engine/store/sqlite/open-database.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import { createOrder, installSample } from './sample.ts';
import { temporaryFolder } from './temporary.ts';

const clock = new FakeClock();
/** The schema version of this build. */
const current = loadMigrations().length;

test('a database is opened again with everything in it, and its ids go on', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  const first = await openSqliteStore({ file, clock });
  const { workflowId } = await installSample(first);
  const orderId = await createOrder(first, workflowId);
  await first.close();
  assert.deepEqual(readdirSync(path.dirname(file)).sort(), ['ordo.db', 'ordo.db.lock']);
  const second = await openSqliteStore({ file, clock });
  assert.equal((await second.loadOrder(orderId))?.orderId, orderId);
  assert.equal(second.nextOrderId(), orderId + 1);
  assert.deepEqual(await second.integrity, []);
  await second.close();
});

test('missing default errors are made anew at each start', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  const first = await openSqliteStore({ file, clock });
  await first.deleteErrorDefinition('SOCKET-TIMEOUT');
  await first.close();
  const second = await openSqliteStore({ file, clock });
  assert.ok((await second.loadDefinitions()).globalErrors.some(({ error }) => error === 'SOCKET-TIMEOUT'));
  await second.close();
});

test('an upgrade copies the file first and keeps what is in it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  const first = await openSqliteStore({ file, clock });
  const { workflowId } = await installSample(first);
  const orderId = await createOrder(first, workflowId);
  await first.close();

  const migrationsFolder = migrationsWith(folder, 'ALTER TABLE workflow_instance ADD COLUMN shade TEXT;');
  const second = await openSqliteStore({ file, clock, migrationsFolder });
  assert.equal(second.schemaVersion, current + 1);
  assert.equal((await second.loadOrder(orderId))?.orderId, orderId);
  await second.close();

  const backup = `${file}.v${current}.backup`;
  assert.equal(statSync(backup).mode & 0o777, 0o600);
  const copy = await openSqliteStore({ file: backup, clock });
  assert.equal(copy.schemaVersion, current);
  assert.equal((await copy.loadOrder(orderId))?.orderId, orderId);
  await copy.close();
});

test('an upgrade that fails leaves the file as it was, with a copy beside it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  await (await openSqliteStore({ file, clock })).close();
  const migrationsFolder = migrationsWith(folder, 'CREATE TABLE half (a); CREATE TABLE workflows (again);');
  await assert.rejects(openSqliteStore({ file, clock, migrationsFolder }), /workflows already exists/);
  await (await openSqliteStore({ file, clock })).close();
  const db = openDatabase(file, 'reader');
  assert.equal(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get(), 0);
  db.close();
  assert.ok(existsSync(`${file}.v${current}.backup`));
});

test('no upgrade without a copy', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  await (await openSqliteStore({ file, clock })).close();
  mkdirSync(`${file}.v${current}.backup.tmp`);
  const migrationsFolder = migrationsWith(folder, 'CREATE TABLE more (a);');
  await refused(openSqliteStore({ file, clock, migrationsFolder }), 'ORDO-STORE-008', /was not upgraded/);
  await (await openSqliteStore({ file, clock })).close();
});

test('a newer file is refused with both versions and the copy named', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  const migrationsFolder = migrationsWith(folder, 'CREATE TABLE more (a);');
  await (await openSqliteStore({ file, clock, migrationsFolder })).close();
  const before = readFileSync(file);
  const problem = new RegExp(
    `has schema version ${current + 1}, .* up to ${current}\\. .*ordo\\.db\\.v${current}\\.backup`,
  );
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-002', problem);
  assert.ok(readFileSync(file).equals(before), 'the file is as it was');
});

test('a file of another build is refused, another comment is not another build', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  await (await openSqliteStore({ file, clock })).close();
  const commented = migrationsWith(folder, undefined, (sql) => `-- another comment\n${sql}\n\n`);
  await (await openSqliteStore({ file, clock, migrationsFolder: commented })).close();
  const changed = migrationsWith(folder, undefined, (sql) => `${sql}\nCREATE TABLE extra (a);`);
  await refused(
    openSqliteStore({ file, clock, migrationsFolder: changed }),
    'ORDO-STORE-007',
    /000001_foundation differs/,
  );
});

test('a file that is no database is refused and left alone', async (t) => {
  const file = path.join(temporaryFolder(t), 'notes.txt');
  writeFileSync(file, 'my notes, not a database at all');
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-003', /notes\.txt is not an SQLite database/);
  assert.equal(readFileSync(file, 'utf8'), 'my notes, not a database at all');
});

test('a folder in place of the file is refused', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  mkdirSync(file);
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-003', /not an SQLite database/);
});

test('a database of another program is refused and not changed', async (t) => {
  const file = path.join(temporaryFolder(t), 'photos.db');
  writeFileSync(file, '');
  openDatabase(file, 'writer').exec('CREATE TABLE photos (name)').close();
  const before = readFileSync(file);
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-005', /photos\.db is a database of another program/);
  assert.ok(readFileSync(file).equals(before));
});

test('a folder that cannot be written names the cause', async () => {
  // /proc takes no files, not even from the superuser.
  const file = process.platform === 'linux' ? '/proc/ordo/ordo.db' : '/dev/null/ordo.db';
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-006', /cannot be opened for writing: E\w+/);
});

test('a refused file is free for the next attempt', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  writeFileSync(file, 'not a database, but soon moved away');
  await refused(openSqliteStore({ file, clock }), 'ORDO-STORE-003', /./);
  writeFileSync(file, '');
  await (await openSqliteStore({ file, clock })).close();
});

async function refused(opening: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(opening, (error: Error & { problem?: { code: string } }) => {
    assert.equal(error.problem?.code, code, error.stack);
    assert.match(error.message, message);
    return true;
  });
}

/** A folder of migrations: ours, perhaps changed, and one more. */
function migrationsWith(folder: string, more: string | undefined, change = (sql: string): string => sql): string {
  const target = path.join(folder, `sql-${readdirSync(folder).length}`);
  cpSync(resourcePath('sql', 'sqlite'), target, { recursive: true });
  const [first = ''] = readdirSync(target);
  writeFileSync(path.join(target, first), change(readFileSync(path.join(target, first), 'utf8')));
  if (more !== undefined) writeFileSync(path.join(target, `${String(current + 1).padStart(6, '0')}_more.sql`), more);
  return target;
}
