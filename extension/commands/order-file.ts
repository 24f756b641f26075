import type { JsonObject, JsonValue } from '../../schemas/model/data.ts';
import type { CreateOrderRequest } from '../../schemas/protocol/rest.ts';
import type { Translate } from '../settings/translate.ts';

/** An order as a file says it; `workflow` only when the file names one. */
export interface OrderFile {
  readonly workflow?: string;
  readonly request: CreateOrderRequest;
}

/**
 * Reads an order file: `{ workflow, order, scheduleAfterSeconds }`, a bare body of createOrder, or just static data.
 * Throws with a sentence for people when it is none of them.
 */
export function readOrderFile(text: string, nowMs: number, t: Translate): OrderFile {
  const value = parseObject(text, t);
  if (isObject(value['order'])) {
    const request = scheduled(value['order'], value['scheduleAfterSeconds'], nowMs);
    return { ...(typeof value['workflow'] === 'string' ? { workflow: value['workflow'] } : {}), request };
  }
  return { request: requestKeys.some((key) => key in value) ? value : { staticdata: value } };
}

/** Static data as a person typed it: one JSON object. */
export function parseObject(text: string, t: Translate): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new Error(t('This is not JSON: {0}', (error as Error).message), { cause: error });
  }
  if (!isObject(value)) throw new Error(t('The data of an order is an object: {0}', '{ "key": value, … }'));
  return value;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scheduled(order: JsonObject, afterSeconds: JsonValue | undefined, nowMs: number): CreateOrderRequest {
  if (typeof afterSeconds !== 'number') return order;
  return { ...order, scheduled: new Date(nowMs + afterSeconds * 1000).toISOString() };
}

const requestKeys = ['staticdata', 'external_order_instanceid', 'dynamicdata', 'orderkeys', 'priority', 'scheduled'];
