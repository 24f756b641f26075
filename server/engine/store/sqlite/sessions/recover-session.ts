import type { SessionId } from '../../../../../schemas/model/ids.ts';
import type { AuditRecord } from '../../../../../schemas/model/audit.ts';
import type { RecoveryCounts, SessionStore } from '../../store.ts';
import type { Sqlite } from '../open-database.ts';
import { recoverJobs, recoveryPhases, type Phase, type RecoveredRun } from './recovery.ts';

/** Runs one transaction on the writer. */
type Transact = <T>(name: string, apply: (db: Sqlite, audit: Audit) => T) => Promise<T>;
type Audit = (records: readonly AuditRecord[]) => void;

/** Recovers a crashed session, a batch of orders per transaction; one that was recovered or closed is left alone. */
export async function recoverSession(
  transact: Transact,
  sessionId: SessionId,
  options: Parameters<SessionStore['recoverSession']>[1],
): Promise<RecoveryCounts> {
  const counts = { steps: 0, segments: 0, orders: 0 };
  const isNeeded = await transact('recovery', (db, audit) => {
    const isCrashed = needsRecovery(db, sessionId);
    if (isCrashed) audit(options.audit?.start ?? []);
    return isCrashed;
  });
  if (!isNeeded) return counts;
  for (const phase of recoveryPhases) {
    const changed = await runPhase(transact, phase, sessionId, options);
    if (phase.counts !== undefined) counts[phase.counts] += changed;
  }
  await transact('recovery-end', (db, audit) => {
    const runs = endRecovery(db, sessionId, options.now);
    audit(runs.flatMap((run) => options.audit?.job?.(run) ?? []));
    audit(options.audit?.complete(counts) ?? []);
  });
  return counts;
}

async function runPhase(
  transact: Transact,
  phase: Phase,
  sessionId: SessionId,
  { now, batchSize: size }: { readonly now: number; readonly batchSize: number },
): Promise<number> {
  let changed = 0;
  for (let after: number | undefined = 0; after !== undefined;) {
    const from: number = after;
    const batch = await transact('recovery', (db) => phase.run(db, { sessionId, now, after: from, size }));
    changed += batch.changed;
    after = batch.last;
  }
  return changed;
}

const crashed = `sessionid = ? AND sessionstatus IN ('ACTIVE', 'ABNORMAL TERMINATION')`;

function needsRecovery(db: Sqlite, sessionId: number): boolean {
  return db.prepare(`SELECT 1 FROM sessions WHERE ${crashed}`).get(sessionId) !== undefined;
}

function endRecovery(db: Sqlite, sessionId: number, now: number): readonly RecoveredRun[] {
  const runs = recoverJobs(db, sessionId, now);
  db.prepare(`UPDATE sessions SET sessionstatus = 'RECOVERED', ended = ?, modified = ? WHERE ${crashed}`).run(
    now,
    now,
    sessionId,
  );
  return runs;
}
