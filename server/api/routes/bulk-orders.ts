import type { JsonObject } from '../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { EngineRefusal, type Caller, type OrderOperations, type OrderAttempt } from '../../engine/engine.ts';
import { dateTime, flag, integer } from './argument-kinds.ts';
import { orderFilter, searchArguments } from './order-search.ts';
import { badArgument, RequestRefusal } from './refusals.ts';
import { optional, required, route, type ApiContext, type ArgumentTable, type Route, type ValuesOf } from './route.ts';
import { hashById } from './shapes.ts';

interface BulkAction {
  readonly text: string;
  readonly argument?: ArgumentTable;
  attempt(given: Readonly<Record<string, unknown>>): OrderAttempt;
  act(
    orders: OrderOperations,
    orderId: OrderId,
    given: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<object | void>;
}

const simple = (
  action: 'retry' | 'cancel' | 'uncancel' | 'block' | 'unblock' | 'setError',
  text: string,
): BulkAction => ({
  text,
  attempt: () => ({ action }),
  act: (orders, orderId, _, caller) => orders[action](orderId, caller),
});

const dateOf = (given: Readonly<Record<string, unknown>>): string | null =>
  given['date'] === undefined ? null : isoFromMicros(given['date'] as number);

/** Every action that can be done to many orders at once; a row each. */
const actions: Readonly<Record<string, BulkAction>> = {
  retry: simple('retry', 'Retry many orders.'),
  cancel: simple('cancel', 'Cancel many orders.'),
  uncancel: simple('uncancel', 'Give many CANCELED orders back their status.'),
  block: simple('block', 'Block many orders.'),
  unblock: simple('unblock', 'Give many BLOCKED orders back their status.'),
  setError: simple('setError', 'Force many orders to ERROR.'),
  setPriority: {
    text: 'Set the priority of many orders.',
    argument: { priority: required(integer(0, 999), '0 is the highest, 999 the lowest.') },
    attempt: (given) => ({ action: 'setPriority', priority: given['priority'] as number }),
    act: (orders, orderId, given, caller) => orders.setPriority(orderId, given['priority'] as number, caller),
  },
  reschedule: {
    text: 'Set or clear the date of many orders that have not begun.',
    argument: { date: optional(dateTime, 'The date; without it they are no longer scheduled.', 'scheduled') },
    attempt: (given) => ({ action: 'reschedule', date: dateOf(given) }),
    act: (orders, orderId, given, caller) => orders.reschedule(orderId, dateOf(given), caller),
  },
};

const mostOrders = 1000;
const { sort: _sort, desc: _desc, offset: _offset, limit: _limit, ...filters } = searchArguments;
const bulkArguments = {
  ...filters,
  limit: optional(integer(1, mostOrders), `Most orders, the oldest first; ${mostOrders} by default.`),
  dryrun: optional(flag, 'Change nothing; say for each order what would come of it.', 'dry_run'),
};

/**
 * Calls on many orders, named by their ids or by a filter: the answer is a hash from id to the single call's answer, or to
 * `{err, desc}` where that order refused (manual: notes on semantics, bulk order calls). Filter and dry run are ours.
 */
export const bulkOrderRoutes: readonly Route[] = Object.entries(actions).map(([name, action]) =>
  route({
    method: 'PUT',
    path: 'orders',
    action: name,
    text: action.text,
    arguments: { ...bulkArguments, ...action.argument },
    result: hashById<JsonObject>({ type: 'object' }),
    run: async ({ context, arguments: given, caller }) => {
      const results: [string, JsonObject][] = [];
      for (const orderId of await ordersOf(context, given)) {
        results.push([String(orderId), await actOnOne(context, action, orderId, given, caller)]);
      }
      refuseIfAllFailed(name, results, given);
      return Object.fromEntries(results);
    },
  }),
);

/** Whoever names neither orders nor a filter would act on all of them. */
async function ordersOf(context: ApiContext, given: ValuesOf<typeof bulkArguments>): Promise<ReadonlySet<OrderId>> {
  const { dryrun: _, limit, ...filter } = given;
  const names = Object.keys(filters).filter((name) => (filter as Record<string, unknown>)[name] !== undefined);
  if (names.length === 0) {
    throw badArgument('Name orders by `ids`, or by a filter such as `statuses`, `workflowid` or `keyname`.');
  }
  if ((given.ids?.length ?? 0) > mostOrders) throw badArgument(`ids has more than ${mostOrders} values.`);
  // Orders that do not exist are told as such, so ids alone are not searched for.
  if (names.length === 1 && given.ids !== undefined) return new Set(given.ids.map((id) => asId<OrderId>(id)));
  const asked = { ...filter, sort: undefined, desc: false, offset: undefined, limit: limit ?? mostOrders };
  const rows = await context.engine.orders.search(orderFilter(context, asked, undefined));
  return new Set(rows.map((row) => asId<OrderId>(row.workflow_instanceid)));
}

async function actOnOne(
  { engine: { orders } }: ApiContext,
  action: BulkAction,
  orderId: OrderId,
  given: ValuesOf<typeof bulkArguments>,
  caller: Caller,
): Promise<JsonObject> {
  try {
    if (given.dryrun === true)
      return { dryrun: true, ...(await orders.attempt(orderId, action.attempt(given), caller)) };
    return { ...(await action.act(orders, orderId, given, caller)) };
  } catch (error) {
    if (error instanceof EngineRefusal) return { err: error.error, desc: error.message };
    throw error;
  }
}

/** `uncancel` answers 400 when every order refused (manual: notes on semantics). */
function refuseIfAllFailed(
  name: string,
  results: readonly (readonly [string, JsonObject])[],
  given: ValuesOf<typeof bulkArguments>,
): void {
  if (name !== 'uncancel' || given.dryrun === true || results.length === 0) return;
  if (results.some(([, result]) => result['err'] === undefined)) return;
  const lines = results.map(([id, result]) => `${id}: ${result['desc'] as string}`);
  throw new RequestRefusal(400, 'CANCEL-WORKFLOW-ERROR', lines.slice(0, 20).join(' '));
}
