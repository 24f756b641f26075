import type { JsonObject } from '../../../schemas/model/data.ts';
import type { ErrorRecorded, HistoryEntry, OrderChange } from '../../../schemas/model/order.ts';
import type { EventStream } from '../engine.ts';
import { type Plan, stepName } from '../machine/plan.ts';
import type { OrderState } from '../machine/state.ts';
import { severityRank } from './event-log.ts';

/** Tells of a decision that is on disk: each change of status, error and change of data is one event. */
export function publishOrderEvents(
  events: EventStream,
  plan: Plan,
  state: OrderState,
  executionId: number | undefined,
  changes: readonly OrderChange[],
): void {
  const order = orderInfo(plan, state);
  for (const change of changes) {
    if (change.type === 'error') publishError(events, order, executionId, change);
    else if (change.type === 'dynamic-data') {
      events.publish('WORKFLOW_DATA_UPDATED', { ...order, datatype: 'dynamicdata' });
    } else if (change.type === 'static-data') {
      events.publish('WORKFLOW_DATA_UPDATED', { ...order, datatype: 'staticdata' });
    } else if (change.type === 'step-data') {
      events.publish('WORKFLOW_STEP_DATA_UPDATED', { ...order, stepid: change.stepId, ind: change.ind });
    } else if (change.type === 'order' && change.set.operatorLock !== undefined) {
      publishLock(events, order, change.set.operatorLock, changes);
    } else if (change.type === 'history') publishTransition(events, plan, state, order, change);
  }
}

/** The keys that every event about an order has (manual: system events). */
function orderInfo(plan: Plan, state: OrderState): JsonObject {
  return {
    name: plan.name,
    version: plan.version,
    workflowid: plan.workflowId,
    workflow_instanceid: state.orderId,
  };
}

function publishLock(
  events: EventStream,
  order: JsonObject,
  holder: string | null,
  changes: readonly OrderChange[],
): void {
  const note = changes.find((change) => change.type === 'note')?.note ?? '';
  events.publish(holder === null ? 'WORKFLOW_DATA_UNLOCKED' : 'WORKFLOW_DATA_LOCKED', { ...order, note });
}

function publishError(
  events: EventStream,
  order: JsonObject,
  executionId: number | undefined,
  change: ErrorRecorded,
): void {
  const error = {
    err: change.error,
    desc: change.description,
    info: change.info,
    business_error: change.businessError,
    stepid: change.stepId,
    ind: change.ind,
    retry: change.retry,
    errorid: change.errorInstanceId,
  };
  const info = { ...order, ...(executionId === undefined ? {} : { execid: executionId }), error };
  events.publish('WORKFLOW_DATA_ERROR', info, { severity: severityRank(change.severity) });
}

function publishTransition(
  events: EventStream,
  plan: Plan,
  state: OrderState,
  order: JsonObject,
  entry: HistoryEntry,
): void {
  if (entry.transition === 'created') return publishCreated(events, state, order, entry);
  const isChange = entry.status !== entry.previousStatus;
  const info = { old: entry.previousStatus, new: entry.status };
  if (entry.stepId !== null) {
    if (!isChange) return;
    const step = { stepid: entry.stepId, stepname: stepName(plan, entry.stepId), ind: entry.ind };
    return events.publish('WORKFLOW_STEP_STATUS_CHANGED', { ...order, ...step, attempt: entry.attempt, info });
  }
  if (entry.segmentId !== null) return;
  const business_error = state.columns.businessError;
  if (entry.transition === 'picked up' || entry.transition === 'recovering') {
    events.publish('WORKFLOW_DATA_CACHED', { ...order, status: entry.previousStatus, business_error });
  }
  if (isChange) events.publish('WORKFLOW_STATUS_CHANGED', { ...order, info });
  else events.publish('WORKFLOW_INFO_CHANGED', { ...order, info: entry.transition });
  if (entry.transition === 'released') {
    events.publish('WORKFLOW_DATA_RELEASED', { ...order, status: entry.status, business_error });
  }
}

function publishCreated(events: EventStream, state: OrderState, order: JsonObject, entry: HistoryEntry): void {
  const parent = state.parentOrderId === null ? {} : { parent_workflow_instanceid: state.parentOrderId };
  events.publish('WORKFLOW_DATA_SUBMITTED', { ...order, status: entry.status, ...parent });
}
