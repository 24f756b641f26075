import type { OrderId } from '../../../schemas/model/ids.ts';
import { type Caller, EngineRefusal, type WorkflowReference } from '../engine.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { refuseLocked } from '../machine/operator-lock.ts';
import type { OrderState } from '../machine/state.ts';
import { transition } from '../machine/transition.ts';
import { isRefusal, type OrderEvent } from '../machine/transition-types.ts';

/** What the operations need to know of the engine around them. */
export interface OperationContext {
  readonly parts: EngineParts;
  readonly dispatcher: Dispatcher;
  /** The workflow, or a refusal. */
  readonly find: (workflow: WorkflowReference) => WorkflowRuntime;
  /** Refuses while the engine shuts down. */
  readonly checkRunning: () => void;
}

/** Applies an operator's event to an order; answers after the commit. */
export async function changeOrder(
  context: OperationContext,
  orderId: OrderId,
  caller: Caller,
  event: OrderEvent | ((order: LiveOrder) => OrderEvent),
): Promise<LiveOrder> {
  context.checkRunning();
  return context.dispatcher.orders.with(orderId, async (order) => {
    if (!order) throw noSuchOrder(orderId);
    if (!order.execution) await order.settled();
    checkSession(context, order);
    const decided = typeof event === 'function' ? event(order) : event;
    checkLock(order, caller, decided);
    const isInWork = order.execution !== undefined;
    const answer = order.apply(decided, { who: caller.who, source: caller.source, isOffer: !isInWork });
    if ('refused' in answer) throw new EngineRefusal(answer.refused.error, answer.refused.info);
    await answer.recorded;
    if (!order.execution) context.dispatcher.offer(order.workflow, order.state);
    return order;
  });
}

/** What would come of an event, with every check of the change itself; nothing is done. */
export async function tryOrder(
  context: OperationContext,
  orderId: OrderId,
  caller: Caller,
  event: OrderEvent,
): Promise<OrderState> {
  return context.dispatcher.orders.with(orderId, async (order) => {
    if (!order) throw noSuchOrder(orderId);
    checkSession(context, order);
    checkLock(order, caller, event);
    const occasion = { at: context.parts.clock.nowMicros(), who: caller.who };
    const answer = transition(order.workflow.rules, occasion, order.state, event);
    if (isRefusal(answer)) throw new EngineRefusal(answer.refused.error, answer.refused.info);
    return answer.state;
  });
}

export function noSuchOrder(orderId: OrderId): EngineRefusal {
  return new EngineRefusal('INVALID-WORKFLOW-DATA', `There is no order ${orderId}.`, 404);
}

/** An order that another engine works on is not ours to change (manual: sessions). */
function checkSession({ parts }: OperationContext, { state }: LiveOrder): void {
  const owner = state.columns.sessionId;
  if (owner === 0 || owner === parts.sessionId) return;
  throw new EngineRefusal('SESSION-ERROR', `Order ${state.orderId} belongs to session ${owner}.`);
}

/** What others may do with an order that an operator holds: speak about it, and take it away with a reason. */
const openToAll: readonly OrderEvent['type'][] = ['note-added', 'lock-broken', 'form-lock-broken'];

function checkLock({ state }: LiveOrder, { who }: Caller, event: OrderEvent): void {
  if (openToAll.includes(event.type)) return;
  const locked = refuseLocked({ state, occasion: { who, at: state.modified } });
  if (locked) throw new EngineRefusal(locked.refused.error, locked.refused.info);
}
