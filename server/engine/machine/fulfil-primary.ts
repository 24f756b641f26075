import type { StepStatus } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import { isAwake } from './elements.ts';
import { askForRetry, failWith, hasRetriesLeft, retriesExceeded, rowOf } from './fail-element.ts';
import { resolveError } from './raise-error.ts';
import { completeElement } from './run-steps.ts';
import { type CallState, stepKey } from './state.ts';

type WaitingStatus = Extract<StepStatus, 'ASYNC-WAITING' | 'EVENT-WAITING' | 'WAITING'>;

const waits = {
  ASYNC: { status: 'ASYNC-WAITING', error: 'ASYNC-NO-KEY-SUBMITTED', calls: 'submitAsyncKey or skipAsyncStep' },
  EVENT: { status: 'EVENT-WAITING', error: 'NO-EVENT-BOUND', calls: 'bindEvent, bindEventUnposted or skipEvent' },
  SUBWORKFLOW: { status: 'WAITING', error: 'NO-SUBWORKFLOW-STARTED', calls: 'bindSubworkflow or skipSubworkflow' },
} as const satisfies Record<string, { status: WaitingStatus; error: string; calls: string }>;

/**
 * `primary` ended without an error: a NORMAL element is COMPLETE, any other waits for what it bound or is COMPLETE because it
 * said that it does not wait. One that did neither is in error (manual: obligations of step types); then false.
 */
export function fulfilPrimary(draft: Draft, call: CallState, transition: string): boolean {
  const type = draft.rules.plan.stepById.get(call.stepId)?.stepType ?? 'NORMAL';
  if (type !== 'NORMAL' && call.obligation === 'open') {
    const { error, calls } = waits[type];
    const info = `primary of ${type} steps must call one of ${calls}; it called none.`;
    failWith(draft, call, resolveError(draft, { error, info }, { description: 'An obligatory call is missing.' }));
    return false;
  }
  if (type === 'NORMAL' || call.obligation === 'skipped') {
    completeElement(
      draft,
      rowOf(draft.state, call),
      type === 'NORMAL' ? transition : 'skipped by its code',
      call.segmentId,
    );
    return true;
  }
  return waitAgain(draft, call, waits[type].status, waitingFor(type, transition));
}

/** The element waits; false when it did so too often in a row (manual: max-async-retries). */
export function waitAgain(draft: Draft, call: CallState, status: WaitingStatus, transition: string): boolean {
  const row = rowOf(draft.state, call);
  if (status !== 'ASYNC-WAITING') {
    draft.setStep({ ...row, status, retries: null }, transition, call.segmentId);
    return true;
  }
  const waiting = { ...row, status, retries: (row.retries ?? 0) + 1 };
  if (!isAwake(waiting) && !hasRetriesLeft(draft, call, row, draft.rules.maxAsyncRetries)) {
    draft.setCall(stepKey(call.stepId, call.ind), null);
    retriesExceeded(draft, call, row, transition, 'max-async-retries');
    return false;
  }
  draft.setStep(waiting, transition, call.segmentId);
  askForRetry(draft, call, call.retryAt);
  return true;
}

function waitingFor(type: keyof typeof waits, transition: string): string {
  const what = { ASYNC: 'queue data', EVENT: 'its event', SUBWORKFLOW: 'its child order' }[type];
  return transition === 'completed' ? `waiting for ${what}` : `${transition}, waiting for ${what}`;
}
