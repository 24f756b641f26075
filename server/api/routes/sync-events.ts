import { dateTime, flag, integer, text } from './argument-kinds.ts';
import { named, namingArguments } from './naming.ts';
import { present } from './present.ts';
import { optional, required, route, type ApiContext, type Route, type ValuesOf } from './route.ts';
import { anyShape, listOfShape, listOrNames, one } from './shapes.ts';

const searchArguments = {
  eventkey: optional(text({ max: 1000 }), 'Only this key.', 'key'),
  posted: optional(flag, 'Only posted ones, or only those that are not.'),
  modified: optional(dateTime, 'Only events that changed at this date or later.'),
  maxmodified: optional(dateTime, 'Only events that changed at this date or before.'),
  limit: optional(integer(1, 10_000), 'Most events; 100 by default.'),
  offset: optional(integer(0), 'Events to leave out first.'),
};

/** Synchronization events (manual: REST API, sync events). */
export const syncEventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'sync-events',
    text: 'All event types.',
    arguments: namingArguments,
    result: listOrNames('EventTypeHash'),
    run: async ({ context, arguments: given }) => named(await context.engine.syncEvents.types(), given, (row) => row),
  }),
  route({
    method: 'GET',
    path: 'sync-events',
    action: 'events',
    text: 'Search events of all types.',
    arguments: { eventname: optional(text({ max: 160 }), 'Only this type.'), ...searchArguments },
    result: listOfShape('SyncEventRow'),
    run: async ({ context, arguments: given }) => search(context, given, given.eventname),
  }),
  route({
    method: 'GET',
    path: 'sync-events/{type}',
    text: 'One event type.',
    result: one('EventTypeHash'),
    run: async ({ context, path }) => context.engine.syncEvents.type(path.type),
  }),
  route({
    method: 'GET',
    path: 'sync-events/{type}',
    action: 'events',
    text: 'Search events of one type.',
    arguments: searchArguments,
    result: listOfShape('SyncEventRow'),
    run: async ({ context, path, arguments: given }) => {
      await context.engine.syncEvents.type(path.type);
      return search(context, given, path.type);
    },
  }),
  route({
    method: 'PUT',
    path: 'sync-events/{type}',
    action: 'post',
    text: 'Post an event: every step that is bound to it goes on, now and later. True when it was not posted before.',
    arguments: { eventkey: required(text({ max: 1000 }), 'Its key.', 'key') },
    result: anyShape,
    run: async ({ context, path, arguments: given, caller }) =>
      context.engine.syncEvents.post(path.type, given.eventkey, caller),
  }),
  route({
    method: 'GET',
    path: 'sync-events/{type}/{key}',
    text: 'One event.',
    result: one('SyncEventRow'),
    run: async ({ context, path }) => context.engine.syncEvents.event(path.type, path.key),
  }),
  route({
    method: 'PUT',
    path: 'sync-events/{type}/{key}',
    action: 'post',
    text: 'Post an event: every step that is bound to it goes on, now and later. True when it was not posted before.',
    result: anyShape,
    run: async ({ context, path, caller }) => context.engine.syncEvents.post(path.type, path.key, caller),
  }),
];

function search(context: ApiContext, given: ValuesOf<typeof searchArguments>, eventType: string | undefined) {
  return context.engine.syncEvents.events({
    ...present({
      eventType,
      key: given.eventkey,
      posted: given.posted,
      minModified: given.modified,
      maxModified: given.maxmodified,
    }),
    limit: given.limit ?? 100,
    offset: given.offset ?? 0,
  });
}
