import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openDatabase, type Sqlite } from '../../../../server/engine/store/sqlite/open-database.ts';
import { Sequences } from '../../../../server/engine/store/sqlite/sequences.ts';
import { temporaryFolder } from './temporary.ts';

const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('take' as const), count: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('transaction' as const), commits: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('close' as const) }) },
);

test('no id is given twice, whatever is committed, rolled back, crashes or closes in between', (t) => {
  const file = path.join(temporaryFolder(t), 'ids.db');
  writeFileSync(file, '');
  const db = openDatabase(file, 'writer');
  db.pragma('synchronous = OFF');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      db.exec('DROP TABLE IF EXISTS sequences; CREATE TABLE sequences (name TEXT PRIMARY KEY, next INTEGER)');
      const given: number[] = [];
      let sequences = connected(db);
      for (const each of events) {
        if (each.type === 'take') given.push(...takeMany(db, sequences, each.count));
        else if (each.type === 'transaction') renew(db, sequences, each.commits);
        else {
          if (each.type === 'close') transact(db, () => sequences.giveBack());
          sequences = connected(db);
        }
      }
      assert.equal(new Set(given).size, given.length);
      assert.deepEqual(
        given,
        [...given].sort((a, b) => a - b),
      );
    }),
    { numRuns: 100 },
  );
  db.close();
});

function connected(db: Sqlite): Sequences {
  const sequences = new Sequences();
  sequences.connect(db);
  return sequences;
}

/** As the writer does it: a block that is used up is replaced by a commit of its own. */
function takeMany(db: Sqlite, sequences: Sequences, count: number): number[] {
  return Array.from({ length: count }, () => {
    if (sequences.isExhausted('order')) {
      transact(db, () => sequences.extend('order'));
      sequences.committed();
    }
    return sequences.take('order');
  });
}

/** Ids are also taken inside of transactions that may be rolled back; those ids are then not used by anyone. */
function renew(db: Sqlite, sequences: Sequences, commits: boolean): void {
  db.exec('BEGIN');
  sequences.takeInTransaction('note');
  sequences.renew();
  db.exec(commits ? 'COMMIT' : 'ROLLBACK');
  if (commits) sequences.committed();
  else sequences.rolledBack();
}

function transact(db: Sqlite, apply: () => void): void {
  db.exec('BEGIN');
  apply();
  db.exec('COMMIT');
}
