import type { Problem } from '../../../schemas/protocol/problem.ts';
import { defineProblems } from '../../base/problems.ts';

/** Why a database cannot be opened; each says what to do. */
export const storeProblems = defineProblems({
  'ORDO-STORE-001': {
    severity: 'error',
    message: 'Another engine is using the database {file}.',
    remedy: 'Stop that engine ("ordo stop"), or give this one another instance key.',
  },
  'ORDO-STORE-002': {
    severity: 'error',
    message: 'The database {file} has schema version {found}, and this product knows versions up to {known}.',
    remedy: 'Start it with the newer product, or put back the copy that was made before the upgrade: {backup}.',
  },
  'ORDO-STORE-003': {
    severity: 'error',
    message: '{file} is not an SQLite database.',
    remedy: 'Name the database file of an engine, or move this file away to start with an empty database.',
  },
  'ORDO-STORE-004': {
    severity: 'error',
    message: 'The database {file} is damaged: {finding}.',
    remedy:
      'Keep a copy of the file with its -wal file, then restore a backup, or save what is readable with "sqlite3 FILE .recover".',
  },
  'ORDO-STORE-005': {
    severity: 'error',
    message: '{file} is a database of another program.',
    remedy: 'Name the database file of an engine, or move this file away to start with an empty database.',
  },
  'ORDO-STORE-006': {
    severity: 'error',
    message: 'The database {file} cannot be opened for writing: {cause}.',
    remedy:
      'Check that its folder exists, that this user may write the folder and the file, and that the disk has space.',
  },
  'ORDO-STORE-007': {
    severity: 'error',
    message: 'The database {file} was made by another build of this product: {migrations} differs.',
    remedy: 'Start it with that build, or move the file away to start with an empty database.',
  },
  'ORDO-STORE-008': {
    severity: 'error',
    message: 'The database {file} was not upgraded, because no copy of it could be made: {cause}.',
    remedy: 'Make space for a copy of the file beside it, then start again.',
  },
});
export type StoreProblemCode = Exclude<keyof typeof storeProblems, 'problem'>;

/** The database was not opened and nothing in it was changed. */
export class StoreOpenError extends Error {
  readonly problem: Problem;
  constructor(code: StoreProblemCode, values: Readonly<Record<string, string | number>>, cause?: unknown) {
    const problem = storeProblems.problem(code, values);
    super(`${problem.message} ${problem.remedy}`, { cause });
    this.name = 'StoreOpenError';
    this.problem = problem;
  }
}
