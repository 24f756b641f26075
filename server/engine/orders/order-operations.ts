import type { OrderId } from '../../../schemas/model/ids.ts';
import type { CreateOrderRequest, CreateOrderResult, OrderHash, RetryResult } from '../../../schemas/protocol/rest.ts';
import { type Caller, EngineRefusal, type OrderOperations, type WorkflowReference } from '../engine.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { createOrder } from '../machine/create-order.ts';
import { stateFromStored } from '../machine/state.ts';
import type { OrderEvent, OperatorEvent } from '../machine/transition-types.ts';
import { allowedActions } from './allowed-actions.ts';
import { buildOrderHash } from './order-hash.ts';
import { readDate, readPriority, readRequest } from './read-request.ts';

/** What the operations need to know of the engine around them. */
export interface OperationContext {
  readonly parts: EngineParts;
  readonly dispatcher: Dispatcher;
  /** The workflow, or a refusal. */
  readonly find: (workflow: WorkflowReference) => WorkflowRuntime;
  /** Refuses while the engine shuts down. */
  readonly checkRunning: () => void;
}

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
    addNote: async (orderId, note, caller) => {
      if (note.trim() === '') throw new EngineRefusal('NOTE-ERROR', 'A note needs a text.', 400);
      await changeOrder(context, orderId, caller, { type: 'note-added', note });
    },
    notes: (orderId, limit) => store.notes(orderId, limit),
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
  await context.dispatcher.admit(workflow, created, caller);
  return { workflow_instanceid: order.orderId };
}

async function retry(context: OperationContext, orderId: OrderId, caller: Caller): Promise<RetryResult> {
  let segments = 0;
  const { state } = await changeOrder(context, orderId, caller, { type: 'retry' }, (order) => {
    segments = [...order.state.segments.values()].filter(
      ({ status }) => status === 'ERROR' || status === 'ASYNC-WAITING',
    ).length;
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

/** Applies an operator's event to an order; answers after the commit. */
async function changeOrder(
  context: OperationContext,
  orderId: OrderId,
  caller: Caller,
  event: OrderEvent,
  before?: (order: LiveOrder) => void,
): Promise<LiveOrder> {
  context.checkRunning();
  return context.dispatcher.orders.with(orderId, async (order) => {
    if (!order) throw noSuchOrder(orderId);
    if (!order.execution) await order.settled();
    checkSession(context, order);
    before?.(order);
    const isInWork = order.execution !== undefined;
    const answer = order.apply(event, { who: caller.who, source: caller.source, isOffer: !isInWork });
    if ('refused' in answer) throw new EngineRefusal(answer.refused.error, answer.refused.info);
    await answer.recorded;
    if (!order.execution) context.dispatcher.offer(order.workflow, order.state);
    return order;
  });
}

/** An order that another engine works on is not ours to change (manual: sessions). */
function checkSession({ parts }: OperationContext, { state }: LiveOrder): void {
  const owner = state.columns.sessionId;
  if (owner === 0 || owner === parts.sessionId) return;
  throw new EngineRefusal('SESSION-ERROR', `Order ${state.orderId} belongs to session ${owner}.`);
}

async function getOrder(context: OperationContext, orderId: OrderId): Promise<OrderHash> {
  const { store } = context.parts;
  const view = await store.findOrder(orderId);
  if (!view) throw noSuchOrder(orderId);
  const stored = await store.loadOrder(orderId);
  const workflow = stored && context.dispatcher.workflows.get(stored.workflowId);
  const actions = stored && workflow ? allowedActions(workflow.rules, stateFromStored(stored)) : [];
  return buildOrderHash(store, view, actions);
}

export function noSuchOrder(orderId: OrderId): EngineRefusal {
  return new EngineRefusal('INVALID-WORKFLOW-DATA', `There is no order ${orderId}.`, 404);
}
