import { asId, type StepId } from '../../../schemas/model/ids.ts';
import type { RetryResult } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { StatusResult } from '../../engine/engine.ts';
import { dateTime, flag, integer, text } from './argument-kinds.ts';
import { arrayIndexes } from './array-indexes.ts';
import { errorFilter, errorSearchArguments } from './error-search.ts';
import { orderFilter, searchArguments } from './order-search.ts';
import { optional, required, route, type Route } from './route.ts';
import { hashOf, listOfShape, ok, one } from './shapes.ts';

const statusResult = hashOf<StatusResult>({ workflow_status: { type: 'string' } });

/** Orders: search, look and act (manual: REST API, orders). Calls on many at once are in bulk-orders.ts. */
export const orderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'orders',
    text: 'Search orders; newest first, 100 at most unless `limit` says otherwise.',
    arguments: searchArguments,
    result: listOfShape('OrderRow'),
    run: async ({ context, arguments: given }) => context.engine.orders.search(orderFilter(context, given, undefined)),
  }),
  route({
    method: 'GET',
    path: 'orders',
    action: 'listErrors',
    text: 'Search the errors of all orders.',
    arguments: errorSearchArguments,
    result: listOfShape('ErrorInstanceRow'),
    run: async ({ context, arguments: given }) => context.engine.orders.errorInstances(errorFilter(context, given)),
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    text: 'One order with its data, steps, errors, notes and what may be done with it now.',
    result: one('OrderHash'),
    run: async ({ context, path }) => context.engine.orders.get(path.order),
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'listErrors',
    text: 'Search the errors of one order.',
    arguments: errorSearchArguments,
    result: listOfShape('ErrorInstanceRow'),
    run: async ({ context, path, arguments: given }) => {
      await context.engine.orders.get(path.order);
      return context.engine.orders.errorInstances(errorFilter(context, given, { orderId: path.order }));
    },
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'notes',
    text: 'The notes of an order, newest first.',
    arguments: { limit: optional(integer(1, 10_000), 'Most notes; 100 by default.') },
    result: listOfShape('NoteRow'),
    run: async ({ context, path, arguments: given }) => {
      await context.engine.orders.get(path.order);
      return context.engine.orders.notes(path.order, given.limit ?? 100);
    },
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'history',
    text: 'Every transition of an order with the data it changed (ours).',
    arguments: {
      after: optional(integer(0), 'Only transitions with a higher sequence number.'),
      limit: optional(integer(1, 10_000), 'Most transitions; 1000 by default.'),
    },
    result: listOfShape('HistoryRow'),
    run: async ({ context, path, arguments: given }) => {
      await context.engine.orders.get(path.order);
      return context.engine.orders.history(path.order, { after: given.after ?? 0, limit: given.limit ?? 1000 });
    },
  }),
  route({
    method: 'POST',
    path: 'orders/{order}',
    action: 'notes',
    text: 'Add a note to an order.',
    arguments: { note: required(text(), 'The note.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.orders.addNote(path.order, given.note, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'retry',
    text: 'Retry an order in ERROR, RETRY or ASYNC-WAITING now.',
    result: one('RetryResult'),
    run: async ({ context, path, caller }): Promise<RetryResult> => context.engine.orders.retry(path.order, caller),
  }),
  statusAction('setError', 'Force an order in RETRY, CANCELED, BLOCKED or ASYNC-WAITING to ERROR.'),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'skipStep',
    text: 'Skip a step in ERROR, RETRY, EVENT-WAITING or ASYNC-WAITING; then the order is retried.',
    arguments: {
      stepid: required(integer(1), 'Id of the step.'),
      ind: optional(
        arrayIndexes,
        'Elements of an array step as a list or ranges, for example "1,3,5-7"; 0 by default.',
      ),
      noretry: optional(flag, 'Do not retry the order.'),
    },
    result: statusResult,
    run: async ({ context, path, arguments: given, caller }) => {
      const skip = { stepId: asId<StepId>(given.stepid), inds: given.ind ?? [0], noRetry: given.noretry ?? false };
      return context.engine.orders.skipStep(path.order, skip, caller);
    },
  }),
  statusAction('cancel', 'Set an order to CANCELED; refused while it is IN-PROGRESS.'),
  statusAction('uncancel', 'Give a CANCELED order back its status.'),
  statusAction('block', 'Set an order to BLOCKED; refused while it is IN-PROGRESS.'),
  statusAction('unblock', 'Give a BLOCKED order back its status.'),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'reschedule',
    text: 'Set or clear the date before which an order does not start.',
    arguments: { date: optional(dateTime, 'The date; without it the order is no longer scheduled.', 'scheduled') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      const date = given.date === undefined ? null : isoFromMicros(given.date);
      await context.engine.orders.reschedule(path.order, date, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'setPriority',
    text: 'Set the priority of an order that is not COMPLETE.',
    arguments: { priority: required(integer(0, 999), '0 is the highest, 999 the lowest, 500 the default.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.orders.setPriority(path.order, given.priority, caller);
      return 'OK' as const;
    },
  }),
];

function statusAction(action: 'cancel' | 'uncancel' | 'block' | 'unblock' | 'setError', about: string): Route {
  return route({
    method: 'PUT',
    path: 'orders/{order}',
    action,
    text: about,
    result: statusResult,
    run: async ({ context, path, caller }) => context.engine.orders[action](path.order, caller),
  });
}
