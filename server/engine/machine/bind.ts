import type { Draft } from './draft.ts';
import type { CallState } from './state.ts';
import { stepKey } from './state.ts';
import type { PlanStep } from './plan.ts';
import { rowOf } from './fail-element.ts';
import { type BindEvent, type Refusal, refusal } from './transition-types.ts';

type EventOf<Type extends BindEvent['type']> = BindEvent & { readonly type: Type };

/** `submitAsyncKey` (manual: asynchronous steps): from now on the step's queue takes data for this key. */
export function submitAsyncKey(
  draft: Draft,
  call: CallState,
  event: EventOf<'async-key-submitted'>,
): Refusal | undefined {
  const wrong = refuseCall(draft, call, 'ASYNC', 'submitAsyncKey', 'INVALID-FUNCTION-CALL');
  if (wrong) return wrong;
  if (event.key === '') return refusal('INVALID-KEY', 'submitAsyncKey needs a key that is not empty.');
  const { queue } = stepOf(draft, call);
  if (queue === undefined) return refusal('INVALID-FUNCTION-CALL', 'The step has no queue.');
  const status = event.early === null ? 'WAITING' : 'RECEIVED';
  const wait = { kind: 'queue', queue, key: event.key, status, corrected: false, data: event.early } as const;
  draft.setWait(rowOf(draft.state, call), wait);
  return bound(draft, call, 'async key submitted');
}

export function skipAsyncStep(draft: Draft, call: CallState): Refusal | undefined {
  return skip(draft, call, { type: 'ASYNC', name: 'skipAsyncStep', error: 'INVALID-FUNCTION-CALL' });
}

/** `bindEvent` and `bindEventUnposted` (manual: event steps); whether the event may be posted already was asked before. */
export function bindEvent(draft: Draft, call: CallState, event: EventOf<'event-bound'>): Refusal | undefined {
  const wrong = refuseCall(draft, call, 'EVENT', 'bindEvent', 'WORKFLOW-EVENT-ERROR');
  if (wrong) return wrong;
  if (event.key === '') return refusal('WORKFLOW-EVENT-ERROR', 'bindEvent needs a key that is not empty.');
  const { event: eventType } = stepOf(draft, call);
  if (eventType === undefined) return refusal('WORKFLOW-EVENT-ERROR', 'The step has no event type.');
  draft.setWait(rowOf(draft.state, call), { kind: 'event', eventType, key: event.key, posted: event.isPosted });
  return bound(draft, call, 'event bound');
}

export function skipEvent(draft: Draft, call: CallState): Refusal | undefined {
  return skip(draft, call, { type: 'EVENT', name: 'skipEvent', error: 'WORKFLOW-EVENT-ERROR' });
}

/** `bindSubworkflow` (manual: subworkflow steps): the child is created in the same transaction, exactly once. */
export function bindSubworkflow(
  draft: Draft,
  call: CallState,
  event: EventOf<'subworkflow-bound'>,
): Refusal | undefined {
  const wrong = refuseBindSubworkflow(draft, call);
  if (wrong) return wrong;
  draft.change({ type: 'with-order', decision: event.creation });
  const { orderId } = event.creation;
  draft.setWait(rowOf(draft.state, call), { kind: 'child', orderId, status: event.status });
  return bound(draft, call, `subworkflow bound: order ${orderId}`);
}

/** Why `bindSubworkflow` may not be called now; asked before an order is made for it. */
export function refuseBindSubworkflow(draft: Pick<Draft, 'rules'>, call: CallState): Refusal | undefined {
  return refuseCall(draft, call, 'SUBWORKFLOW', 'bindSubworkflow', 'SUBWORKFLOW-ERROR');
}

export function skipSubworkflow(draft: Draft, call: CallState): Refusal | undefined {
  return skip(draft, call, { type: 'SUBWORKFLOW', name: 'skipSubworkflow', error: 'SKIP-SUBWORKFLOW-ERROR' });
}

interface Skip {
  readonly type: PlanStep['stepType'];
  readonly name: string;
  readonly error: string;
}

function skip(draft: Draft, call: CallState, { type, name, error }: Skip): Refusal | undefined {
  // A second skip says nothing new.
  if (call.obligation === 'skipped') return undefined;
  const wrong = refuseCall(draft, call, type, name, error);
  if (wrong) return wrong;
  draft.setCall(stepKey(call.stepId, call.ind), { ...call, obligation: 'skipped' });
  draft.note(`${name} called`, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
  return undefined;
}

function refuseCall(
  { rules }: Pick<Draft, 'rules'>,
  call: CallState,
  type: PlanStep['stepType'],
  name: string,
  error: string,
): Refusal | undefined {
  const step = rules.plan.stepById.get(call.stepId);
  if (step?.stepType !== type) {
    return refusal(
      error,
      `${name} is for ${type} steps; step ${step?.name ?? call.stepId} is ${step?.stepType ?? 'gone'}.`,
    );
  }
  if (call.method !== 'primary') return refusal(error, `${name} is called in primary, not in ${call.method}.`);
  if (call.obligation === 'open') return undefined;
  const before = call.obligation === 'bound' ? 'bound what it waits for' : 'said that it does not wait';
  return refusal(error, `${name}: the step has already ${before}.`);
}

function bound(draft: Draft, call: CallState, transition: string): undefined {
  draft.setCall(stepKey(call.stepId, call.ind), { ...call, obligation: 'bound' });
  draft.note(transition, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
}

function stepOf({ rules }: Draft, call: CallState): PlanStep {
  const step = rules.plan.stepById.get(call.stepId);
  if (!step) throw new Error(`Step ${call.stepId} is not in the plan`);
  return step;
}
