import type { Bundle } from '../../../../../schemas/model/release.ts';
import type { Sqlite } from '../open-database.ts';
import { unfinishedStatuses } from './deployed-state.ts';

/** Bundles of a workflow that are kept beside those that unfinished orders were created with (design: deploy). */
const keptPerWorkflow = 10;

export function insertBundle(db: Sqlite, bundle: Bundle, now: number): void {
  db.prepare('INSERT INTO bundles (hash, program, code, source_map, created) VALUES (?, ?, ?, ?, ?)').run(
    bundle.hash,
    bundle.program,
    bundle.code,
    bundle.sourceMap,
    now,
  );
}

export function readBundle(
  db: Sqlite,
  hash: string,
): { readonly code: string; readonly sourceMap: string } | undefined {
  return db
    .prepare<[string], { code: string; sourceMap: string }>(
      'SELECT code, source_map AS sourceMap FROM bundles WHERE hash = ?',
    )
    .get(hash);
}

/** From this release on the workflow runs this bundle. */
export function useBundle(db: Sqlite, use: { workflowId: number; releaseId: number; hash: string; now: number }): void {
  db.prepare('INSERT INTO workflow_bundles (workflowid, releaseid, hash, created) VALUES (?, ?, ?, ?)').run(
    use.workflowId,
    use.releaseId,
    use.hash,
    use.now,
  );
  // All but its last ten, and those under which an order was created that is not finished.
  db.prepare(dropUses).run({ workflowId: use.workflowId, kept: keptPerWorkflow });
}

/** A workflow that is removed needs no code any more. */
export function forgetBundles(db: Sqlite, workflowId: number): void {
  db.prepare('DELETE FROM workflow_bundles WHERE workflowid = ?').run(workflowId);
}

/** Drops bundles that no workflow or job has any more; once per release, when all its workflows are recorded. */
export function dropUnusedBundles(db: Sqlite): void {
  db.exec(`DELETE FROM bundles WHERE hash NOT IN (SELECT hash FROM workflow_bundles)
    AND hash NOT IN (SELECT code FROM jobs WHERE code IS NOT NULL)`);
}

const dropUses = `
  DELETE FROM workflow_bundles AS old WHERE workflowid = @workflowId
    AND releaseid NOT IN (
      SELECT releaseid FROM workflow_bundles WHERE workflowid = @workflowId ORDER BY releaseid DESC LIMIT @kept)
    AND NOT EXISTS (
      SELECT 1 FROM workflow_instance o
      WHERE o.workflowid = @workflowId AND o.workflowstatus IN ${unfinishedStatuses} AND o.started >= old.created
        AND o.started < coalesce(
          (SELECT min(next.created) FROM workflow_bundles next
           WHERE next.workflowid = @workflowId AND next.releaseid > old.releaseid), o.started + 1))`;
