import { decodeData, type DataObject } from '../base/tagged-json.ts';
import type { OrderInformation, StepState } from '../sdk/index.ts';
import { OrderApiError } from './call.ts';
import type { CallServices } from './order-context.ts';
import { freezeDeep } from './order-data.ts';

/** `order.info`: asked of the engine each time, so that it is as it is now. */
export function orderInformation(call: CallServices): OrderInformation {
  const ask = async (): Promise<DataObject> => {
    const text = await call.api({ name: 'getOrderInfo' });
    return freezeDeep(text === undefined ? {} : decodeData(text)) as DataObject;
  };
  const steps = async (): Promise<readonly StepState[]> => (await ask())['steps'] as unknown as readonly StepState[];
  const statusOf = async (name: string): Promise<string | null> => {
    const found = (await steps()).find((step) => step.name === name);
    if (found) return found.status;
    throw new OrderApiError('STEP-ERROR', `The workflow has no step "${name}".`);
  };
  return Object.freeze({
    getWorkflowInstanceData: async () => (await ask())['instance'] as DataObject,
    getWorkflowMetadata: async () => (await ask())['metadata'] as DataObject,
    getStepInfo: steps,
    getStepStatus: statusOf,
    stepExecuted: async (name) => (await statusOf(name)) !== null,
    getOrderNotes: async (count = 100) => {
      const text = await call.api({ name: 'getOrderNotes', count });
      return (text === undefined ? [] : decodeData(text)) as unknown as Awaited<
        ReturnType<OrderInformation['getOrderNotes']>
      >;
    },
  } satisfies OrderInformation);
}
