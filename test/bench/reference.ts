import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';

/**
 * What this disk and better-sqlite3 give at best (WAL, synchronous FULL): the measure of every ratio, taken in the same
 * run as what is compared with it.
 */
export function measureBareCommits(
  rowsPerCommit: number,
  seconds = 1,
): { commitsPerSecond: number; rowsPerSecond: number } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
  const db = new Database(path.join(folder, 'bare.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE s (id INTEGER PRIMARY KEY, status INTEGER, data TEXT)');
    const insert = db.prepare('INSERT INTO s (status, data) VALUES (?, ?)');
    const commit = db.transaction(() => {
      for (let row = 0; row < rowsPerCommit; row += 1) insert.run(row, '{"result":"ok","n":12345}');
    });
    const started = performance.now();
    let commits = 0;
    for (; performance.now() - started < seconds * 1000; commits += 1) commit.immediate();
    const commitsPerSecond = (commits * 1000) / (performance.now() - started);
    return { commitsPerSecond, rowsPerSecond: commitsPerSecond * rowsPerCommit };
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}
