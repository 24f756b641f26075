import type { JsonText } from '../../../schemas/model/data.ts';
import type { StepId } from '../../../schemas/model/ids.ts';
import type { ApiCall, SensitiveCall } from '../../../schemas/protocol/runner.ts';
import { EngineRefusal } from '../engine.ts';
import { answerSensitiveCall } from '../sensitive/answer-call.ts';
import { ApiCallError } from '../../isolation/runner-host.ts';
import type { OrderEvent } from '../machine/transition-types.ts';
import { deleteKeys, mergeData } from '../../base/tagged-json.ts';
import { applyCall } from './apply-call.ts';
import type { ExecutionInstance } from './execution-instance.ts';
import { answerInformation } from './order-information.ts';
import type { LiveOrder } from './live-order.ts';
import type { StepWaits } from './step-waits.ts';

const lowestPriority = 999;

/** Does what user code asked for; resolves when it is on disk. */
export async function performApiCall(
  order: LiveOrder,
  stepId: StepId,
  ind: number,
  call: ApiCall,
  waits: StepWaits,
): Promise<JsonText | undefined> {
  const element = { stepId, ind };
  const direct = await answerDirectly(order, call);
  if (direct !== undefined) return direct.value;
  switch (call.name) {
    case 'submitAsyncKey':
      await waits.submitAsyncKey(order, element, call.key);
      return undefined;
    case 'bindEvent':
    case 'bindEventUnposted':
      await waits.bindEvent(order, element, { key: call.key, onlyUnposted: call.name === 'bindEventUnposted' });
      return undefined;
    case 'bindSubworkflow':
      return JSON.stringify({ orderId: await waits.bindSubworkflow(order, element, call) }) as JsonText;
    default: {
      const event = eventOf(stepId, ind, call as DirectCall);
      if (event === undefined) throw new ApiCallError('INVALID-FUNCTION-CALL', `${call.name} is not for steps.`);
      await applyCall(order, element, event);
      return undefined;
    }
  }
}

/** What changes nothing of the order's own rows; undefined = another call. */
export async function answerDirectly(
  order: LiveOrder,
  call: ApiCall,
): Promise<{ readonly value: JsonText | undefined } | undefined> {
  if (call.name === 'sensitiveData') return { value: await sensitiveData(order, call) };
  const information = await answerInformation(order, call);
  if (information !== undefined) return information;
  const { execution } = order;
  return execution && changeInstanceData(execution, call) ? { value: undefined } : undefined;
}

/** False when it is another call. */
export function changeInstanceData(instance: ExecutionInstance, call: ApiCall): boolean {
  if (call.name === 'updateInstanceData') instance.data = mergeData(instance.data, call.data);
  else if (call.name === 'deleteInstanceDataKeys') instance.data = deleteKeys(instance.data, call.keys);
  else return false;
  return true;
}

async function sensitiveData({ sensitive, state }: LiveOrder, call: SensitiveCall): Promise<JsonText | undefined> {
  try {
    return await answerSensitiveCall(sensitive, state, call);
  } catch (error) {
    if (error instanceof EngineRefusal) throw new ApiCallError(error.error, error.message);
    throw error;
  }
}

type DirectCall = Exclude<
  ApiCall,
  {
    name:
      | 'submitAsyncKey'
      | 'bindEvent'
      | 'bindEventUnposted'
      | 'bindSubworkflow'
      | 'sensitiveData'
      | 'setCustomStatus'
      | 'leaveParentFeedback'
      | 'getChildFeedback'
      | 'getOrderInfo'
      | 'getOrderNotes';
  }
>;

/** The event of a call that changes the order; undefined for one that is not for this place. */
export function eventOf(stepId: StepId, ind: number, call: DirectCall): OrderEvent | undefined {
  switch (call.name) {
    case 'setBlocked':
      throw new ApiCallError('BLOCK-ERROR', 'setBlocked is for the attach method of the workflow.');
    case 'rescheduleOrder':
      throw new ApiCallError('RESCHEDULE-ERROR', 'rescheduleOrder is for the attach method of the workflow.');
    case 'updateInstanceData':
    case 'deleteInstanceDataKeys':
      return undefined;
    case 'updateDynamicData':
      return { type: 'data-updated', target: 'dynamicData', stepId, ind, data: call.data };
    case 'deleteDynamicDataKeys':
      return { type: 'data-keys-deleted', target: 'dynamicData', stepId, ind, keys: call.keys };
    case 'updateStepData':
      return { type: 'data-updated', target: 'stepData', stepId, ind, data: call.data };
    case 'deleteStepDataKeys':
      return { type: 'data-keys-deleted', target: 'stepData', stepId, ind, keys: call.keys };
    case 'updateTempData':
      return { type: 'data-updated', target: 'tempData', stepId, ind, data: call.data };
    case 'deleteTempDataKeys':
      return { type: 'data-keys-deleted', target: 'tempData', stepId, ind, keys: call.keys };
    case 'setOrderKeys':
      return { type: 'keys-changed', keys: call.keys, truncate: call.truncate, append: false };
    case 'appendOrderKeys':
      return { type: 'keys-changed', keys: call.keys, truncate: call.truncate, append: true };
    case 'addOrderNote':
      return { type: 'note-added', note: call.note };
    case 'skipAsyncStep':
      return { type: 'async-step-skipped', stepId, ind };
    case 'skipEvent':
      return { type: 'event-skipped', stepId, ind };
    case 'skipSubworkflow':
      return { type: 'subworkflow-skipped', stepId, ind };
    case 'reprioritizeOrder':
      return { type: 'set-priority', priority: checkedPriority(call.priority) };
  }
}

function checkedPriority(priority: number): number {
  if (Number.isInteger(priority) && priority >= 0 && priority <= lowestPriority) return priority;
  throw new ApiCallError(
    'PRIORITY-ERROR',
    `A priority is an integer from 0 (first) to ${lowestPriority}; got ${priority}.`,
  );
}
