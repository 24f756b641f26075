import type { JsonText } from '../../../schemas/model/data.ts';
import type { OrderColumns } from '../../../schemas/model/order.ts';
import { asId } from '../../../schemas/model/ids.ts';
import type { OrderState } from './state.ts';
import type { MachineChange, NewOrder, Occasion, Rules, Transition } from './transition-types.ts';

/** A new order: READY, SCHEDULED when its time is still to come, or BLOCKED when that was asked for (manual: create order). */
export function createOrder(rules: Rules, occasion: Occasion, order: NewOrder): Transition {
  const columns = initialColumns(order, occasion);
  const created: MachineChange = {
    type: 'order-created',
    columns,
    ...(order.externalOrderId === undefined ? {} : { externalOrderId: order.externalOrderId }),
    ...(order.parentOrderId === undefined ? {} : { parentOrderId: order.parentOrderId }),
    ...(order.isSubworkflow === true ? { isSubworkflow: true } : {}),
    ...(order.staticData === undefined ? {} : { staticData: order.staticData }),
    ...(order.dynamicData === undefined ? {} : { dynamicData: order.dynamicData }),
    ...(order.keys === undefined ? {} : { keys: order.keys }),
    ...(order.uniqueKeys === undefined ? {} : { uniqueKeys: order.uniqueKeys }),
  };
  const history: MachineChange = {
    type: 'history',
    sequence: 1,
    who: occasion.who,
    transition: 'created',
    status: columns.status,
    previousStatus: null,
    segmentId: null,
    stepId: null,
    ind: null,
    attempt: null,
    patch: initialPatch(order),
  };
  return { state: initialState(rules, occasion, order, columns), changes: [created, history], effects: [] };
}

/** What changes later begins here, so that history alone can tell the data of any moment. */
function initialPatch(order: NewOrder): JsonText | null {
  const parts = [
    order.dynamicData === undefined ? [] : [`"dynamicData":${order.dynamicData}`],
    order.keys === undefined || Object.keys(order.keys).length === 0
      ? []
      : [`"orderKeys":${JSON.stringify(order.keys)}`],
  ].flat();
  return parts.length === 0 ? null : (`{${parts.join(',')}}` as JsonText);
}

function initialColumns(order: NewOrder, occasion: Occasion): OrderColumns {
  const isLater = order.scheduled !== null && order.scheduled > occasion.at;
  const waiting = isLater ? 'SCHEDULED' : 'READY';
  return {
    status: order.initialStatus === 'BLOCKED' ? 'BLOCKED' : waiting,
    originalStatus: order.initialStatus === 'BLOCKED' ? waiting : null,
    sessionId: asId(0),
    synchronous: false,
    priority: order.priority,
    scheduled: order.scheduled,
    started: occasion.at,
    completed: null,
    warnings: 0,
    errors: 0,
    retries: 0,
    businessError: false,
    customStatus: null,
    operatorLock: null,
  };
}

function initialState(rules: Rules, occasion: Occasion, order: NewOrder, columns: OrderColumns): OrderState {
  return {
    orderId: order.orderId,
    workflowId: rules.plan.workflowId,
    columns,
    externalOrderId: order.externalOrderId ?? null,
    parentOrderId: order.parentOrderId ?? null,
    isSubworkflow: order.isSubworkflow === true,
    staticData: order.staticData ?? null,
    dynamicData: order.dynamicData ?? null,
    keys: order.keys ?? {},
    segments: new Map(),
    steps: new Map(),
    arrays: new Map(),
    elements: new Map(),
    historyLength: 1,
    modified: occasion.at,
    calls: new Map(),
    tried: new Set(),
    businessErrors: new Set(),
    isStopping: false,
    tempData: null,
  };
}
