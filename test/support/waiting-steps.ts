import type { JsonText } from '../../schemas/model/data.ts';
import type { OrderId } from '../../schemas/model/ids.ts';
import type { ApiCall } from '../../schemas/protocol/runner.ts';
import { ApiCallError } from '../../server/isolation/runner-host.ts';
import type { EngineHarness } from './engine-harness.ts';
import { type ScriptedMethod, StepError } from './scripted-runner.ts';

/** A method that calls the order's API, one call after the other, as user code does: a refusal is thrown with its code. */
export function calling(...calls: readonly (ApiCall | ((ind: number, orderId: number) => ApiCall))[]): ScriptedMethod {
  return async ({ order }, peer) => {
    for (const call of calls) {
      const made = typeof call === 'function' ? call(order.step.ind, order.orderId) : call;
      await peer.api(made).catch((error: unknown) => {
        throw error instanceof ApiCallError ? new StepError(error.error) : error;
      });
    }
  };
}

/** Submits the key `<orderId>-<ind>`. */
export const submitting = calling((ind, orderId) => ({ name: 'submitAsyncKey', key: `${orderId}-${ind}` }));

export function bindingEvent(key: string): ScriptedMethod {
  return calling({ name: 'bindEvent', key });
}

/** Binds a child order of this workflow. */
export function bindingChild(workflow: string): ScriptedMethod {
  return calling({ name: 'bindSubworkflow', workflow, order: { staticData: '{}' as JsonText } });
}

/** What the scripted call was given after the order. */
export function argumentsOf(call: Parameters<ScriptedMethod>[0]): readonly unknown[] {
  return (call.arguments ?? []).map((text) => (text === null ? undefined : (JSON.parse(text) as unknown)));
}

/** Errors of an order by step element, oldest first. */
export async function errorsOf(harness: EngineHarness, orderId: OrderId): Promise<readonly string[]> {
  const { ErrorInstances } = await harness.get(orderId);
  return [...ErrorInstances].reverse().map(({ error, ind }) => `${error}${ind === null ? '' : `[${ind}]`}`);
}

/** Statuses of the elements of one step. */
export async function elementsOf(harness: EngineHarness, orderId: OrderId, step: string): Promise<readonly string[]> {
  const { StepInstances } = await harness.get(orderId);
  return StepInstances.filter(({ stepname }) => stepname === step)
    .sort((a, b) => a.ind - b.ind)
    .map(({ stepstatus }) => stepstatus);
}
