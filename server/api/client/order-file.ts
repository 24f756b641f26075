import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { orderStatuses, type OrderStatus } from '../../../schemas/model/status.ts';
import type { CreateOrderRequest } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros, type Clock } from '../../base/clock.ts';

/** What a JSON text says of an order: an order file, the body of `createOrder`, or its static data alone. */
export interface OrderText {
  /** Only an order file names its workflow. */
  readonly workflow?: string;
  readonly request: CreateOrderRequest;
  readonly scheduleAfterSeconds?: number;
  readonly expect?: ExpectedEnd;
}

/** How an order of a sample must end. */
export interface ExpectedEnd {
  readonly status: OrderStatus;
  /** Names of all errors that it has met; the set must be exact. */
  readonly errors: readonly string[];
  readonly payments: number;
  readonly refunds: number;
  readonly shipments: number;
}

/** Tells the three forms apart by the keys that only one of them has. */
export function readOrderText(value: JsonObject): OrderText {
  if (typeof value['workflow'] === 'string' && isObject(value['order'])) return readOrderFile(value, value['workflow']);
  if (isRequest(value)) return { request: value };
  return { request: { staticdata: value } };
}

/** The request as it is sent now. */
export function requestOf({ request, scheduleAfterSeconds }: OrderText, clock: Clock): CreateOrderRequest {
  if (scheduleAfterSeconds === undefined) return request;
  return { ...request, scheduled: isoFromMicros(clock.nowMicros() + scheduleAfterSeconds * 1_000_000) };
}

function readOrderFile(value: JsonObject, workflow: string): OrderText {
  const delay = value['scheduleAfterSeconds'];
  const expect = value['expect'];
  return {
    workflow,
    request: value['order'] as CreateOrderRequest,
    ...(typeof delay === 'number' ? { scheduleAfterSeconds: delay } : {}),
    ...(isObject(expect) ? { expect: readExpectation(expect) } : {}),
  };
}

function readExpectation(expect: JsonObject): ExpectedEnd {
  const count = (key: string): number => (typeof expect[key] === 'number' ? expect[key] : 0);
  const errors = Array.isArray(expect['errors']) ? (expect['errors'] as readonly JsonValue[]) : [];
  return {
    status: orderStatuses.find((status) => status === expect['status']) ?? 'COMPLETE',
    errors: errors.filter((error) => typeof error === 'string'),
    payments: count('payments'),
    refunds: count('refunds'),
    shipments: count('shipments'),
  };
}

/** Keys of `createOrder` (manual: creating orders). Any other key means: this is static data. */
const requestKeys = new Set([
  'staticdata',
  'dynamicdata',
  'sensitive_data',
  'orderkeys',
  'external_order_instanceid',
  'priority',
  'scheduled',
  'status',
  'parent_workflow_instanceid',
  'global_unique_key',
  'workflow_unique_key',
  'workflow_specific_unique_key',
]);

function isRequest(value: JsonObject): value is JsonObject & CreateOrderRequest {
  const isIdentified = isObject(value['staticdata']) || typeof value['external_order_instanceid'] === 'string';
  return isIdentified && Object.keys(value).every((key) => requestKeys.has(key));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
