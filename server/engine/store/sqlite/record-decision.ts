import { statusCodes, type OrderStatus } from '../../../../schemas/model/status.ts';
import type { OrderChange, OrderCreated, OrderDecision, OrderColumns } from '../store.ts';
import { columnValue, orderColumnNames, updateOrderStatement } from './order-columns.ts';
import type { OrderStatements } from './order-statements.ts';
import { recordSensitive } from './sensitive-rows.ts';
import { putKeys, refuseDuplicateKeys } from './order-keys.ts';
import { recordWait } from './wait-changes.ts';

/** Writes one decision inside the running transaction; absolute values only, so that a second time changes nothing. */
export function recordDecision(statements: OrderStatements, decision: OrderDecision): void {
  let touched = false;
  for (const change of decision.changes) {
    recorders[change.type](statements, decision, change as never);
    touched ||= change.type === 'order' || change.type === 'order-created';
  }
  if (!touched) mustExist(decision, statements.touchOrder.run(decision.at, decision.orderId).changes);
}

/** The part of the fault points' names that says what kind of decision is being committed. */
export function decisionName(decision: OrderDecision): string {
  const first = decision.changes[0];
  if (first?.type === 'order-created') return 'order-created';
  const error = decision.changes.some((change) => change.type === 'error');
  const status = decision.changes.find((change) => change.type === 'order' && change.set.status !== undefined);
  if (error) return 'error-raised';
  if (status?.type === 'order') return `order-${(status.set.status as OrderStatus).toLowerCase()}`;
  return decision.changes.some((change) => change.type === 'step') ? 'step' : 'data';
}

type Recorder<Change> = (statements: OrderStatements, decision: OrderDecision, change: Change) => void;

const recorders: { readonly [Type in OrderChange['type']]: Recorder<Extract<OrderChange, { type: Type }>> } = {
  'order-created': recordCreation,
  order: (statements, decision, change) => {
    const { columns, values } = changedColumns(change.set);
    const statement = updateOrderStatement(statements, columns);
    mustExist(decision, statement.run(...values, decision.at, decision.orderId).changes);
  },
  segment: (statements, { orderId, workflowId, at }, { segmentId, status, retryTrigger }) => {
    statements.putSegment.run(orderId, segmentId, workflowId, statusCodes[status], retryTrigger, at, at);
  },
  step: (statements, { orderId, at }, step) => {
    statements.putStep.run(
      orderId,
      step.stepId,
      step.ind,
      statusCodes[step.status],
      step.retries,
      step.attempt,
      Number(step.skip),
      step.started,
      step.completed,
      at,
    );
  },
  'static-data': (statements, { orderId }, { data }) => void statements.setStaticData.run(data, orderId),
  'dynamic-data': (statements, { orderId }, { data }) => void statements.setDynamicData.run(data, orderId),
  'step-data': (statements, { orderId }, { stepId, ind, data }) => {
    if (data === null) statements.deleteStepData.run(orderId, stepId, ind);
    else statements.putStepData.run(orderId, stepId, ind, data);
  },
  wait: recordWait,
  'queue-entry-removed': (statements, { orderId }, { stepId, ind }) => {
    statements.deleteQueueEntry.run(orderId, stepId, ind);
  },
  array: (statements, { orderId }, { stepId, count, fingerprint }) => {
    statements.putArray.run(orderId, stepId, count, fingerprint);
  },
  'with-order': (statements, _, { decision }) => recordDecision(statements, decision),
  keys: (statements, decision, { keys }) => {
    statements.deleteKeys.run(decision.orderId);
    putKeys(statements, decision, keys);
  },
  note: (statements, { orderId, at }, { username, note }) => {
    const id = statements.sequences.takeInTransaction('note');
    statements.addNote.run({ id, orderId, username, note, at });
    statements.countNotes.run(orderId);
  },
  error: (statements, { orderId, at }, error) => {
    statements.putError.run(
      error.errorInstanceId,
      orderId,
      error.stepId,
      error.ind,
      error.severity,
      Number(error.retry),
      error.error,
      error.description,
      error.info,
      Number(error.businessError),
      at,
    );
  },
  history: (statements, { orderId, at }, entry) => {
    statements.putHistory.run(
      orderId,
      entry.sequence,
      at,
      entry.who,
      entry.transition,
      statusCodes[entry.status],
      entry.previousStatus === null ? null : statusCodes[entry.previousStatus],
      entry.segmentId,
      entry.stepId,
      entry.ind,
      entry.attempt,
      entry.patch,
    );
  },
  feedback: ({ db }, _, { parentOrderId, key, info }) => void db.prepare(putFeedback).run(parentOrderId, key, info),
  sensitive: ({ db }, decision, change) => recordSensitive(db, decision, change),
  'sensitive-deleted': ({ db }, decision, change) => recordSensitive(db, decision, change),
  'sensitive-purged': ({ db }, decision, change) => recordSensitive(db, decision, change),
  audit: (statements, { orderId, workflowId, at }, entry) => {
    statements.addAudit.run(
      statements.sequences.takeInTransaction('audit'),
      workflowId,
      orderId,
      entry.stepId ?? null,
      entry.ind ?? null,
      entry.code,
      entry.reason,
      entry.who,
      entry.source,
      entry.info1 ?? null,
      entry.info2 ?? null,
      at,
    );
  },
};

function recordCreation(statements: OrderStatements, decision: OrderDecision, order: OrderCreated): void {
  const { orderId, workflowId, at } = decision;
  for (const unique of order.uniqueKeys ?? []) refuseDuplicateKeys(statements, decision, unique);
  const columns = orderColumnNames.map((name) => columnValue(order.columns, name));
  const isSubworkflow = Number(order.isSubworkflow === true);
  statements.createOrder.run(orderId, workflowId, order.parentOrderId ?? null, isSubworkflow, ...columns, at);
  const { externalOrderId = null, staticData = null, dynamicData = null } = order;
  statements.createOrderData.run(orderId, externalOrderId, staticData, dynamicData);
  for (const keys of [order.keys ?? {}, ...(order.uniqueKeys ?? []).map((unique) => unique.keys)]) {
    putKeys(statements, decision, keys);
  }
}

function changedColumns(set: Partial<OrderColumns>): { columns: number; values: unknown[] } {
  const values: unknown[] = [];
  let columns = 0;
  orderColumnNames.forEach((name, index) => {
    if (set[name] === undefined) return;
    columns |= 1 << index;
    values.push(columnValue(set as OrderColumns, name));
  });
  return { columns, values };
}

function mustExist(decision: OrderDecision, changes: number): void {
  if (changes === 0) throw new Error(`Order ${decision.orderId} is not stored, so nothing can be recorded about it`);
}

const putFeedback = `
  INSERT INTO workflow_feedback (workflow_instanceid, keyname, info) VALUES (?, ?, ?)
  ON CONFLICT (workflow_instanceid, keyname) DO UPDATE SET info = excluded.info`;
