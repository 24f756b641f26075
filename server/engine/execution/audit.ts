import { auditCodes } from '../../../schemas/model/audit.ts';
import type { HistoryEntry, OrderChange } from '../../../schemas/model/order.ts';
import type { EngineOptions } from '../options/options.ts';
import { auditRequest, isAudited } from '../events/audit.ts';

/**
 * Audit rows of a decision, in the same transaction (manual: audit): one when the order is created and one for each change
 * of its status when `workflow-data` is audited, and one for the request itself when `api` is.
 */
export function auditOf(
  options: EngineOptions,
  changes: readonly OrderChange[],
  request: { readonly who?: string; readonly source?: string },
): readonly OrderChange[] {
  const told = auditRequest(request);
  const rows: OrderChange[] = [];
  if (isAudited(options, 'workflow-data')) rows.push(...changes.filter(isOrderStatusChange).map(statusRow));
  if (request.source !== undefined && isAudited(options, 'api')) {
    const what = changes.find((change): change is HistoryEntry => change.type === 'history');
    rows.push({ type: 'audit', code: auditCodes['API-CALL'], ...told, ...(what ? { info1: what.transition } : {}) });
  }
  return rows;

  function statusRow(entry: HistoryEntry): OrderChange {
    const isCreation = entry.transition === 'created';
    const info = isCreation ? { info1: entry.status } : { info1: entry.previousStatus ?? '', info2: entry.status };
    const code = auditCodes[isCreation ? 'WORKFLOW-DATA-CREATED' : 'WORKFLOW-STATUS-CHANGE'];
    return { type: 'audit', code, ...told, ...info };
  }
}

function isOrderStatusChange(change: OrderChange): change is HistoryEntry {
  if (change.type !== 'history' || change.stepId !== null || change.segmentId !== null) return false;
  return change.status !== change.previousStatus;
}
