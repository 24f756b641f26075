import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { SystemClock } from '../../../../server/base/clock.ts';
import type { Logger } from '../../../../server/base/logger.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import type { SqliteStore } from '../../../../server/engine/store/sqlite/sqlite-store.ts';

/** A folder that goes away with the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-store-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store on a file of its own, closed with the test. */
export async function openTemporary(
  t: TestContext,
  options: { file?: string; log?: Logger } = {},
): Promise<SqliteStore> {
  const file = options.file ?? path.join(temporaryFolder(t), 'ordo.db');
  const store = await openSqliteStore({ clock: new SystemClock(), ...options, file });
  t.after(() => store.close());
  return store;
}
