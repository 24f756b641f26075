import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiRequest, OrderSnapshot, RaisedError } from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData, type DataObject, type DataValue } from '../base/tagged-json.ts';
import type {
  AttachCalls,
  Order,
  OrderData,
  OrderInformation,
  OrderKeyOptions,
  OrderLog,
  SensitiveData,
  UntypedData,
} from '../sdk/index.ts';
import { type BindCalls, bindCalls, keyLists } from './bind-calls.ts';
import { OrderApiError } from './call.ts';
import { orderInformation } from './information.ts';
import { sensitiveData } from './sensitive-data.ts';
import { DataCell, freezeDeep, type OrderView } from './order-data.ts';
import { showValue } from './thrown.ts';

/** What an order context needs of the call it belongs to. */
export interface CallServices {
  readonly signal: AbortSignal;
  readonly log: OrderLog;
  api(call: ApiRequest['call']): Promise<JsonText | undefined>;
  raised(error: RaisedError): void;
  setRetryDelay(delay: number | Date): void;
  /** Seconds from now of a delay that user code gave. */
  secondsOf(delay: number | Date): number;
  position(): string | undefined;
}

/**
 * The one argument of every step method (manual: WorkflowApi), made anew for each call. Most calls look at little of it, so
 * all but plain values comes into being on first look; as accessors of functions, so that `const { addNote } = order` works.
 */
export class OrderContext implements Order, BindCalls {
  readonly orderId: number;
  readonly externalOrderId: string | undefined;
  readonly parentOrderId: number | undefined;
  readonly executionId: number;
  readonly workflow: Order['workflow'];
  readonly workflowName: string;
  readonly step: Order['step'];
  readonly mode: Order['mode'];
  readonly attempt: number;
  readonly priority: number;
  readonly started: string;
  readonly #order: OrderSnapshot;
  readonly #view: OrderView;
  readonly #stepData: DataCell;
  readonly #call: CallServices;
  readonly #made: Partial<Made> = {};

  constructor(order: OrderSnapshot, view: OrderView, stepData: DataCell, call: CallServices) {
    this.orderId = order.orderId;
    this.externalOrderId = order.externalOrderId;
    this.parentOrderId = order.parentOrderId;
    this.executionId = order.executionId;
    this.workflow = Object.freeze({ ...order.workflow, patch: order.workflow.patch });
    this.workflowName = order.workflow.name;
    this.step = Object.freeze({ ...order.step });
    this.mode = order.mode;
    this.attempt = order.attempt;
    this.priority = order.priority;
    this.started = order.started;
    this.#order = order;
    this.#view = view;
    this.#stepData = stepData;
    this.#call = call;
    Object.freeze(this);
  }

  get staticData(): UntypedData {
    return this.#view.staticData.value;
  }

  get configItems(): UntypedData {
    const { configItems } = this.#order;
    return (this.#made.configItems ??=
      configItems === undefined ? {} : freezeDeep(decodeData(configItems))) as UntypedData;
  }

  get orderKeys(): Order['orderKeys'] {
    return Object.freeze(this.#order.orderKeys ?? {});
  }

  get dynamicData(): OrderData<UntypedData> {
    return (this.#made.dynamicData ??= orderData(
      this.#view.dynamicData,
      this.#call,
      'updateDynamicData',
      'deleteDynamicDataKeys',
    ));
  }

  get stepData(): OrderData<UntypedData> {
    return (this.#made.stepData ??= orderData(this.#stepData, this.#call, 'updateStepData', 'deleteStepDataKeys'));
  }

  get tempData(): OrderData<UntypedData> {
    return (this.#made.tempData ??= orderData(this.#view.tempData, this.#call, 'updateTempData', 'deleteTempDataKeys'));
  }

  get info(): OrderInformation {
    return (this.#made.info ??= orderInformation(this.#call));
  }

  get setCustomStatus(): Order['setCustomStatus'] {
    return this.#calls.setCustomStatus;
  }

  get leaveParentFeedback(): Order['leaveParentFeedback'] {
    return this.#calls.leaveParentFeedback;
  }

  get getChildFeedback(): Order['getChildFeedback'] {
    return this.#calls.getChildFeedback;
  }

  get instanceData(): OrderData<UntypedData> {
    return (this.#made.instanceData ??= orderData(
      new DataCell(this.#order.instanceData),
      this.#call,
      'updateInstanceData',
      'deleteInstanceDataKeys',
    ));
  }

  get setBlocked(): AttachCalls['setBlocked'] {
    return async () => void (await this.#call.api({ name: 'setBlocked' }));
  }

  get rescheduleOrder(): AttachCalls['rescheduleOrder'] {
    return async (date) => {
      const text = date instanceof Date ? date.toISOString() : String(date);
      await this.#call.api({ name: 'rescheduleOrder', date: text });
    };
  }

  get sensitiveData(): SensitiveData {
    return (this.#made.sensitiveData ??= sensitiveData((call) => this.#call.api({ name: 'sensitiveData', ...call })));
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get log(): OrderLog {
    return this.#call.log;
  }

  get stepError(): Order['stepError'] {
    return this.#errors.stepError;
  }

  get stepWarning(): Order['stepWarning'] {
    return this.#errors.stepWarning;
  }

  get setRetryDelay(): Order['setRetryDelay'] {
    return this.#errors.setRetryDelay;
  }

  get setOrderKeys(): Order['setOrderKeys'] {
    return this.#calls.setOrderKeys;
  }

  get appendOrderKeys(): Order['appendOrderKeys'] {
    return this.#calls.appendOrderKeys;
  }

  get addNote(): Order['addNote'] {
    return this.#calls.addNote;
  }

  get reprioritize(): Order['reprioritize'] {
    return this.#calls.reprioritize;
  }

  get generateUniqueKey(): Order['generateUniqueKey'] {
    return this.#calls.generateUniqueKey;
  }

  get submitAsyncKey(): BindCalls['submitAsyncKey'] {
    return this.#bindCalls.submitAsyncKey;
  }

  get skipAsyncStep(): BindCalls['skipAsyncStep'] {
    return this.#bindCalls.skipAsyncStep;
  }

  get bindEvent(): BindCalls['bindEvent'] {
    return this.#bindCalls.bindEvent;
  }

  get bindEventUnposted(): BindCalls['bindEventUnposted'] {
    return this.#bindCalls.bindEventUnposted;
  }

  get skipEvent(): BindCalls['skipEvent'] {
    return this.#bindCalls.skipEvent;
  }

  get bindSubworkflow(): BindCalls['bindSubworkflow'] {
    return this.#bindCalls.bindSubworkflow;
  }

  get skipSubworkflow(): BindCalls['skipSubworkflow'] {
    return this.#bindCalls.skipSubworkflow;
  }

  get #bindCalls(): BindCalls {
    return (this.#made.bindCalls ??= bindCalls(this.#call));
  }

  get #errors(): ErrorCalls {
    return (this.#made.errors ??= errorCalls(this.#call));
  }

  get #calls(): OrderCalls {
    return (this.#made.calls ??= orderCalls(this.#order, this.#call));
  }
}

/** What a context has made so far. */
interface Made {
  configItems: DataValue;
  dynamicData: OrderData<UntypedData>;
  stepData: OrderData<UntypedData>;
  tempData: OrderData<UntypedData>;
  info: OrderInformation;
  instanceData: OrderData<UntypedData>;
  sensitiveData: SensitiveData;
  errors: ErrorCalls;
  calls: OrderCalls;
  bindCalls: BindCalls;
}

type ErrorCalls = Pick<Order, 'stepError' | 'stepWarning' | 'setRetryDelay'>;
type OrderCalls = Pick<
  Order,
  | 'setOrderKeys'
  | 'appendOrderKeys'
  | 'addNote'
  | 'reprioritize'
  | 'generateUniqueKey'
  | 'setCustomStatus'
  | 'leaveParentFeedback'
  | 'getChildFeedback'
>;

export function orderData(
  cell: DataCell,
  call: CallServices,
  update: 'updateDynamicData' | 'updateStepData' | 'updateTempData' | 'updateInstanceData',
  remove: 'deleteDynamicDataKeys' | 'deleteStepDataKeys' | 'deleteTempDataKeys' | 'deleteInstanceDataKeys',
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

function errorCalls(call: CallServices): ErrorCalls {
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

function orderCalls(order: OrderSnapshot, call: CallServices): OrderCalls {
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
    setCustomStatus: async (status) => void (await call.api({ name: 'setCustomStatus', status: String(status) })),
    leaveParentFeedback: async (key, value) => {
      if (value === undefined) throw new OrderApiError('FEEDBACK-ERROR', 'leaveParentFeedback needs a value.');
      await call.api({ name: 'leaveParentFeedback', key: String(key), value: encodeData(value) });
    },
    getChildFeedback: async (key?: string) => {
      const text = await call.api({ name: 'getChildFeedback' });
      const all = freezeDeep(text === undefined ? {} : decodeData(text)) as DataObject;
      return (key === undefined ? all : all[key]) as UntypedData;
    },
    generateUniqueKey: () => `${order.orderId}-${order.step.stepId}-${order.step.ind}`,
  };
}
