import { ApiCallError } from '../../isolation/runner-host.ts';
import { applyCall } from '../execution/apply-call.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { RunningElement } from '../execution/step-waits.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';

/** Synchronization events: many orders wait for one key, and one post frees them all (manual: event steps). */
export class SyncEvents {
  readonly #parts: EngineParts;
  readonly #dispatcher: Dispatcher;

  constructor(parts: EngineParts, dispatcher: Dispatcher) {
    this.#parts = parts;
    this.#dispatcher = dispatcher;
  }

  /** `bindEvent` accepts an event that was posted before; `bindEventUnposted` throws then. */
  async bind(
    order: LiveOrder,
    element: RunningElement,
    { key, onlyUnposted }: { readonly key: string; readonly onlyUnposted: boolean },
  ): Promise<void> {
    const eventType = order.workflow.plan.stepById.get(element.stepId)?.event ?? '';
    const { store } = this.#parts;
    const isPosted = await store.isEventPosted(eventType, key);
    if (isPosted && onlyUnposted) {
      throw new ApiCallError('ALREADY-POSTED', `Event ${eventType} ${JSON.stringify(key)} was posted already.`);
    }
    await applyCall(order, element, { type: 'event-bound', ...element, key, isPosted });
    // Posted between the question and the commit: whoever posted may not have seen the order bound.
    if (!isPosted && (await store.isEventPosted(eventType, key))) order.tell({ type: 'event-posted', eventType, key });
  }

  /** True when it was not posted before. On disk first; then the orders that wait are told or found. */
  async post(eventType: string, key: string): Promise<boolean> {
    const { store, clock } = this.#parts;
    const isNew = await store.postEvent(eventType, key, clock.nowMicros());
    const waiting = [...this.#dispatcher.workflows.values()].filter((workflow) => usesEvent(workflow, eventType));
    if (!isNew || waiting.length === 0) return isNew;
    await this.#dispatcher.orders.forEach((order) => {
      if (usesEvent(order.workflow, eventType)) order.tell({ type: 'event-posted', eventType, key });
    });
    for (const workflow of waiting) if (workflow.runningInstances.length > 0) this.#dispatcher.readWaiting(workflow);
    return isNew;
  }
}

function usesEvent({ plan }: WorkflowRuntime, eventType: string): boolean {
  return plan.steps.some((step) => step.event === eventType);
}
