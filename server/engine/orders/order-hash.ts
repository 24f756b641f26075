import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { asId, type OrderId, type StepId } from '../../../schemas/model/ids.ts';
import type { OrderHash, StepDataHash } from '../../../schemas/protocol/rest.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { stateFromStored } from '../machine/state.ts';
import type { StoredOrderView } from '../store/queries.ts';
import type { Store, StoredOrder } from '../store/store.ts';
import { allowedActions } from './allowed-actions.ts';

const listedErrors = 1_000;
const listedNotes = 1_000;
const listedAudit = 1_000;

/** Everything about one order (manual: order hash). */
export async function buildOrderHash(
  store: Store,
  view: StoredOrderView,
  stored: StoredOrder,
  workflow: WorkflowRuntime | undefined,
): Promise<OrderHash> {
  const orderId = asId<OrderId>(view.row.workflow_instanceid);
  const [steps, errors, notes, audit, relatives] = await Promise.all([
    store.stepInstances(orderId),
    store.errorInstances({ orderId, limit: listedErrors, offset: 0 }),
    store.notes(orderId, listedNotes),
    store.auditEvents({ orderId, limit: listedAudit, offset: 0 }),
    store.hierarchy(orderId),
  ]);
  return {
    ...view.row,
    staticdata: parse(view.staticData),
    dynamicdata: parse(view.dynamicData),
    keys: view.keys,
    StepInstances: steps,
    ErrorInstances: errors,
    notes,
    stepdata: stepDataOf(stored, workflow),
    HierarchyInfo: Object.fromEntries(relatives.map((row) => [row.workflow_instanceid, row])),
    AuditEvents: audit,
    LastModified: view.row.modified,
    author: workflow?.manifest.author.join(', ') ?? '',
    patch: workflow?.plan.patch ?? null,
    deprecated: workflow?.settings.deprecated ?? true,
    autostart: workflow?.settings.autostart ?? 0,
    max_instances: workflow?.manifest.maxInstances ?? null,
    actions: workflow ? allowedActions(workflow.rules, stateFromStored(stored)) : [],
  };
}

/** Data of the steps that have any, an entry for each element up to the last one. */
function stepDataOf(stored: StoredOrder, workflow: WorkflowRuntime | undefined): readonly StepDataHash[] {
  const byStep = new Map<StepId, JsonValue[]>();
  for (const { stepId, ind, data } of stored.steps) {
    if (data === null) continue;
    const list = byStep.get(stepId) ?? [];
    while (list.length < ind) list.push(null);
    list[ind] = parse(data);
    byStep.set(stepId, list);
  }
  return [...byStep].map(([stepId, data]) => {
    const step = workflow?.plan.stepById.get(stepId);
    return {
      name: step?.name ?? `step ${stepId}`,
      version: step?.version ?? '',
      stepid: stepId,
      steptype: step?.stepType ?? '',
      arraytype: step?.arrayType ?? '',
      data,
    };
  });
}

function parse(text: string | null): JsonValue {
  return text === null ? null : plainFromData(text as JsonText);
}
