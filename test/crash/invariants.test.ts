import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import Database from 'better-sqlite3';
import { resourcePath } from '../../server/base/resources.ts';
import type { LedgerLine } from '../support/end-systems.ts';
import { type Evidence, findViolations } from '../support/invariants.ts';

/** The checker must see what it is there for: each test breaks one rule in a sound database. */

const staticdata = { orderNumber: 'S-1' };
const payment = { effect: { system: 'payment', type: 'payment', reference: 'S-1/1/x' } } as unknown as LedgerLine;
const sound: Evidence = {
  acknowledged: [{ orderId: 1, staticdata }],
  ledger: [payment],
  settled: true,
  engineIsDown: true,
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ordo-invariants-'));
  file = path.join(folder, 'ordo.db');
  const db = new Database(file);
  for (const name of globSync('*.sql', { cwd: resourcePath('sql', 'sqlite') }).sort()) {
    if (/^\d+_/.test(name)) db.exec(readFileSync(resourcePath('sql', 'sqlite', name), 'utf8'));
  }
  db.exec(soundOrder);
  db.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a sound database has no violation', () => {
  assert.deepEqual(findViolations(file, sound), []);
});

test('I1: an acknowledged order is gone, or has other data', () => {
  broken('', /I1 order 2 was acknowledged and is gone/, { acknowledged: [{ orderId: 2, staticdata }] });
  broken(`UPDATE order_instance SET staticdata = '{"orderNumber":"S-9"}'`, /I1 order 1 has other static data/);
});

test('I2: a step that was told to be COMPLETE is not', () => {
  broken('', /I2 order 1: step 9 was told to be COMPLETE and is gone/, { completedSteps: [{ orderId: 1, stepId: 9 }] });
});

test('I3: a step became COMPLETE twice', () => {
  broken(
    history(10, "'COMPLETE'", "'IN-PROGRESS'", 'step 1') + history(11, "'IN-PROGRESS'", "'COMPLETE'", 'step 1'),
    /I3 order 1: step 1\/0/,
  );
});

test('I4: a step that must happen once happened twice, never, or without a record', () => {
  broken('', /I4 order 1 \(S-1\) has 2 effects of take-payment/, { ledger: [payment, payment] });
  broken('', /I4 order 1 \(S-1\): take-payment is COMPLETE and never happened/, { ledger: [other] });
  broken(
    'DELETE FROM step_instance WHERE stepid = 2',
    /I4 order 1 \(S-1\): take-payment happened and was never recorded/,
  );
});

test('I6: a status changed in a way that is not allowed', () => {
  broken(history(10, "'COMPLETE'", "'RETRY'", 'order'), /I6 order 1: order went from COMPLETE to RETRY/);
});

test('I7: order, segment and steps do not agree', () => {
  broken(
    `UPDATE step_instance SET stepstatus = 'E' WHERE stepid = 2`,
    /I7 order 1: its segments say COMPLETE, its steps say ERROR/,
  );
  broken('DELETE FROM step_instance WHERE stepid = 2', /I7 order 1 is COMPLETE without its steps 2/);
  broken('UPDATE workflow_instance SET completed = NULL', /I7 order 1 is COMPLETE, completed null/);
});

test('I8: something is left to a session that has ended', () => {
  broken('UPDATE workflow_instance SET status_sessionid = 1', /I8 order 1 belongs to a session that has ended/);
  broken(`UPDATE step_instance SET stepstatus = 'I' WHERE stepid = 2`, /I8 order 1 has 1 rows IN-PROGRESS/);
});

test('I9: a step began before what it waits for', () => {
  broken(
    'UPDATE order_history SET stepid = 3 - stepid WHERE stepid IS NOT NULL',
    /I9 order 1: step 2 began before step 1/,
  );
});

test('I10: the history has a hole, a break, or another end than the rows', () => {
  broken('DELETE FROM order_history WHERE sequence = 4', /I10 order 1: line 4 of the history has number 5/);
  broken(
    `UPDATE order_history SET previous_status = 'RETRY' WHERE sequence = 5`,
    /I10 order 1: step 1\/0 was IN-PROGRESS, but line 5/,
  );
  broken(
    `UPDATE workflow_instance SET workflowstatus = 'E'`,
    /I10 order 1: order is ERROR, its history ends with COMPLETE/,
  );
});

test('I15: an order never ends', () => {
  broken(`UPDATE workflow_instance SET workflowstatus = 'R'`, /I15 order 1 has not come to an end: RETRY/);
});

test('I17: a reference points nowhere', () => {
  broken('PRAGMA foreign_keys = OFF; UPDATE workflow_instance SET workflowid = 77', /I17 foreign_key_check/);
});

const other = { effect: { system: 'mail', type: 'message', reference: 'S-1/1/x' } } as unknown as LedgerLine;

/** Breaks the database by the statements and expects a violation that the sound one does not have. */
function broken(sql: string, expected: RegExp, evidence: Evidence = {}): void {
  const copy = `${file}.broken`;
  const source = new Database(file);
  source.prepare('VACUUM INTO ?').run(copy);
  source.close();
  const db = new Database(copy);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  try {
    const violations = findViolations(copy, { ...sound, ...evidence });
    assert.ok(
      violations.some((violation) => expected.test(violation)),
      `expected ${String(expected)} in:\n${violations.join('\n')}`,
    );
  } finally {
    rmSync(copy);
  }
}

function history(
  sequence: number,
  previous: string,
  status: string,
  subject: 'order' | 'segment' | 'step 1' | 'step 2',
): string {
  const segment = subject === 'order' ? 'NULL' : '0';
  const [step, ind] = subject.startsWith('step') ? [subject.slice(5), '0'] : ['NULL', 'NULL'];
  return `INSERT INTO order_history VALUES (1, ${sequence}, ${sequence}, 'engine', 't', ${status}, ${previous}, ${segment}, ${step}, ${ind}, NULL, NULL);`;
}

const soundOrder = `
  INSERT INTO sessions VALUES (1, 'k', 'COMPLETE', 'h', 'u', 'v', 1, 1, 2, 1, 2);
  INSERT INTO workflows (workflowid, name, version, manifest, source_file, source_hash, created, modified)
    VALUES (1, 'w', '1.0', '{}', 'f', 'h', 1, 1);
  INSERT INTO steps (stepid, steptype, arraytype, name, version, manifest, source_file, source_hash, created, modified)
    VALUES (1, 'NORMAL', 'NONE', 'check', '1.0', '{}', 'f', 'h', 1, 1), (2, 'NORMAL', 'NONE', 'take-payment', '1.0', '{}', 'f', 'h', 1, 1);
  INSERT INTO workflow_steps VALUES (1, 1, 1), (1, 2, 1);
  INSERT INTO workflow_instance (workflow_instanceid, workflowid, workflowstatus, started, completed, modified) VALUES (1, 1, 'C', 1, 9, 9);
  INSERT INTO order_instance VALUES (1, NULL, '{"orderNumber":"S-1"}', NULL);
  INSERT INTO segment_instance VALUES (1, 0, 1, 'C', NULL, NULL, 1, 9);
  INSERT INTO step_instance (workflow_instanceid, stepid, ind, stepstatus, attempt, started, completed, modified)
    VALUES (1, 1, 0, 'C', 1, 1, 2, 2), (1, 2, 0, 'C', 1, 2, 3, 3);
  ${history(1, 'NULL', "'READY'", 'order')}
  ${history(2, "'READY'", "'IN-PROGRESS'", 'order')}
  ${history(3, 'NULL', "'IN-PROGRESS'", 'segment')}
  ${history(4, 'NULL', "'IN-PROGRESS'", 'step 1')}
  ${history(5, "'IN-PROGRESS'", "'COMPLETE'", 'step 1')}
  ${history(6, 'NULL', "'IN-PROGRESS'", 'step 2')}
  ${history(7, "'IN-PROGRESS'", "'COMPLETE'", 'step 2')}
  ${history(8, "'IN-PROGRESS'", "'COMPLETE'", 'segment')}
  ${history(9, "'IN-PROGRESS'", "'COMPLETE'", 'order')}
`;
