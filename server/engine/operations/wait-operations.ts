import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import type { QueueHash, SegmentHash, SegmentStepHash } from '../../../schemas/protocol/rest.ts';
import { DataError, dataFromTagged, encodeData, plainFromData } from '../../base/tagged-json.ts';
import { EngineRefusal, type QueueOperations, type SyncEventOperations } from '../engine.ts';
import type { Plan } from '../machine/plan.ts';
import type { AsyncQueues } from '../queues/async-queues.ts';
import type { Store } from '../store/store.ts';
import type { SyncEvents } from '../sync-events/sync-events.ts';

interface Context {
  readonly store: Store;
  readonly queues: AsyncQueues;
  readonly syncEvents: SyncEvents;
  /** Refuses while the engine shuts down. */
  readonly checkRunning: () => void;
}

/** Queues as people and end systems handle them (manual: async queues). */
export function queueOperations({ store, queues, checkRunning }: Context): QueueOperations {
  const find = async (queue: string): Promise<QueueHash> => {
    const found = (await store.queues()).find(({ name, queueid }) => name === queue || String(queueid) === queue);
    if (!found) throw new EngineRefusal('UNKNOWN-QUEUE', `There is no queue ${JSON.stringify(queue)}.`, 404);
    return found;
  };
  const change = async (queue: string, act: (name: string) => Promise<void>): Promise<void> => {
    checkRunning();
    await act((await find(queue)).name);
  };
  return {
    list: () => store.queues(),
    get: find,
    entries: async (filter) => store.queueEntries({ ...filter, queue: (await find(filter.queue)).name }),
    entry: async (queue, key) => {
      const found = await store.queueEntry((await find(queue)).name, key);
      if (!found) throw noSuchKey(queue, key);
      return { ...found.row, data: found.data === null ? null : plainFromData(found.data as JsonText) };
    },
    update: (queue, key, data, caller, options) =>
      change(queue, (name) => queues.update(name, key, textOf(data, options?.isTagged), caller)),
    insert: (queue, key, data, caller, options) =>
      change(queue, (name) => queues.insert(name, key, textOf(data, options?.isTagged), caller)),
    correct: (queue, key, caller) => change(queue, (name) => queues.correct(name, key, caller)),
    cancel: (queue, key, caller) =>
      change(queue, async (name) => {
        if (await store.findQueueEntry(name, key)) await queues.cancel(name, key, caller);
        else await queues.removeEarly(name, key);
      }),
    rename: (queue, oldKey, newKey, caller) => change(queue, (name) => queues.rename(name, oldKey, newKey, caller)),
  };
}

/** Synchronization events as people and programs handle them (manual: sync events). */
export function syncEventOperations({ store, syncEvents, checkRunning }: Context): SyncEventOperations {
  const find = async (eventType: string) => {
    const found = (await store.eventTypes()).find(
      ({ name, workflow_event_typeid }) => name === eventType || String(workflow_event_typeid) === eventType,
    );
    if (!found) {
      throw new EngineRefusal('UNKNOWN-EVENT-TYPE', `There is no event type ${JSON.stringify(eventType)}.`, 404);
    }
    return found;
  };
  return {
    types: () => store.eventTypes(),
    type: find,
    events: async (filter) => {
      const { eventType } = filter;
      return store.syncEvents(
        eventType === undefined ? filter : { ...filter, eventType: (await find(eventType)).name },
      );
    },
    event: async (eventType, key) => {
      const [event] = await store.syncEvents({ eventType: (await find(eventType)).name, key, limit: 1, offset: 0 });
      if (!event) throw noSuchKey(eventType, key);
      return event;
    },
    post: async (eventType, key) => {
      checkRunning();
      if (key === '') throw new EngineRefusal('POST-ERROR', 'An event needs a key that is not empty.', 400);
      return syncEvents.post((await find(eventType)).name, key);
    },
  };
}

/** A workflow's segments as people read them (manual: workflow segments). */
export function segmentsOf(plan: Plan): readonly SegmentHash[] {
  const stepOf = (stepId: Plan['steps'][number]['stepId']): SegmentStepHash => {
    const step = plan.stepById.get(stepId);
    if (!step) throw new Error(`Step ${stepId} is not in the plan of ${plan.name}`);
    const { name, version, stepType, arrayType } = step;
    return { stepid: stepId, name, version, steptype: stepType, arraytype: arrayType };
  };
  return plan.segments.map(({ segmentId, steps, entry, dependsOn }) => ({
    segmentid: segmentId,
    entry: entry === undefined ? null : stepOf(entry),
    steps: steps.map(stepOf),
    dependencies: dependsOn,
  }));
}

function noSuchKey(where: string, key: string): EngineRefusal {
  return new EngineRefusal('INVALID-KEY', `${where} has no key ${JSON.stringify(key)}.`, 404);
}

function textOf(data: JsonValue, isTagged = false): JsonText {
  try {
    return isTagged ? dataFromTagged(data) : encodeData(data);
  } catch (error) {
    if (error instanceof DataError) throw new EngineRefusal('QUEUE-DATA-ERROR', error.message, 400);
    throw error;
  }
}
