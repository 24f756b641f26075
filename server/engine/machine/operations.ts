import { asId, type SegmentId } from '../../../schemas/model/ids.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import { orderStatusFrom } from './release.ts';
import { stepKey } from './state.ts';
import { type OperatorEvent, type Refusal, refusal } from './transition-types.ts';

type EventOf<Type extends OperatorEvent['type']> = OperatorEvent & { readonly type: Type };

/** Statuses from which an order may be blocked or canceled (manual: order transitions). */
const haltable = [
  'ERROR',
  'RETRY',
  'ASYNC-WAITING',
  'WAITING',
  'READY',
  'SCHEDULED',
  'INCOMPLETE',
  'EVENT-WAITING',
] as const satisfies readonly OrderStatus[];

/** ERROR segments and steps become RETRY and are due at once; the retry counter starts anew (manual: retry). */
export function retry(draft: Draft): Refusal | undefined {
  const { status } = draft.state.columns;
  if (!isOneOf(status, ['ERROR', 'ASYNC-WAITING', 'RETRY'])) {
    return refusal(
      'STATUS-ERROR',
      `An order can be retried when it is ERROR, RETRY or ASYNC-WAITING; it is ${status}.`,
    );
  }
  retrySegments(draft);
  draft.setOrder({ status: 'RETRY' }, 'retried');
  return undefined;
}

export function block(draft: Draft): Refusal | undefined {
  return halt(draft, { status: 'BLOCKED', counterpart: 'CANCELED', verb: 'blocked', error: 'BLOCK-WORKFLOW-ERROR' });
}

export function cancel(draft: Draft): Refusal | undefined {
  return halt(draft, { status: 'CANCELED', counterpart: 'BLOCKED', verb: 'canceled', error: 'CANCEL-WORKFLOW-ERROR' });
}

export function unblock(draft: Draft): Refusal | undefined {
  return restore(draft, { status: 'BLOCKED', verb: 'unblocked', error: 'BLOCK-WORKFLOW-ERROR' });
}

export function uncancel(draft: Draft): Refusal | undefined {
  return restore(draft, { status: 'CANCELED', verb: 'uncanceled', error: 'CANCEL-WORKFLOW-ERROR' });
}

/** Sets or clears the earliest processing time of an order that has not begun. */
export function reschedule(draft: Draft, event: EventOf<'reschedule'>): Refusal | undefined {
  const { status, originalStatus } = draft.state.columns;
  if (status === 'IN-PROGRESS') return refusal('RESCHEDULE-ERROR', 'The order has begun meanwhile.');
  const isHalted = status === 'BLOCKED' || status === 'CANCELED';
  const waiting = isHalted ? originalStatus : status;
  if (waiting !== 'READY' && waiting !== 'SCHEDULED') {
    return refusal('WORKFLOW-STATUS-ERROR', `An order can be rescheduled before it begins; it is ${status}.`);
  }
  const isLater = event.scheduled !== null && event.scheduled > draft.occasion.at;
  const next = isLater ? 'SCHEDULED' : 'READY';
  draft.setOrder(
    isHalted ? { originalStatus: next, scheduled: event.scheduled } : { status: next, scheduled: event.scheduled },
    'rescheduled',
  );
  return undefined;
}

export function setPriority(draft: Draft, event: EventOf<'set-priority'>): Refusal | undefined {
  if (draft.state.columns.status === 'COMPLETE') {
    return refusal('WORKFLOW-STATUS-ERROR', 'The order is COMPLETE; its priority has no effect any more.');
  }
  draft.setOrder({ priority: event.priority }, `priority ${event.priority}`);
  return undefined;
}

/** Forces ERROR: RETRY segments and steps too (manual: setError). */
export function setError(draft: Draft): Refusal | undefined {
  const { status } = draft.state.columns;
  if (!isOneOf(status, ['RETRY', 'CANCELED', 'BLOCKED', 'ASYNC-WAITING'])) {
    const info = `An order can be set to ERROR when it is RETRY, CANCELED, BLOCKED or ASYNC-WAITING; it is ${status}.`;
    return refusal('WORKFLOW-STATUS-ERROR', info);
  }
  for (const step of draft.state.steps.values()) {
    if (!isOneOf(step.status, ['RETRY', 'ASYNC-WAITING'])) continue;
    draft.setStep({ ...step, status: 'ERROR', retries: null }, 'set to ERROR', segmentOf(draft, step.stepId));
  }
  for (const [segmentId, segment] of draft.state.segments) {
    if (!isOneOf(segment.status, ['RETRY', 'ASYNC-WAITING'])) continue;
    draft.setSegment(segmentId, { status: 'ERROR', retryTrigger: null }, 'set to ERROR');
  }
  draft.setOrder({ status: 'ERROR', originalStatus: null }, 'set to ERROR');
  return undefined;
}

/** Marks elements as skipped: they are COMPLETE when next processed (manual: skip step). */
export function skipStep(draft: Draft, event: EventOf<'skip-step'>): Refusal | undefined {
  const { status } = draft.state.columns;
  if (isOneOf(status, ['IN-PROGRESS', 'CANCELED'])) {
    return refusal('SKIP-STEP-ERROR', `No step of an order that is ${status} can be skipped.`);
  }
  for (const ind of event.inds) {
    const step = draft.state.steps.get(stepKey(event.stepId, ind));
    if (!step)
      return refusal('SKIP-STEP-ERROR', `Step ${event.stepId} element ${ind} was never executed in this order.`);
    if (!isOneOf(step.status, ['ERROR', 'RETRY', 'ASYNC-WAITING', 'EVENT-WAITING'])) {
      return refusal('STEP-STATUS-ERROR', `Step ${event.stepId} element ${ind} is ${step.status}.`);
    }
    if (step.wait?.kind === 'child') {
      return refusal(
        'SKIP-STEP-ERROR',
        `A subworkflow is bound to step ${event.stepId} element ${ind}; correct or cancel the child.`,
      );
    }
    draft.setStep({ ...step, skip: true }, 'skip asked for', segmentOf(draft, event.stepId));
  }
  if (event.noRetry || status === 'BLOCKED') return undefined;
  const skipped = event.inds.map((ind) => draft.state.steps.get(stepKey(event.stepId, ind))?.status);
  if (skipped.some((one) => one === 'ERROR' || one === 'RETRY')) return retry(draft);
  return stopWaiting(draft, event);
}

/** Steps that wait for data or an event end their waiting; what else the order waits for stays as it is. */
function stopWaiting(draft: Draft, { stepId, inds }: EventOf<'skip-step'>): undefined {
  const segmentId = segmentOf(draft, stepId);
  for (const ind of inds) {
    const step = draft.state.steps.get(stepKey(stepId, ind));
    if (step) draft.setStep({ ...step, status: 'RETRY' }, 'to be skipped', segmentId);
  }
  draft.setSegment(segmentId, { status: 'RETRY', retryTrigger: draft.occasion.at }, 'to be skipped');
  draft.setOrder({ status: orderStatusFrom(draft.rules.plan, draft.state) }, 'to be skipped');
}

function retrySegments(draft: Draft): void {
  const { at } = draft.occasion;
  const first = asId<SegmentId>(0);
  // An order that failed before any segment began starts with its initial one.
  if (draft.state.segments.size === 0) draft.setSegment(first, { status: 'RETRY', retryTrigger: at }, 'retried');
  for (const [segmentId, segment] of draft.state.segments) {
    if (!isOneOf(segment.status, ['ERROR', 'ASYNC-WAITING', 'RETRY'])) continue;
    retrySteps(draft, segmentId);
    draft.setSegment(segmentId, { status: 'RETRY', retryTrigger: at }, 'retried');
  }
}

function retrySteps(draft: Draft, segmentId: SegmentId): void {
  for (const step of draft.state.steps.values()) {
    if (segmentOf(draft, step.stepId) !== segmentId || !isOneOf(step.status, ['ERROR', 'ASYNC-WAITING'])) continue;
    draft.setStep({ ...step, status: 'RETRY', retries: 0 }, 'retried', segmentId);
  }
}

interface Halt {
  readonly status: 'BLOCKED' | 'CANCELED';
  readonly counterpart?: 'BLOCKED' | 'CANCELED';
  readonly verb: string;
  readonly error: string;
}

function halt(draft: Draft, { status: target, counterpart, verb, error }: Halt): Refusal | undefined {
  const { status, originalStatus } = draft.state.columns;
  if (status !== counterpart && !isOneOf(status, haltable)) {
    return refusal(error, `An order that is ${status} cannot be ${verb}.`);
  }
  // From BLOCKED to CANCELED or back the saved status is kept.
  draft.setOrder({ status: target, originalStatus: status === counterpart ? originalStatus : status }, verb);
  return undefined;
}

function restore(draft: Draft, { status: from, verb, error }: Halt): Refusal | undefined {
  const { status, originalStatus } = draft.state.columns;
  if (status !== from) return refusal(error, `Only an order that is ${from} can be ${verb}; it is ${status}.`);
  draft.setOrder({ status: originalStatus ?? 'READY', originalStatus: null }, verb);
  return undefined;
}

function segmentOf(draft: Draft, stepId: Parameters<typeof stepKey>[0]): SegmentId {
  return draft.rules.plan.stepById.get(stepId)?.segmentId ?? asId<SegmentId>(0);
}

function isOneOf<T extends string>(value: string, values: readonly T[]): value is T {
  return (values as readonly string[]).includes(value);
}
