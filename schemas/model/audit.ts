/** Audit event codes (manual: audit); 13 and 14 as they are meant. */
export const auditCodes = {
  'USER-EVENT': 1,
  'SYSTEM-STARTUP': 2,
  'SYSTEM-SHUTDOWN': 3,
  'SYSTEM-RECOVERY-START': 4,
  'SYSTEM-RECOVERY-COMPLETE': 5,
  'WORKFLOW-STATUS-CHANGE': 6,
  'WORKFLOW-START': 7,
  'WORKFLOW-STOP': 8,
  'SERVICE-START': 9,
  'SERVICE-STOP': 10,
  'JOB-START': 11,
  'JOB-STOP': 12,
  'JOB-INSTANCE-START': 13,
  'JOB-INSTANCE-STOP': 14,
  'API-CALL': 15,
  'JOB-RECOVERY': 16,
  'WORKFLOW-DATA-CREATED': 17,
  'ALERT-ONGOING-RAISED': 18,
  'ALERT-ONGOING-CLEARED': 19,
  'ALERT-TRANSIENT-RAISED': 20,
  'SOURCE-FILE-LOADED': 21,
  'GROUP-STATUS-CHANGED': 22,
} as const;
export type AuditName = keyof typeof auditCodes;

/** What `qorus.audit` may name; `*` is all of them (manual: audit). */
export const auditOptions = [
  'alerts',
  'api',
  'groups',
  'jobs',
  'job-data',
  'oload',
  'services',
  'system',
  'user-events',
  'workflow-data',
  'workflows',
  'code',
] as const;
export type AuditOption = (typeof auditOptions)[number];

/** The code's name, or its number as text when it is not one of ours. */
export function auditNameOf(code: number): string {
  return Object.entries(auditCodes).find(([, value]) => value === code)?.[0] ?? String(code);
}

/** A row of AUDIT_EVENTS that is not about one order's decision (those are changes of the decision). */
export interface AuditRecord {
  readonly code: number;
  readonly who: string;
  readonly source: string;
  readonly reason: string;
  readonly workflowId?: number;
  readonly orderId?: number;
  readonly jobId?: number;
  readonly jobInstanceId?: number;
  readonly userEvent?: string;
  readonly info1?: string;
  readonly info2?: string;
}
