import type { HistoryEntry, OrderChange } from '../../../schemas/model/order.ts';
import type { EngineOptions } from '../options/options.ts';
import { engineItself } from './parts.ts';

const codes = { statusChange: 6, orderCreated: 17 } as const;

/**
 * Audit rows of a decision, in the same transaction (manual: audit): one when the order is created and one for each change
 * of its status, when the option `audit` asks for workflow-data.
 */
export function auditOf(
  options: EngineOptions,
  changes: readonly OrderChange[],
  request: { readonly who?: string; readonly source?: string },
): readonly OrderChange[] {
  const audited = options.list('audit');
  if (!audited.includes('workflow-data') && !audited.includes('*')) return [];
  const who = request.who ?? engineItself;
  const source = request.source === undefined ? 'system' : 'network';
  const reason = request.source ?? 'internal call';
  return changes.filter(isOrderStatusChange).map((entry): OrderChange => {
    const isCreation = entry.transition === 'created';
    const info = isCreation ? { info1: entry.status } : { info1: entry.previousStatus ?? '', info2: entry.status };
    const code = isCreation ? codes.orderCreated : codes.statusChange;
    return { type: 'audit', code, who, source, reason, ...info };
  });
}

function isOrderStatusChange(change: OrderChange): change is HistoryEntry {
  if (change.type !== 'history' || change.stepId !== null || change.segmentId !== null) return false;
  return change.status !== change.previousStatus;
}
