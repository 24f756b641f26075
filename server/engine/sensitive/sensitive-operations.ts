import type { JsonObject } from '../../../schemas/model/data.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { OrderRow } from '../../../schemas/protocol/rest.ts';
import { DataError, dataFromTagged, encodeData } from '../../base/tagged-json.ts';
import { EngineRefusal, type SensitiveOperations } from '../engine.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { OrderFilter } from '../store/queries.ts';
import type { NewSubjectData } from './sensitive-data.ts';

interface Context {
  readonly parts: EngineParts;
  readonly checkRunning: () => void;
}

/** Sensitive data as operations see, change, search and delete it (manual: sensitive data). */
export function sensitiveOperations(context: Context): SensitiveOperations {
  const { sensitive, store } = context.parts;
  return {
    get: async (orderId, subject) => {
      await orderOf(context, orderId);
      return sensitive.find(orderId, subject);
    },
    replace: async (orderId, subject, given) => {
      context.checkRunning();
      const order = await orderOf(context, orderId);
      await sensitive.change(order, { ...subject, ...readSensitive(given) }, 'replace');
    },
    search: async ({ skey, svalue }, filter) => {
      const ids = await sensitive.ordersOf(skey, svalue);
      return ids.length === 0 ? [] : store.searchOrders(narrowed(filter, ids));
    },
    purge: async (subject, { force, filter }) => {
      context.checkRunning();
      const ids = await sensitive.ordersOf(subject.skey, subject.svalue);
      const rows = ids.length === 0 ? [] : await store.searchOrders(narrowed(filter, ids));
      if (!force) refuseUnfinished(rows);
      for (const { workflow_instanceid, workflowid } of rows) {
        const order = { orderId: workflow_instanceid as OrderId, workflowId: workflowid as never };
        await sensitive.remove(order, subject);
      }
      return rows;
    },
  };
}

/** `sensitive_data` of a new order: skey -> svalue -> {data, aliases, meta}. */
export function readSensitiveData(given: JsonObject | undefined, isTagged = false): readonly NewSubjectData[] {
  return Object.entries(given ?? {}).flatMap(([skey, subjects]) => {
    if (!isHash(subjects)) throw wrong('sensitive_data holds a hash of subjects under each kind of key');
    return Object.entries(subjects).map(([svalue, entry]): NewSubjectData => {
      if (!isHash(entry)) throw wrong('sensitive_data holds data, aliases and meta for each subject');
      return { skey, svalue, ...readSensitive({ ...entry, isTagged }) };
    });
  });
}

/** Nothing of the data is ever part of a message. */
function readSensitive(given: {
  readonly data?: unknown;
  readonly meta?: unknown;
  readonly aliases?: unknown;
  readonly isTagged?: boolean;
}): Omit<NewSubjectData, 'skey' | 'svalue'> {
  const encode = (value: JsonObject) => (given.isTagged === true ? dataFromTagged(value) : encodeData(value));
  const { data, meta, aliases } = given;
  if (!isHash(data)) throw wrong('data must be a hash');
  if (meta !== undefined && meta !== null && !isHash(meta)) throw wrong('meta must be a hash');
  if (aliases !== undefined && aliases !== null && !isTexts(aliases)) throw wrong('aliases must be a list of texts');
  try {
    return {
      data: encode(data),
      ...(isHash(meta) ? { meta: encode(meta) } : {}),
      ...(isTexts(aliases) ? { aliases } : {}),
    };
  } catch (error) {
    if (error instanceof DataError) throw wrong('a value of it cannot be stored');
    throw error;
  }
}

/** An order that goes on may still need it (manual: purgeSensitiveData). */
function refuseUnfinished(rows: readonly OrderRow[]): void {
  const unfinished = rows
    .filter(({ workflowstatus }) => !isFinal(workflowstatus))
    .map((row) => row.workflow_instanceid);
  if (unfinished.length === 0) return;
  const info = `Orders ${unfinished.slice(0, 10).join(', ')} are not COMPLETE or CANCELED; with force their data is deleted too.`;
  throw new EngineRefusal('ORDER-STATUS-ERROR', info);
}

function narrowed(filter: OrderFilter, ids: readonly OrderId[]): OrderFilter {
  const asked = filter.ids;
  return { ...filter, ids: asked === undefined ? ids : ids.filter((id) => asked.includes(id)) };
}

async function orderOf({ parts }: Context, orderId: OrderId) {
  const stored = await parts.store.loadOrder(orderId);
  if (!stored) throw new EngineRefusal('INVALID-WORKFLOW-DATA', `There is no order ${orderId}.`, 404);
  return stored;
}

function wrong(info: string): EngineRefusal {
  return new EngineRefusal('SENSITIVE-DATA-ERROR', `Sensitive data is refused: ${info}.`, 400);
}

function isHash(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
