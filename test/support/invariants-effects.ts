import { countEffects, type LedgerEffect, type LedgerLine } from './end-systems.ts';
import type { OrderRows, Rows } from './invariants-rows.ts';

/** The steps of the sample that must happen once, and what each leaves in the end systems' ledger. */
const onceOnly: Readonly<Record<string, LedgerEffect['type']>> = {
  'take-payment': 'payment',
  'book-carrier': 'shipment',
  'return-payment': 'refund',
};

/** I4: a step that must happen once has never happened twice, and did happen when it is COMPLETE. */
export function checkEffects(rows: Rows, ledger: readonly LedgerLine[]): string[] {
  if (ledger.length === 0) return [];
  return [...rows.orders.values()].flatMap((order) => checkOrder(order, ledger));
}

function checkOrder(order: OrderRows, ledger: readonly LedgerLine[]): string[] {
  const data = JSON.parse(order.staticData ?? 'null') as { orderNumber?: string } | null;
  if (data?.orderNumber === undefined) return [];
  const known = { orderNumber: data.orderNumber, orderId: order.orderId };
  const violations: string[] = [];
  for (const [step, effect] of Object.entries(onceOnly)) {
    const count = countEffects(ledger, effect, known);
    const status = order.steps.find((row) => row.name === step)?.status;
    if (count > 1) violations.push(`I4 order ${order.orderId} (${data.orderNumber}) has ${count} effects of ${step}`);
    if (status === 'COMPLETE' && count === 0) {
      violations.push(`I4 order ${order.orderId} (${data.orderNumber}): ${step} is COMPLETE and never happened`);
    }
    if (status === undefined && count > 0) {
      violations.push(`I4 order ${order.orderId} (${data.orderNumber}): ${step} happened and was never recorded`);
    }
  }
  return violations;
}
