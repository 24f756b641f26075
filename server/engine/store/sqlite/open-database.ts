import Database from 'better-sqlite3';
import { applyPragmas, readerPragmas, writerPragmas } from './pragmas.ts';

export type Sqlite = Database.Database;
export type Statement = Database.Statement<unknown[]>;

/** The only way to a connection: every pragma is set and read back. The file must exist for a reader. */
export function openDatabase(file: string, role: 'writer' | 'reader'): Sqlite {
  const db = new Database(file, { fileMustExist: true, readonly: role === 'reader' });
  try {
    applyPragmas(db, role === 'writer' ? writerPragmas : readerPragmas);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
