import Database from 'better-sqlite3';
import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { LedgerLine } from './end-systems.ts';
import { checkEffects } from './invariants-effects.ts';
import { checkHistory } from './invariants-history.ts';
import { checkStatuses } from './invariants-statuses.ts';
import { readRows, type Rows } from './invariants-rows.ts';

/** What else is known besides the database. */
export interface Evidence {
  /** Orders whose creation was acknowledged; they must be there with the very same data. */
  readonly acknowledged?: readonly { readonly orderId: number; readonly staticdata: JsonValue }[];
  /** Steps that an event or an answer said were COMPLETE. */
  readonly completedSteps?: readonly { readonly orderId: number; readonly stepId: number }[];
  readonly ledger?: readonly LedgerLine[];
  /** The engine has ended gracefully or been recovered: nothing may be left IN-PROGRESS or owned by a dead session. */
  readonly engineIsDown?: boolean;
  /** Faults have stopped and there was time enough: every order is COMPLETE, CANCELED or ERROR. */
  readonly settled?: boolean;
}

/**
 * Checks what must hold after every fault: each rule gives sentences about what breaks it. Rules that a database alone
 * can break read nothing but the database, so this program does not share a mistake with the engine.
 */
export function findViolations(databaseFile: string, evidence: Evidence = {}): readonly string[] {
  const db = new Database(databaseFile, { readonly: true, fileMustExist: true });
  try {
    const rows = readRows(db);
    return [
      ...checkFile(db),
      ...checkAcknowledged(rows, evidence),
      ...checkHistory(rows),
      ...checkStatuses(rows, evidence),
      ...checkEffects(rows, evidence.ledger ?? []),
    ];
  } finally {
    db.close();
  }
}

/** I17: the file itself is sound. */
function checkFile(db: Database.Database): string[] {
  const integrity = db.pragma('integrity_check', { simple: true });
  const foreignKeys = db.pragma('foreign_key_check') as unknown[];
  return [
    ...(integrity === 'ok' ? [] : [`I17 integrity_check: ${String(integrity)}`]),
    ...(foreignKeys.length === 0 ? [] : [`I17 foreign_key_check: ${JSON.stringify(foreignKeys)}`]),
  ];
}

/** I1 and I2: what was acknowledged is there. */
function checkAcknowledged(rows: Rows, { acknowledged = [], completedSteps = [] }: Evidence): string[] {
  const violations: string[] = [];
  for (const { orderId, staticdata } of acknowledged) {
    const order = rows.orders.get(orderId);
    if (order === undefined) violations.push(`I1 order ${orderId} was acknowledged and is gone`);
    else if (!isDeepStrictEqual(JSON.parse(order.staticData ?? 'null'), staticdata)) {
      violations.push(`I1 order ${orderId} has other static data than it was created with: ${order.staticData}`);
    }
  }
  for (const { orderId, stepId } of completedSteps) {
    const step = rows.orders.get(orderId)?.steps.find((row) => row.stepId === stepId);
    if (step?.status !== 'COMPLETE') {
      violations.push(`I2 order ${orderId}: step ${stepId} was told to be COMPLETE and is ${step?.status ?? 'gone'}`);
    }
  }
  return violations;
}
