import type { JsonObject } from '../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import { EngineRefusal, type Caller, type OrderOperations } from '../../engine/engine.ts';
import { integer, listOf } from './argument-kinds.ts';
import { required, route, type Route } from './route.ts';
import { hashById } from './shapes.ts';

const actions = {
  retry: 'Retry many orders.',
  cancel: 'Cancel many orders.',
  uncancel: 'Give many CANCELED orders back their status.',
  block: 'Block many orders.',
  unblock: 'Give many BLOCKED orders back their status.',
} as const;
type BulkAction = keyof typeof actions;

/**
 * Calls on many orders: the answer is a hash from id to the single call's answer, or to `{err, desc}` where that order
 * refused (manual: notes on semantics, bulk order calls).
 */
export const bulkOrderRoutes: readonly Route[] = (Object.keys(actions) as BulkAction[]).map((action) =>
  route({
    method: 'PUT',
    path: 'orders',
    action,
    text: actions[action],
    arguments: { ids: required(listOf(integer(1), 1000), 'Order ids.', 'workflow_instanceid') },
    result: hashById<JsonObject>({ type: 'object' }),
    run: async ({ context, arguments: given, caller }) => {
      const results: [string, JsonObject][] = [];
      for (const id of new Set(given.ids)) {
        results.push([String(id), await actOnOne(context.engine.orders, action, asId<OrderId>(id), caller)]);
      }
      return Object.fromEntries(results);
    },
  }),
);

async function actOnOne(
  orders: OrderOperations,
  action: BulkAction,
  orderId: OrderId,
  caller: Caller,
): Promise<JsonObject> {
  try {
    return { ...(await orders[action](orderId, caller)) };
  } catch (error) {
    if (error instanceof EngineRefusal) return { err: error.error, desc: error.message };
    throw error;
  }
}
