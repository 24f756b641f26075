import type { Caller, OrderOperations } from '../../engine/engine.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import { text } from './argument-kinds.ts';
import { optional, required, route, type Route } from './route.ts';
import { ok } from './shapes.ts';

type Act = (orders: OrderOperations, orderId: OrderId, note: string | undefined, caller: Caller) => Promise<void>;

/** The operator's lock: while one holds an order, others change nothing of it (manual: REST API, orders). */
export const orderLockRoutes: readonly Route[] = [
  lockAction('lock', 'Take the operator lock; from then on only you change the order.', true, (orders, id, note, who) =>
    orders.lock(id, note ?? '', who),
  ),
  lockAction('unlock', 'Give your operator lock back.', false, (orders, id, note, who) => orders.unlock(id, note, who)),
  lockAction('breakLock', 'Take away the lock of another operator.', true, (orders, id, note, who) =>
    orders.breakLock(id, note ?? '', who),
  ),
];

function lockAction(action: string, about: string, needsNote: boolean, act: Act): Route {
  const note = needsNote ? required(text(), 'Why; kept as a note of the order.') : optional(text(), 'Kept as a note.');
  return route({
    method: 'PUT',
    path: 'orders/{order}',
    action,
    text: about,
    arguments: { note },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await act(context.engine.orders, path.order, given.note, caller);
      return 'OK' as const;
    },
  });
}
