import type { OrderId, StepId } from '../../../schemas/model/ids.ts';
import type { SubworkflowRequest } from '../../../schemas/protocol/runner.ts';
import type { LiveOrder } from './live-order.ts';

/** The element whose primary runs. */
export interface RunningElement {
  readonly stepId: StepId;
  readonly ind: number;
}

/** What a running primary may wait for; each call resolves after the commit and rejects with an `ApiCallError`. */
export interface StepWaits {
  submitAsyncKey(order: LiveOrder, element: RunningElement, key: string): Promise<void>;
  bindEvent(
    order: LiveOrder,
    element: RunningElement,
    event: { readonly key: string; readonly onlyUnposted: boolean },
  ): Promise<void>;
  bindSubworkflow(
    order: LiveOrder,
    element: RunningElement,
    child: { readonly workflow: string; readonly order: SubworkflowRequest },
  ): Promise<OrderId>;
}
