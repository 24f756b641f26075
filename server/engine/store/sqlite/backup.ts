import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { StoreOpenError } from '../store-problems.ts';
import { openDatabase } from './open-database.ts';
import { syncFolder } from './prepare-file.ts';

/** Where the copy of a file goes before it is upgraded from this version. */
export function backupFileOf(file: string, version: number): string {
  return `${file}.v${version}.backup`;
}

/**
 * Copies the database beside itself before an upgrade; earlier copies are kept. The copy is complete or not there: it gets
 * its name when it is on disk.
 */
export function backUp(file: string, version: number): void {
  const target = backupFileOf(file, version);
  const unfinished = `${target}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    copyDatabase(file, unfinished);
    renameSync(unfinished, freeName(target));
    syncFolder(path.dirname(file));
  } catch (error) {
    throw new StoreOpenError('ORDO-STORE-008', { file, cause: (error as Error).message }, error);
  }
}

/** An earlier copy is never overwritten. */
function freeName(target: string): string {
  let name = target;
  for (let n = 2; existsSync(name); n += 1) name = `${target}.${n}`;
  return name;
}

/** Also takes in what is only in the write-ahead log yet. SQLite does not flush such a copy, so that is done here. */
function copyDatabase(file: string, target: string): void {
  closeSync(openSync(target, 'wx', 0o600));
  const db = openDatabase(file, 'writer');
  try {
    db.prepare('VACUUM INTO ?').run(target);
  } finally {
    db.close();
  }
  const descriptor = openSync(target, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
