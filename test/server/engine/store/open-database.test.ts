import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../../../server/engine/store/sqlite/open-database.ts';
import { applyPragmas } from '../../../../server/engine/store/sqlite/pragmas.ts';
import { openTemporary, temporaryFolder } from './temporary.ts';

test('a writer flushes every commit, checks foreign keys and wipes what it deletes', (t) => {
  const db = openDatabase(emptyFile(temporaryFolder(t)), 'writer');
  const read = (name: string): unknown => db.pragma(name, { simple: true });
  assert.deepEqual(
    ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'trusted_schema', 'cell_size_check'].map(read),
    ['wal', 2, 1, 1, 0, 1],
  );
  assert.deepEqual(['fullfsync', 'checkpoint_fullfsync', 'wal_autocheckpoint'].map(read), [1, 1, 4000]);
  assert.ok((read('busy_timeout') as number) <= 50, 'a wait for a lock must not hold up the event loop');
  db.close();
});

test('a reader cannot write', (t) => {
  const file = emptyFile(temporaryFolder(t));
  openDatabase(file, 'writer').exec('CREATE TABLE t (a)').close();
  const db = openDatabase(file, 'reader');
  assert.throws(() => db.exec('INSERT INTO t VALUES (1)'), /readonly/);
  db.close();
});

test('a pragma that does not hold is an error', (t) => {
  const db = openDatabase(emptyFile(temporaryFolder(t)), 'writer');
  assert.throws(
    () => applyPragmas(db, [{ name: 'synchronous', value: 'NORMAL', expected: 2 }]),
    /answers synchronous = 1 where 2 was set/,
  );
  db.close();
});

test('database, log and lock are for their owner alone, also when the file was open to others', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'state', 'ordo.db');
  await openTemporary(t, { file });
  const mode = (name: string): number => statSync(name).mode & 0o777;
  assert.equal(mode(path.dirname(file)), 0o700);
  assert.deepEqual([file, `${file}-wal`, `${file}-shm`, `${file}.lock`].map(mode), [0o600, 0o600, 0o600, 0o600]);

  const open = emptyFile(folder);
  assert.notEqual(mode(open), 0o600);
  await openTemporary(t, { file: open });
  assert.equal(mode(open), 0o600);
});

function emptyFile(folder: string): string {
  const file = path.join(folder, 'empty.db');
  writeFileSync(file, '', { mode: 0o644 });
  return file;
}
