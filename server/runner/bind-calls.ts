import type { ApiCall, SubworkflowRequest } from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData } from '../base/tagged-json.ts';
import type { AsyncOrderCalls, EventOrderCalls, SubworkflowOrder, SubworkflowOrderCalls } from '../sdk/index.ts';
import type { CallServices } from './order-context.ts';

type All = AsyncOrderCalls & EventOrderCalls & SubworkflowOrderCalls;
export type BindCalls = Pick<All, keyof All>;

/** What the `primary` of an asynchronous, event or subworkflow step must call (manual: step types). */
export function bindCalls(call: CallServices): BindCalls {
  const ask = async (apiCall: ApiCall): Promise<void> => void (await call.api(apiCall));
  return {
    submitAsyncKey: (key) => ask({ name: 'submitAsyncKey', key: String(key) }),
    skipAsyncStep: () => ask({ name: 'skipAsyncStep' }),
    bindEvent: (key) => ask({ name: 'bindEvent', key: String(key) }),
    bindEventUnposted: (key) => ask({ name: 'bindEventUnposted', key: String(key) }),
    skipEvent: () => ask({ name: 'skipEvent' }),
    bindSubworkflow: async (workflow, order) => {
      const answer = await call.api({ name: 'bindSubworkflow', workflow: String(workflow), order: requestOf(order) });
      return answer === undefined ? { orderId: 0 } : (decodeData(answer) as { orderId: number });
    },
    skipSubworkflow: () => ask({ name: 'skipSubworkflow' }),
  };
}

function requestOf(order: SubworkflowOrder): SubworkflowRequest {
  const { staticData, externalOrderId, priority, orderKeys } = order;
  return {
    ...(staticData === undefined ? {} : { staticData: encodeData(staticData) }),
    ...(externalOrderId === undefined ? {} : { externalOrderId }),
    ...(priority === undefined ? {} : { priority }),
    ...(orderKeys === undefined ? {} : { orderKeys: keyLists(orderKeys) }),
  };
}

/** Order keys with their values as lists of texts. */
export function keyLists(
  keys: Readonly<Partial<Record<string, string | readonly string[]>>>,
): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(keys)) {
    if (values !== undefined) lists[name] = (typeof values === 'string' ? [values] : [...values]).map(String);
  }
  return lists;
}
