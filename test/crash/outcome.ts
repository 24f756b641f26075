import Database from 'better-sqlite3';
import type { LedgerLine } from '../support/end-systems.ts';
import { type OrderRows, readRows } from '../support/invariants-rows.ts';

/** What is compared with the run that was never killed: the end, without times and what else a kill may change. */
export interface Outcome {
  /** By order number: status, steps, and the names of what the steps found out. */
  readonly orders: Readonly<Record<string, OrderOutcome>>;
  /** Every effect in the end systems: exactly once means that no kill adds or takes one. */
  readonly effects: readonly string[];
}

export interface OrderOutcome {
  readonly status: string;
  readonly steps: readonly string[];
  readonly dynamicData: readonly string[];
}

export function readOutcome(databaseFile: string, ledger: readonly LedgerLine[]): Outcome {
  const db = new Database(databaseFile, { readonly: true, fileMustExist: true });
  try {
    const orders = [...readRows(db).orders.values()].map((order) => [orderNumberOf(order), outcomeOf(order)] as const);
    return { orders: Object.fromEntries(orders.sort(([a], [b]) => a.localeCompare(b))), effects: effectsOf(ledger) };
  } finally {
    db.close();
  }
}

function outcomeOf({ status, steps, dynamicData }: OrderRows): OrderOutcome {
  return {
    status,
    steps: steps.map((step) => `${step.name} ${step.status}`).sort(),
    dynamicData: Object.keys(JSON.parse(dynamicData ?? '{}') as object).sort(),
  };
}

function orderNumberOf({ staticData }: OrderRows): string {
  return (JSON.parse(staticData ?? '{}') as { orderNumber?: string }).orderNumber ?? '';
}

function effectsOf(ledger: readonly LedgerLine[]): readonly string[] {
  return ledger
    .flatMap(({ effect }) => (effect ? [`${effect.reference.split('/')[0] ?? ''} ${effect.type}`] : []))
    .sort();
}
