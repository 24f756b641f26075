import type { Draft } from './draft.ts';
import { afterFailure, delayed, failElement, failWith, type OwnError, rowOf } from './fail-element.ts';
import { fulfilPrimary, waitAgain } from './fulfil-primary.ts';
import { describeError, raiseInCall, recordError, resolveError } from './raise-error.ts';
import { releaseWhatEnded } from './release.ts';
import { callPrimary, completeElement, startNext } from './run-steps.ts';
import { type CallState, stepKey } from './state.ts';
import type { CallEvent } from './transition-types.ts';
import { readValidation } from './validation.ts';

type EventOf<Type extends CallEvent['type']> = CallEvent & { readonly type: Type };

/** A method returned. What errors it raised decides first, then the method's own result. */
export function callReturned(draft: Draft, call: CallState, event: EventOf<'call-returned'>): void {
  const asked = delayed(draft, call, event.retryDelaySeconds);
  if (asked.failure) failElement(draft, asked, 'ended with errors');
  else if (asked.method === 'validation') validationReturned(draft, asked, event);
  else succeed(draft, asked, 'completed');
}

export function callThrew(draft: Draft, call: CallState, event: EventOf<'call-threw'>): void {
  endWith(draft, call, { error: event.error, delay: event.retryDelaySeconds });
}

/**
 * The runner is gone: whether the action happened is unknown, so the step is retried and its validation clears it up
 * (manual: recoverability). A definition of RUNNER-LOST overrides this.
 */
export function callLost(draft: Draft, call: CallState, event: EventOf<'call-lost'>): void {
  const error = { error: 'RUNNER-LOST', info: event.info };
  const fallback = { status: 'RETRY', description: 'The program ended during the call.' } as const;
  endWith(draft, call, { error, fallback, keepsData: true });
}

export function callTimedOut(draft: Draft, call: CallState, event: EventOf<'call-timed-out'>): void {
  const error = { error: 'STEP-TIMEOUT', info: event.info };
  const fallback = { status: 'RETRY', description: 'The call took longer than the step allows.' } as const;
  endWith(draft, call, { error, fallback, keepsData: true });
}

/** The program could not be loaded: user code did not run, so neither the attempt nor a retry is counted. */
export function callNotMade(draft: Draft, call: CallState, event: EventOf<'call-not-made'>): void {
  const error = resolveError(draft, event.error);
  recordError(draft, call, { ...error, severity: 'MAJOR', status: 'RETRY' });
  const row = rowOf(draft.state, call);
  const isAttempt = call.method === 'primary' || call.method === 'validation';
  const attempt = isAttempt ? row.attempt - 1 : row.attempt;
  draft.setCall(stepKey(call.stepId, call.ind), null);
  draft.setStep({ ...row, status: 'RETRY', attempt }, `not called: ${error.error}`, call.segmentId);
  afterFailure(draft, call, event.retryAt);
}

/** `stepError` or `stepWarning`: recorded now, the method goes on. */
export function errorRaised(draft: Draft, call: CallState, event: EventOf<'error-raised'>): void {
  const error = resolveError(draft, event.error);
  raiseInCall(draft, call, error);
  draft.note(describeError(error), { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
}

function validationReturned(draft: Draft, call: CallState, event: EventOf<'call-returned'>): void {
  const isAsync = draft.rules.plan.stepById.get(call.stepId)?.stepType === 'ASYNC';
  const result = readValidation(event.value, isAsync);
  switch (result.status) {
    case 'COMPLETE':
      return succeed(draft, call, 'validated COMPLETE');
    case 'ERROR':
      return failElement(draft, { ...call, failure: 'ERROR' }, 'validated ERROR');
    case 'RETRY':
      return runPrimary(draft, call, 'validated RETRY');
    case 'ASYNC-WAITING':
      if (rowOf(draft.state, call).wait?.kind === 'queue') return keepWaiting(draft, call);
      return invalid(draft, call, isAsync, 'validation returned ASYNC-WAITING, but the step waits for no queue data.');
    case 'invalid':
      return invalid(draft, call, isAsync, result.info);
  }
}

function invalid(draft: Draft, call: CallState, isAsync: boolean, info: string): void {
  const error = isAsync ? 'INVALID-ASYNC-VALIDATION-STATUS' : 'INVALID-VALIDATION-STATUS';
  const description = 'validation returned no usable status.';
  failWith(draft, call, resolveError(draft, { error, info }, { description }));
}

function keepWaiting(draft: Draft, call: CallState): void {
  draft.setCall(stepKey(call.stepId, call.ind), null);
  waitAgain(draft, call, 'ASYNC-WAITING', 'validated ASYNC-WAITING');
  goOn(draft, call);
}

/** Validation decided for another run: at once, unless the execution instance is stopping (then first thing after it). */
function runPrimary(draft: Draft, call: CallState, transition: string): void {
  const step = draft.rules.plan.stepById.get(call.stepId);
  const row = rowOf(draft.state, call);
  // The data came while validation ran: it is taken, not thrown away for another run.
  if (row.wait?.kind === 'queue' && row.wait.status === 'RECEIVED') return keepWaiting(draft, call);
  draft.setCall(stepKey(call.stepId, call.ind), null);
  if (step && !draft.state.isStopping) {
    draft.note(transition, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
    return callPrimary(draft, step, call.ind);
  }
  draft.setStep({ ...row, status: 'RETRY' }, transition, call.segmentId);
  afterFailure(draft, call, draft.occasion.at);
}

function succeed(draft: Draft, call: CallState, transition: string): void {
  if (call.method === 'primary' && !fulfilPrimary(draft, call, transition)) return;
  draft.setCall(stepKey(call.stepId, call.ind), null);
  if (call.method !== 'primary') completeElement(draft, rowOf(draft.state, call), transition, call.segmentId);
  // `array` runs before the back end of each element (manual: array steps).
  if (call.method === 'end') forgetElements(draft, call);
  goOn(draft, call);
}

function forgetElements(draft: Draft, call: CallState): void {
  const elements = new Map(draft.state.elements);
  if (elements.delete(call.stepId)) draft.patch({ elements });
}

function goOn(draft: Draft, call: CallState): void {
  const step = draft.rules.plan.stepById.get(call.stepId);
  if (step) startNext(draft, step);
  releaseWhatEnded(draft, call.segmentId);
}

/** Ends the call with an error: recorded, and with the status that this and the errors before it give. */
function endWith(draft: Draft, call: CallState, ending: OwnError): void {
  const light = failWith(draft, call, resolveError(draft, ending.error, ending.fallback), ending);
  if (!light) return;
  // A light error that was thrown ends the method all the same, as if it had returned nothing.
  if (call.method === 'validation') runPrimary(draft, light.call, light.transition);
  else succeed(draft, light.call, `completed with ${light.transition}`);
}
