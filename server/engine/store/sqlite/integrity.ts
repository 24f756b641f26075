import type { Sqlite } from './open-database.ts';

/** Up to this size the check is made before the engine is ready; a larger file is checked by the reader right after. */
export const checkBeforeReadyBytes = 256 * 1024 * 1024;

/** What is wrong with the file, in SQLite's words; empty = nothing was found. */
export function quickCheck(db: Sqlite): readonly string[] {
  const rows = db.pragma('quick_check(10)') as { quick_check: string }[];
  return rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
}
