import type { AuditRecord } from '../../../../schemas/model/audit.ts';
import type { Sqlite, Statement } from './open-database.ts';
import type { Sequences } from './sequences.ts';

export interface AuditStatements {
  readonly sequences: Sequences;
  readonly insert: Statement;
}

export function prepareAuditStatements(db: Sqlite, sequences: Sequences): AuditStatements {
  return {
    sequences,
    insert: db.prepare(`
      INSERT INTO audit_events (audit_eventid, workflowid, workflow_instanceid, jobid, job_instanceid, audit_event_code,
        audit_user_event, reason, who, source, info1, info2, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  };
}

/** Writes rows of the audit inside the running transaction. */
export function writeAudit(statements: AuditStatements, records: readonly AuditRecord[], now: number): void {
  for (const record of records) {
    statements.insert.run(
      statements.sequences.takeInTransaction('audit'),
      record.workflowId ?? null,
      record.orderId ?? null,
      record.jobId ?? null,
      record.jobInstanceId ?? null,
      record.code,
      record.userEvent ?? null,
      record.reason,
      record.who,
      record.source,
      record.info1 ?? null,
      record.info2 ?? null,
      now,
    );
  }
}
