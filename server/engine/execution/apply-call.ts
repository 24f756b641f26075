import { ApiCallError } from '../../isolation/runner-host.ts';
import { stepKey } from '../machine/state.ts';
import type { OrderEvent } from '../machine/transition-types.ts';
import type { LiveOrder } from './live-order.ts';
import type { RunningElement } from './step-waits.ts';

/** Applies what running user code asked for; resolves when it is on disk, and rejects with the refusal. */
export async function applyCall(order: LiveOrder, element: RunningElement, event: OrderEvent): Promise<void> {
  if (!order.state.calls.has(stepKey(element.stepId, element.ind))) {
    throw new ApiCallError(
      'CALL-ENDED',
      'The step has ended; await the calls of the order API before the method returns.',
    );
  }
  const answer = order.apply(event);
  if ('refused' in answer) throw new ApiCallError(answer.refused.error, answer.refused.info);
  await answer.recorded;
}
