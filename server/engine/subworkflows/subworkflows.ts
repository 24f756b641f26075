import type { JsonObject, JsonText } from '../../../schemas/model/data.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import type { OrderDecision } from '../../../schemas/model/order.ts';
import type { CreateOrderRequest } from '../../../schemas/protocol/rest.ts';
import type { SubworkflowRequest } from '../../../schemas/protocol/runner.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import { ApiCallError } from '../../isolation/runner-host.ts';
import { EngineRefusal, type WorkflowReference } from '../engine.ts';
import { publishOrderEvents } from '../events/order-events.ts';
import { applyCall } from '../execution/apply-call.ts';
import { auditOf } from '../execution/audit.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import { engineItself, type EngineParts } from '../execution/parts.ts';
import { withErrorIds } from '../execution/recorder.ts';
import type { RunningElement } from '../execution/step-waits.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { createOrder } from '../machine/create-order.ts';
import type { NewOrder, Transition } from '../machine/transition-types.ts';
import { readRequest } from '../orders/read-request.ts';

/** Child orders of subworkflow steps: created in the transaction that binds them, so exactly once whatever crashes. */
export class Subworkflows {
  readonly #parts: EngineParts;
  readonly #dispatcher: Dispatcher;
  readonly #find: (workflow: WorkflowReference) => WorkflowRuntime;

  constructor(parts: EngineParts, dispatcher: Dispatcher, find: (workflow: WorkflowReference) => WorkflowRuntime) {
    this.#parts = parts;
    this.#dispatcher = dispatcher;
    this.#find = find;
  }

  /** `bindSubworkflow` (manual: subworkflow steps); answers the child's id. */
  async bind(
    parent: LiveOrder,
    element: RunningElement,
    { workflow: name, order }: { readonly workflow: string; readonly order: SubworkflowRequest },
  ): Promise<OrderId> {
    if (name === '') throw new ApiCallError('SUBWORKFLOW-ERROR', 'bindSubworkflow needs the name of a workflow.');
    const workflow = asCallError(() => this.#find(name));
    const request = asCallError(() => newOrderOf(workflow, parent, order));
    const orderId = this.#parts.store.nextOrderId();
    const occasion = { at: this.#parts.clock.nowMicros(), who: engineItself };
    const created = createOrder(workflow.rules, occasion, { ...request, orderId });
    const creation = this.#decisionOf(workflow, created);
    const { status } = created.state.columns;
    await applyCall(parent, element, { type: 'subworkflow-bound', ...element, creation, status });
    publishOrderEvents(this.#parts.events, workflow.plan, created.state, undefined, creation.changes);
    this.#dispatcher.offer(workflow, created.state);
    return orderId;
  }

  #decisionOf(workflow: WorkflowRuntime, created: Transition): OrderDecision {
    const { store, options } = this.#parts;
    const rows = withErrorIds(store, created.changes);
    const { orderId, modified } = created.state;
    const changes = [...rows, ...auditOf(options, rows, { who: engineItself })];
    return { orderId, workflowId: workflow.plan.workflowId, at: modified, changes };
  }
}

function newOrderOf(
  workflow: WorkflowRuntime,
  parent: LiveOrder,
  order: SubworkflowRequest,
): Omit<NewOrder, 'orderId'> {
  const { staticData, dynamicData } = order;
  const request: CreateOrderRequest = {
    staticdata: staticData === undefined ? {} : plain(staticData),
    ...(dynamicData === undefined ? {} : { dynamicdata: plain(dynamicData) }),
    ...(order.externalOrderId === undefined ? {} : { external_order_instanceid: order.externalOrderId }),
    priority: order.priority ?? parent.state.columns.priority,
    ...(order.orderKeys === undefined ? {} : { orderkeys: order.orderKeys }),
  };
  return {
    ...readRequest(workflow, request),
    // The data keeps its types; only the checks look at it as JSON.
    ...(staticData === undefined ? {} : { staticData }),
    ...(dynamicData === undefined ? {} : { dynamicData }),
    parentOrderId: parent.state.orderId,
    isSubworkflow: true,
  };
}

function plain(text: JsonText): JsonObject {
  return plainFromData(text) as JsonObject;
}

/** What a request would be refused for is an exception in the step. */
function asCallError<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof EngineRefusal) throw new ApiCallError(error.error, error.message);
    throw error;
  }
}
