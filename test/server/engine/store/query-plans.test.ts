import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { applyMigrations, loadMigrations } from '../../../../server/engine/store/sqlite/migrations.ts';
import { openDatabase, type Sqlite } from '../../../../server/engine/store/sqlite/open-database.ts';
import { prepareLoadStatements } from '../../../../server/engine/store/sqlite/load-order.ts';
import { prepareWaitingStatements } from '../../../../server/engine/store/sqlite/waiting-orders.ts';
import { temporaryFolder } from './temporary.ts';

test('what the engine asks while it works never reads a whole table', (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  writeFileSync(file, '');
  const db = openDatabase(file, 'writer');
  applyMigrations(db, loadMigrations(), 0);
  const statements = { ...prepareWaitingStatements(db), ...prepareLoadStatements(db) };
  for (const [name, statement] of Object.entries(statements)) {
    const scans = planOf(db, statement.source).filter((line) => /^SCAN (?!\(|\d|CONSTANT)/.test(line));
    assert.deepEqual(scans, [], name);
  }
  db.close();
});

function planOf(db: Sqlite, sql: string): readonly string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map((match) => match[1] ?? '');
  const values: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const places = (sql.match(/\?/g) ?? []).map(() => 0);
  const rows = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  return (places.length > 0 ? rows.all(...places) : rows.all(values)).map((row) => row.detail);
}
