import type { OrderId } from '../../../schemas/model/ids.ts';
import type { CreateOrderRequest, CreateOrderResult, OrderHash, RetryResult } from '../../../schemas/protocol/rest.ts';
import {
  type Caller,
  EngineRefusal,
  type OrderAttempt,
  type OrderData,
  type OrderOperations,
  type WorkflowReference,
} from '../engine.ts';
import { createOrder } from '../machine/create-order.ts';
import type { OperatorEvent } from '../machine/transition-types.ts';
import { changeOrder, noSuchOrder, tryOrder, type OperationContext } from './change-order.ts';
import { orderEdits } from './order-edits.ts';
import { orderForms } from './order-forms.ts';
import { readSensitiveData } from '../sensitive/sensitive-operations.ts';
import { buildOrderHash } from './order-hash.ts';
import { readDate, readPriority, readRequest } from './read-request.ts';

/** Orders as people and programs handle them (manual: order actions). */
export function orderOperations(context: OperationContext): OrderOperations {
  const { store } = context.parts;
  const status = async (orderId: OrderId, caller: Caller, event: OperatorEvent) => ({
    workflow_status: (await changeOrder(context, orderId, caller, event)).state.columns.status,
  });
  return {
    create: (workflow, request, caller) => create(context, workflow, request, caller),
    search: (filter) => store.searchOrders(filter),
    get: (orderId) => getOrder(context, orderId),
    history: (orderId, page) => store.history(orderId, page),
    errorInstances: (filter) => store.errorInstances(filter),
    retry: (orderId, caller) => retry(context, orderId, caller),
    cancel: (orderId, caller) => status(orderId, caller, { type: 'cancel' }),
    uncancel: (orderId, caller) => status(orderId, caller, { type: 'uncancel' }),
    block: (orderId, caller) => status(orderId, caller, { type: 'block' }),
    unblock: (orderId, caller) => status(orderId, caller, { type: 'unblock' }),
    setError: (orderId, caller) => status(orderId, caller, { type: 'set-error' }),
    skipStep: async (orderId, { stepId, inds, noRetry }, caller) => {
      return status(orderId, caller, { type: 'skip-step', stepId, inds, noRetry });
    },
    reschedule: async (orderId, date, caller) => {
      const scheduled = date === null ? null : readDate('date', date);
      await changeOrder(context, orderId, caller, { type: 'reschedule', scheduled });
    },
    setPriority: async (orderId, priority, caller) => {
      await changeOrder(context, orderId, caller, { type: 'set-priority', priority: readPriority(priority) });
    },
    attempt: async (orderId, attempt, caller) => ({
      workflow_status: (await tryOrder(context, orderId, caller, eventOf(attempt))).columns.status,
    }),
    addNote: async (orderId, note, caller) => {
      if (note.trim() === '') throw new EngineRefusal('NOTE-ERROR', 'A note needs a text.', 400);
      await changeOrder(context, orderId, caller, { type: 'note-added', note });
    },
    notes: (orderId, limit) => store.notes(orderId, limit),
    data: (orderId) => orderData(context, orderId),
    processingSummary: (filter) => store.processingSummary(filter),
    auditEvents: (filter) => store.auditEvents(filter),
    ...orderEdits(context),
    ...orderForms(context),
  };
}

async function create(
  context: OperationContext,
  reference: WorkflowReference,
  request: CreateOrderRequest,
  caller: Caller,
): Promise<CreateOrderResult> {
  context.checkRunning();
  const workflow = context.find(reference);
  const { store, clock } = context.parts;
  const checked = readRequest(workflow, request);
  if (checked.parentOrderId !== undefined && !(await store.loadOrder(checked.parentOrderId))) {
    throw new EngineRefusal('SUBMIT-ORDER-ERROR', `The parent order ${checked.parentOrderId} does not exist.`, 400);
  }
  const order = { ...checked, orderId: store.nextOrderId() };
  const created = createOrder(workflow.rules, { at: clock.nowMicros(), who: caller.who }, order);
  const secret = context.parts.sensitive.forNewOrder(order.orderId, readSensitiveData(request.sensitive_data));
  await context.dispatcher.admit(workflow, { ...created, changes: [...created.changes, ...secret] }, caller);
  return { workflow_instanceid: order.orderId };
}

async function retry(context: OperationContext, orderId: OrderId, caller: Caller): Promise<RetryResult> {
  let segments = 0;
  const { state } = await changeOrder(context, orderId, caller, (order) => {
    segments = [...order.state.segments.values()].filter(
      ({ status }) => status === 'ERROR' || status === 'ASYNC-WAITING',
    ).length;
    return { type: 'retry' };
  });
  // As newer versions of the manual answer: steps are counted with their segments.
  return {
    steps_updated: 0,
    segments_updated: segments,
    workflow_updated: true,
    workflow_status: state.columns.status === 'IN-PROGRESS' ? 'RETRY' : state.columns.status,
    cached: state.columns.status === 'IN-PROGRESS',
  };
}

async function getOrder(context: OperationContext, orderId: OrderId): Promise<OrderHash> {
  const { store } = context.parts;
  const [view, stored] = [await store.findOrder(orderId), await store.loadOrder(orderId)];
  if (!view || !stored) throw noSuchOrder(orderId);
  return buildOrderHash(store, view, stored, context.dispatcher.workflows.get(stored.workflowId));
}

async function orderData(context: OperationContext, orderId: OrderId): Promise<OrderData> {
  const stored = await context.parts.store.loadOrder(orderId);
  if (!stored) throw noSuchOrder(orderId);
  const { staticData, dynamicData, steps } = stored;
  return { staticData, dynamicData, steps: steps.map(({ stepId, ind, data }) => ({ stepId, ind, data })) };
}

function eventOf(attempt: OrderAttempt): OperatorEvent {
  switch (attempt.action) {
    case 'setError':
      return { type: 'set-error' };
    case 'setPriority':
      return { type: 'set-priority', priority: readPriority(attempt.priority) };
    case 'reschedule':
      return { type: 'reschedule', scheduled: attempt.date === null ? null : readDate('date', attempt.date) };
    default:
      return { type: attempt.action };
  }
}
