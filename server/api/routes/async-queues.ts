import type { JsonValue } from '../../../schemas/model/data.ts';
import { queueStatusCodes, type QueueStatus } from '../../../schemas/model/status.ts';
import type { QueueOperations, Caller } from '../../engine/engine.ts';
import { anything, flag, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { optional, required, route, type Route } from './route.ts';
import { listOfShape, ok, one } from './shapes.ts';

const statuses = [...Object.keys(queueStatusCodes), 'EARLY'] as readonly (QueueStatus | 'EARLY')[];
const key = required(text({ max: 1000 }), 'The key that a step has submitted.', 'queuekey');
const data = optional(anything, 'The answer; any value. Bodies in YAML keep their types.');

/** Queues of asynchronous steps (manual: REST API, async queues). */
export const queueRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'async-queues',
    text: 'All queues, with how many entries wait.',
    result: listOfShape('QueueHash'),
    run: async ({ context }) => context.engine.queues.list(),
  }),
  route({
    method: 'GET',
    path: 'async-queues/{queue}',
    text: 'One queue.',
    result: one('QueueHash'),
    run: async ({ context, path }) => context.engine.queues.get(path.queue),
  }),
  route({
    method: 'GET',
    path: 'async-queues/{queue}',
    action: 'status',
    text: 'How many entries of the queue wait for data, and how many wait to be taken.',
    result: one('QueueHash'),
    run: async ({ context, path }) => context.engine.queues.get(path.queue),
  }),
  route({
    method: 'GET',
    path: 'async-queues/{queue}',
    action: 'info',
    text: 'The entry of one key, with its data.',
    arguments: { key },
    result: one('QueueEntryHash'),
    run: async ({ context, path, arguments: given }) => context.engine.queues.entry(path.queue, given.key),
  }),
  route({
    method: 'GET',
    path: 'async-queues/{queue}',
    action: 'qinfo',
    text: 'Entries of the queue by key; USED ones only when their status is asked for.',
    arguments: {
      status: optional(listOf(oneOf(statuses, 'INVALID-STATUS')), 'Only these.', 'statuses'),
      user: optional(text({ max: 255 }), 'Only those that this user has locked.'),
      user_interaction_locked: optional(flag, 'Only those that somebody has locked, or nobody.'),
      limit: optional(integer(1, 10_000), 'Most entries; 100 by default.'),
      offset: optional(integer(0), 'Entries to leave out first.'),
    },
    result: listOfShape('QueueEntryRow'),
    run: async ({ context, path, arguments: given }) => {
      await context.engine.queues.get(path.queue);
      return context.engine.queues.entries({
        queue: path.queue,
        ...present({ statuses: given.status, user: given.user, isLocked: given.user_interaction_locked }),
        limit: given.limit ?? 100,
        offset: given.offset ?? 0,
      });
    },
  }),
  entryAction(
    'update',
    'Deliver the answer that a step waits for: its entry becomes RECEIVED and the order goes on.',
    'update',
  ),
  entryAction(
    'insert',
    'As update; an answer that comes before any step has submitted its key is kept for it (ours).',
    'insert',
  ),
  route({
    method: 'POST',
    path: 'async-queues/{queue}',
    action: 'cancel',
    text: 'Make a WAITING entry USED: answers for it are refused. Data that came too early are forgotten.',
    arguments: { key },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.queues.cancel(path.queue, given.key, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'async-queues/{queue}',
    action: 'key',
    text: 'Give a WAITING entry another key.',
    arguments: {
      oldkey: required(text({ max: 1000 }), 'The key now.'),
      newkey: required(text({ max: 1000 }), 'The key from now on.'),
    },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.queues.rename(path.queue, given.oldkey, given.newkey, caller);
      return 'OK' as const;
    },
  }),
];

function entryAction(action: string, about: string, method: 'update' | 'insert'): Route {
  return route({
    method: 'POST',
    path: 'async-queues/{queue}',
    action,
    text: about,
    arguments: { key, data },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      const value = given.data ?? null;
      await deliver(context.engine.queues, method, { queue: path.queue, key: given.key, value }, caller);
      return 'OK' as const;
    },
  });
}

/** A body in YAML may hold tagged values; in plain JSON every key that begins with `$` is the user's own. */
async function deliver(
  queues: QueueOperations,
  method: 'update' | 'insert',
  { queue, key: name, value }: { readonly queue: string; readonly key: string; readonly value: JsonValue },
  caller: Caller,
): Promise<void> {
  const isTagged = JSON.stringify(value).includes('"$type"');
  await queues[method](queue, name, value, caller, { isTagged });
}
