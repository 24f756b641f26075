import type { JsonObject, JsonText, Micros } from '../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import type { CreateOrderRequest } from '../../../schemas/protocol/rest.ts';
import type { OrderCreated } from '../../../schemas/model/order.ts';
import { DataError, dataFromTagged, encodeData } from '../../base/tagged-json.ts';
import { EngineRefusal } from '../engine.ts';
import { checkOrderKeys } from '../machine/change-data.ts';
import { utf8Length } from '../machine/json-text.ts';
import type { NewOrder } from '../machine/transition-types.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { staticDataCheck } from './static-data-type.ts';

type Keys = Readonly<Record<string, readonly string[]>>;
const defaultPriority = 500;
const lowestPriority = 999;
const longestExternalId = 40;

/** Checks a request for a new order (manual: create order); refuses with the manual's exception code and the place. */
export function readRequest(workflow: WorkflowRuntime, request: CreateOrderRequest): Omit<NewOrder, 'orderId'> {
  const keys = checkedKeys(workflow, 'orderkeys', request.orderkeys);
  const uniqueKeys = readUniqueKeys(workflow, request);
  const external = readExternalId(request.external_order_instanceid);
  if (request.staticdata === undefined && external === undefined) {
    throw new EngineRefusal('ORDER-DATA-ERROR', 'An order needs staticdata or external_order_instanceid.', 400);
  }
  return {
    priority: readPriority(request.priority ?? defaultPriority),
    scheduled: request.scheduled === undefined ? null : readDate('scheduled', request.scheduled),
    initialStatus: readStatus(request.status ?? 'READY'),
    ...(external === undefined ? {} : { externalOrderId: external }),
    ...readParent(request.parent_workflow_instanceid),
    ...readData(workflow, request),
    keys: withUniqueKeys(keys, uniqueKeys),
    ...(uniqueKeys.length === 0 ? {} : { uniqueKeys }),
  };
}

/** A priority from 0 (first) to 999, or a refusal. */
export function readPriority(priority: unknown): number {
  if (typeof priority === 'number' && Number.isInteger(priority) && priority >= 0 && priority <= lowestPriority) {
    return priority;
  }
  const info = `priority must be an integer from 0 (first) to ${lowestPriority}; got ${JSON.stringify(priority)}.`;
  throw new EngineRefusal('SUBMIT-ORDER-ERROR', info, 400);
}

/** A moment in ISO-8601; without a zone it is UTC. */
export function readDate(name: string, text: unknown): Micros {
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
  const isDated = typeof text === 'string' && iso.test(text);
  const hasZone = isDated && /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const milliseconds = isDated ? Date.parse(hasZone || text.length === 10 ? text : `${text}Z`) : Number.NaN;
  if (Number.isFinite(milliseconds)) return milliseconds * 1000;
  const info = `${name} must be a date like 2026-05-31T14:00:00Z; got ${JSON.stringify(text)}.`;
  throw new EngineRefusal('SUBMIT-ORDER-ERROR', info, 400);
}

function readParent(id: unknown): { parentOrderId?: OrderId } {
  if (id === undefined || id === null) return {};
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return { parentOrderId: asId(id) };
  const info = `parent_workflow_instanceid must be the id of an order; got ${JSON.stringify(id)}.`;
  throw new EngineRefusal('SUBMIT-ORDER-ERROR', info, 400);
}

function readStatus(status: unknown): NewOrder['initialStatus'] {
  if (status === 'READY' || status === 'BLOCKED') return status;
  const info = `A new order is READY or BLOCKED; got ${JSON.stringify(status)}.`;
  throw new EngineRefusal('SUBMIT-ORDER-ERROR', info, 400);
}

function readExternalId(id: unknown): string | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id === 'string' && id !== '' && id.length <= longestExternalId) return id;
  const info = `external_order_instanceid must be a text of 1 to ${longestExternalId} characters.`;
  throw new EngineRefusal('ORDER-DATA-ERROR', info, 400);
}

function readData(
  workflow: WorkflowRuntime,
  request: CreateOrderRequest,
): { staticData?: JsonText; dynamicData?: JsonText } {
  const { staticdata, dynamicdata } = request;
  const type = workflow.manifest.staticDataType;
  const wrong = staticdata === undefined || type === undefined ? undefined : staticDataCheck(type)(staticdata);
  if (wrong !== undefined) {
    const info = `The static data does not fit the staticdata-type of ${workflow.program}: ${wrong}.`;
    throw new EngineRefusal('ORDER-DATA-ERROR', info, 400);
  }
  const { maxDatumBytes, maxOrderBytes } = workflow.rules;
  const texts = {
    ...(staticdata === undefined ? {} : { staticData: textOf('staticdata', staticdata, maxDatumBytes) }),
    ...(dynamicdata === undefined ? {} : { dynamicData: textOf('dynamicdata', dynamicdata, maxDatumBytes) }),
  };
  const total = Object.values(texts).reduce((sum, text) => sum + utf8Length(text), 0);
  if (total > maxOrderBytes) throw tooLarge('The order', total, maxOrderBytes);
  return texts;
}

function textOf(name: string, data: JsonObject, maxBytes: number): JsonText {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    throw new EngineRefusal('ORDER-DATA-ERROR', `${name} must be a hash (a JSON object).`, 400);
  }
  try {
    // A body in YAML may hold tagged values; in plain JSON every key that begins with `$` is the user's own.
    const text = JSON.stringify(data).includes('"$type"') ? dataFromTagged(data) : encodeData(data);
    if (utf8Length(text) > maxBytes) throw tooLarge(name, utf8Length(text), maxBytes);
    return text;
  } catch (error) {
    if (error instanceof DataError) throw new EngineRefusal('ORDER-DATA-ERROR', `${name}: ${error.message}`, 400);
    throw error;
  }
}

function tooLarge(what: string, bytes: number, limit: number): EngineRefusal {
  return new EngineRefusal('ORDER-DATA-ERROR', `${what} has ${bytes} bytes of data; the limit is ${limit}.`, 400);
}

function checkedKeys(workflow: WorkflowRuntime, name: string, keys: CreateOrderRequest['orderkeys']): Keys {
  const lists = listsOfKeys(name, keys ?? {});
  const wrong = checkOrderKeys(workflow.manifest, lists, false);
  if (wrong) throw new EngineRefusal(wrong.refused.error, wrong.refused.info, 400);
  return lists;
}

/** Order keys as a request gives them, each name with its values; refuses what is no key. */
export function listsOfKeys(name: string, keys: NonNullable<CreateOrderRequest['orderkeys']>): Keys {
  if (keys === null || typeof keys !== 'object' || Array.isArray(keys)) {
    throw new EngineRefusal('WORKFLOW-KEY-ERROR', `${name} must be a hash of key names and values.`, 400);
  }
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]) => {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      const texts = values.map((one) => (typeof one === 'string' || typeof one === 'number' ? String(one) : undefined));
      if (texts.some((text) => text === undefined)) {
        throw new EngineRefusal(
          'WORKFLOW-KEY-ERROR',
          `${name}.${key} must be a text, a number or a list of them.`,
          400,
        );
      }
      return [key, [...new Set(texts as string[])]];
    }),
  );
}

type UniqueKeys = NonNullable<OrderCreated['uniqueKeys']>;

function readUniqueKeys(workflow: WorkflowRuntime, request: CreateOrderRequest): UniqueKeys {
  const scopes = [
    ['global', 'global_unique_key'],
    ['workflow-name', 'workflow_unique_key'],
    ['workflow-version', 'workflow_specific_unique_key'],
  ] as const;
  return scopes.flatMap(([scope, name]) => {
    const keys = request[name];
    return keys === undefined ? [] : [{ scope, keys: checkedKeys(workflow, name, keys) }];
  });
}

/** Unique keys are order keys as well (manual: order keys). */
function withUniqueKeys(keys: Keys, unique: UniqueKeys): Keys {
  const all: Record<string, readonly string[]> = { ...keys };
  for (const { keys: more } of unique) {
    for (const [name, values] of Object.entries(more)) all[name] = [...new Set([...(all[name] ?? []), ...values])];
  }
  return all;
}
