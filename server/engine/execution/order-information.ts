import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import type { ApiCall } from '../../../schemas/protocol/runner.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { ApiCallError } from '../../isolation/runner-host.ts';
import { highestStatus } from '../machine/status-ranks.ts';
import type { LiveOrder } from './live-order.ts';

/** Answers of the information calls (manual: workflow, instance and step information); undefined = another call. */
export async function answerInformation(
  order: LiveOrder,
  call: ApiCall,
): Promise<{ readonly value: JsonText | undefined } | undefined> {
  switch (call.name) {
    case 'getOrderInfo':
      return { value: JSON.stringify(orderInfo(order)) as JsonText };
    case 'getOrderNotes': {
      const notes = await order.store.notes(order.state.orderId, call.count);
      return { value: JSON.stringify(notes) as JsonText };
    }
    case 'getChildFeedback': {
      const feedback = await order.store.loadFeedback(order.state.orderId);
      const members = Object.entries(feedback).map(([key, text]) => `${JSON.stringify(escaped(key))}:${text}`);
      return { value: `{${members.join(',')}}` as JsonText };
    }
    case 'leaveParentFeedback':
      await leaveFeedback(order, call);
      return { value: undefined };
    case 'setCustomStatus':
      await setCustomStatus(order, call.status);
      return { value: undefined };
    default:
      return undefined;
  }
}

async function leaveFeedback(
  order: LiveOrder,
  { key, value }: Extract<ApiCall, { name: 'leaveParentFeedback' }>,
): Promise<void> {
  const { parentOrderId } = order.state;
  if (parentOrderId === null) throw new ApiCallError('FEEDBACK-ERROR', 'The order has no parent.');
  const parent = await order.store.loadOrder(parentOrderId);
  const status = parent?.columns.status;
  if (status === 'COMPLETE' || status === 'CANCELED') {
    throw new ApiCallError('STATUS-ERROR', `The parent order ${parentOrderId} is ${status}.`);
  }
  await applied(order, { type: 'feedback-left', parentOrderId, key, value });
}

async function setCustomStatus(order: LiveOrder, status: string): Promise<void> {
  const known = Object.keys(order.workflow.manifest.statuses);
  if (!known.includes(status)) {
    const listed = known.length === 0 ? 'declares none' : `declares ${known.join(', ')}`;
    throw new ApiCallError('CUSTOM-STATUS-ERROR', `"${status}" is no custom status: the workflow ${listed}.`);
  }
  await applied(order, { type: 'custom-status-set', status });
}

async function applied(order: LiveOrder, event: Parameters<LiveOrder['apply']>[0]): Promise<void> {
  const answer = order.apply(event, { isInHook: true });
  if ('refused' in answer) throw new ApiCallError(answer.refused.error, answer.refused.info);
  await answer.recorded;
}

/** The fields of the manual (workflow instance data, workflow metadata), and the steps with their statuses. */
function orderInfo(order: LiveOrder): JsonValue {
  const { state, workflow, execution } = order;
  const { plan, manifest, settings } = workflow;
  const { columns } = state;
  const names = [...new Set(plan.steps.map(({ name }) => name))];
  const steps = plan.steps.map((step) => {
    const elements = [...state.steps.values()].filter(({ stepId }) => stepId === step.stepId);
    const status = elements.length === 0 ? null : highestStatus(elements.map((element) => element.status));
    return { stepid: step.stepId, name: step.name, version: step.version, steptype: step.stepType, status };
  });
  return {
    instance: {
      workflow_instanceid: state.orderId,
      workflowid: plan.workflowId,
      name: plan.name,
      version: plan.version,
      status: columns.status,
      dbstatus: columns.status,
      priority: columns.priority,
      started: isoFromMicros(columns.started),
      external_order_instanceid: state.externalOrderId,
      parent_workflow_instanceid: state.parentOrderId,
      execid: execution?.executionId ?? 0,
      remote: settings.remote,
      sync: columns.synchronous,
      instancemode: 'NORMAL',
    },
    metadata: {
      workflowid: plan.workflowId,
      name: plan.name,
      version: plan.version,
      patch: plan.patch ?? null,
      description: manifest.description,
      remote: settings.remote,
      keylist: plan.keylist,
      options: manifest.optionValues,
      steps: names,
    },
    steps,
  };
}

/** A key that begins with `$` has one more in stored data. */
function escaped(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}
