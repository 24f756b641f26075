import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiCall, OrderSnapshot, RaisedError } from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData, type DataObject, type DataValue } from '../base/tagged-json.ts';
import type { Order, OrderData, OrderKeyOptions, OrderLog, UntypedData } from '../sdk/index.ts';
import { freezeDeep, type DataCell, type OrderView } from './order-data.ts';
import { showValue } from './thrown.ts';

/** What an order context needs of the call it belongs to. */
export interface CallServices {
  readonly signal: AbortSignal;
  readonly log: OrderLog;
  api(call: ApiCall): Promise<JsonText | undefined>;
  raised(error: RaisedError): void;
  setRetryDelay(delay: number | Date): void;
  /** Seconds from now of a delay that user code gave. */
  secondsOf(delay: number | Date): number;
  position(): string | undefined;
}

/** The one argument of every step method (manual: WorkflowApi), built anew for each call. */
export function createOrderContext(
  order: OrderSnapshot,
  view: OrderView,
  stepData: DataCell,
  call: CallServices,
): Order {
  const { workflow, step } = order;
  let configItems: DataObject | undefined;
  return Object.freeze({
    orderId: order.orderId,
    externalOrderId: order.externalOrderId,
    parentOrderId: order.parentOrderId,
    executionId: order.executionId,
    workflow: Object.freeze({ ...workflow, patch: workflow.patch }),
    workflowName: workflow.name,
    step: Object.freeze({ ...step }),
    mode: order.mode,
    attempt: order.attempt,
    priority: order.priority,
    started: order.started,
    signal: call.signal,
    log: call.log,
    // Parsed only when user code looks.
    get staticData() {
      return view.staticData.value;
    },
    get configItems() {
      configItems ??= order.configItems === undefined ? {} : (freezeDeep(decodeData(order.configItems)) as DataObject);
      return configItems;
    },
    orderKeys: Object.freeze(order.orderKeys ?? {}),
    dynamicData: orderData(view.dynamicData, call, 'updateDynamicData', 'deleteDynamicDataKeys'),
    stepData: orderData(stepData, call, 'updateStepData', 'deleteStepDataKeys'),
    tempData: orderData(view.tempData, call, 'updateTempData', 'deleteTempDataKeys'),
    ...errorCalls(call),
    ...orderCalls(order, call),
  } satisfies Order);
}

function orderData(
  cell: DataCell,
  call: CallServices,
  update: 'updateDynamicData' | 'updateStepData' | 'updateTempData',
  remove: 'deleteDynamicDataKeys' | 'deleteStepDataKeys' | 'deleteTempDataKeys',
): OrderData<UntypedData> {
  return {
    get: (keys?: string | readonly string[]) => readKeys(cell.value, keys),
    update: async (changes: UntypedData) => {
      const data = encodeData(changes);
      await call.api({ name: update, data });
      cell.merge(data);
    },
    delete: async (keys: string | readonly string[]) => {
      const list = typeof keys === 'string' ? [keys] : [...keys];
      await call.api({ name: remove, keys: list });
      cell.delete(list);
    },
  } as OrderData<UntypedData>;
}

/** No argument = all, a key = its value, a list = an object of those (manual: get calls). */
function readKeys(data: DataObject, keys: string | readonly string[] | undefined): DataValue | undefined {
  if (keys === undefined) return data;
  if (typeof keys === 'string') return Object.hasOwn(data, keys) ? data[keys] : undefined;
  return Object.freeze(
    Object.fromEntries(keys.filter((key) => Object.hasOwn(data, key)).map((key) => [key, data[key]!])),
  );
}

function errorCalls(call: CallServices): Pick<Order, 'stepError' | 'stepWarning' | 'setRetryDelay'> {
  const raise = (error: unknown, info: unknown, more: Partial<RaisedError>): void => {
    const stack = call.position();
    call.raised({
      error: showValue(error, 255) || 'UNKNOWN-ERROR',
      info: info === undefined ? '' : showValue(info),
      ...(stack === undefined ? {} : { stack }),
      ...more,
    });
  };
  return {
    stepError: (error, info, retryDelay) =>
      raise(error, info, retryDelay === undefined ? {} : { retryDelaySeconds: call.secondsOf(retryDelay) }),
    stepWarning: (error, info) => raise(error, info, { severity: 'WARNING' }),
    setRetryDelay: (delay) => call.setRetryDelay(delay),
  };
}

function orderCalls(
  order: OrderSnapshot,
  call: CallServices,
): Pick<Order, 'setOrderKeys' | 'appendOrderKeys' | 'addNote' | 'reprioritize' | 'generateUniqueKey'> {
  const changeKeys =
    (name: 'setOrderKeys' | 'appendOrderKeys') =>
    async (keys: Readonly<Partial<Record<string, string | readonly string[]>>>, options: OrderKeyOptions = {}) => {
      await call.api({ name, keys: keyLists(keys), truncate: options.truncate === true });
    };
  return {
    setOrderKeys: changeKeys('setOrderKeys'),
    appendOrderKeys: changeKeys('appendOrderKeys'),
    addNote: async (note) => void (await call.api({ name: 'addOrderNote', note: String(note) })),
    reprioritize: async (priority) => void (await call.api({ name: 'reprioritizeOrder', priority })),
    generateUniqueKey: () => `${order.orderId}-${order.step.stepId}-${order.step.ind}`,
  };
}

function keyLists(keys: Readonly<Partial<Record<string, string | readonly string[]>>>): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(keys)) {
    if (values !== undefined) lists[name] = (typeof values === 'string' ? [values] : [...values]).map(String);
  }
  return lists;
}
