import { type OrderState, stepKey, type CallState, type StepState } from './state.ts';
import type { Micros } from '../../../schemas/model/data.ts';
import type { Draft } from './draft.ts';
import { describeError, raiseInCall, recordError, resolveError, type ResolvedError } from './raise-error.ts';
import { releaseWhatEnded } from './release.ts';
import { callStep, completeStep, startSuccessors } from './run-steps.ts';
import type { CallEvent } from './transition-types.ts';
import { readValidation } from './validation.ts';

type EventOf<Type extends CallEvent['type']> = CallEvent & { readonly type: Type };

/** `primary` or `validation` returned. What errors it raised decides first, then the method's own result. */
export function callReturned(draft: Draft, call: CallState, event: EventOf<'call-returned'>): void {
  const asked = delayed(draft, call, event.retryDelaySeconds);
  if (asked.failure) failStep(draft, asked, 'ended with errors');
  else if (asked.method === 'validation') validationReturned(draft, asked, event);
  else succeed(draft, asked, 'completed');
}

export function callThrew(draft: Draft, call: CallState, event: EventOf<'call-threw'>): void {
  failWith(draft, call, resolveError(draft, event.error), event.retryDelaySeconds);
}

/**
 * The runner is gone: whether the action happened is unknown, so the step is retried and its validation clears it up
 * (manual: recoverability). A definition of RUNNER-LOST overrides this.
 */
export function callLost(draft: Draft, call: CallState, event: EventOf<'call-lost'>): void {
  const error = { error: 'RUNNER-LOST', info: event.info };
  failWith(
    draft,
    call,
    resolveError(draft, error, { status: 'RETRY', description: 'The program ended during the call.' }),
  );
}

export function callTimedOut(draft: Draft, call: CallState, event: EventOf<'call-timed-out'>): void {
  const error = { error: 'STEP-TIMEOUT', info: event.info };
  const description = 'The call took longer than the step allows.';
  failWith(draft, call, resolveError(draft, error, { status: 'RETRY', description }));
}

/** The program could not be loaded: user code did not run, so neither the attempt nor a retry is counted. */
export function callNotMade(draft: Draft, call: CallState, event: EventOf<'call-not-made'>): void {
  const error = resolveError(draft, event.error);
  recordError(draft, call, { ...error, severity: 'MAJOR', status: 'RETRY' });
  const row = rowOf(draft.state, call);
  draft.setCall(stepKey(call.stepId, call.ind), null);
  draft.setStep({ ...row, status: 'RETRY', attempt: row.attempt - 1 }, `not called: ${error.error}`, call.segmentId);
  afterFailure(draft, call, event.retryAt);
}

/** `stepError` or `stepWarning`: recorded now, the method goes on. */
export function errorRaised(draft: Draft, call: CallState, event: EventOf<'error-raised'>): void {
  const error = resolveError(draft, event.error);
  raiseInCall(draft, call, error);
  draft.note(describeError(error), { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
}

function validationReturned(draft: Draft, call: CallState, event: EventOf<'call-returned'>): void {
  const result = readValidation(event.value);
  switch (result.status) {
    case 'COMPLETE':
      return succeed(draft, call, 'validated COMPLETE');
    case 'ERROR':
      return failStep(draft, { ...call, failure: 'ERROR' }, 'validated ERROR');
    case 'RETRY':
      return runPrimary(draft, call, 'validated RETRY');
    case 'invalid': {
      const error = { error: 'INVALID-VALIDATION-STATUS', info: result.info };
      return failWith(
        draft,
        call,
        resolveError(draft, error, { description: 'validation returned no usable status.' }),
      );
    }
  }
}

/** Validation decided for another run: at once, unless the execution instance is stopping (then first thing after it). */
function runPrimary(draft: Draft, call: CallState, transition: string): void {
  const step = draft.rules.plan.stepById.get(call.stepId);
  draft.setCall(stepKey(call.stepId, call.ind), null);
  if (step && !draft.state.isStopping) {
    draft.note(transition, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
    return callStep(draft, step, call.ind, 'primary', call.mode);
  }
  draft.setStep({ ...rowOf(draft.state, call), status: 'RETRY' }, transition, call.segmentId);
  afterFailure(draft, call, draft.occasion.at);
}

function succeed(draft: Draft, call: CallState, transition: string): void {
  const key = stepKey(call.stepId, call.ind);
  draft.setCall(key, null);
  completeStep(draft, rowOf(draft.state, call), transition, call.segmentId);
  const step = draft.rules.plan.stepById.get(call.stepId);
  if (step) startSuccessors(draft, step);
  releaseWhatEnded(draft, call.segmentId);
}

/** Ends the call with an error: recorded, and with the status that this and the errors before it give. */
function failWith(draft: Draft, call: CallState, error: ResolvedError, retryDelaySeconds?: number): void {
  const raised = raiseInCall(draft, call, error);
  const transition = describeError(error);
  if (raised.failure) return failStep(draft, delayed(draft, raised, retryDelaySeconds), transition);
  // A light error that was thrown ends the method all the same, as if it had returned nothing.
  if (raised.method === 'validation') runPrimary(draft, raised, transition);
  else succeed(draft, raised, `completed with ${transition}`);
}

function failStep(draft: Draft, call: CallState, transition: string): void {
  draft.setCall(stepKey(call.stepId, call.ind), null);
  const row = rowOf(draft.state, call);
  if (call.failure === 'RETRY' && hasRetriesLeft(draft, call, row)) retryLater(draft, call, row, transition);
  else if (call.failure === 'RETRY') retriesExceeded(draft, call, row, transition);
  else endInError(draft, call, row, transition);
}

function retryLater(draft: Draft, call: CallState, row: StepState, transition: string): void {
  draft.setStep({ ...row, status: 'RETRY', retries: (row.retries ?? 0) + 1 }, transition, call.segmentId);
  draft.setOrder({ retries: draft.state.columns.retries + 1 });
  afterFailure(draft, call, call.retryAt);
}

function endInError(draft: Draft, call: CallState, row: StepState, transition: string): void {
  draft.setStep({ ...row, status: 'ERROR', retries: null }, transition, call.segmentId);
  afterFailure(draft, call, null);
}

/** The limit holds in recovery only (manual: retry counting): a manual retry starts with an empty counter. */
function hasRetriesLeft(draft: Draft, call: CallState, row: StepState): boolean {
  return call.mode === 'NORMAL' || (row.retries ?? 0) < draft.rules.maxRetries;
}

function retriesExceeded(draft: Draft, call: CallState, row: StepState, transition: string): void {
  const info = `The step ended with RETRY ${(row.retries ?? 0) + 1} times in a row; the limit max-retries is ${draft.rules.maxRetries}.`;
  const error = resolveError(draft, { error: 'RETRIES-EXCEEDED-ERROR', info });
  recordError(draft, call, { ...error, severity: 'MAJOR', status: 'ERROR' });
  draft.note(transition, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
  endInError(draft, call, row, 'error RETRIES-EXCEEDED-ERROR (major, error)');
}

/** The element is not tried again in this attachment; the earliest requested retry time of the segment counts. */
function afterFailure(draft: Draft, call: CallState, retryAt: Micros | null): void {
  draft.patch({ tried: new Set(draft.state.tried).add(stepKey(call.stepId, call.ind)) });
  const trigger = draft.state.segments.get(call.segmentId)?.retryTrigger ?? null;
  if (retryAt !== null && (trigger === null || retryAt < trigger)) {
    draft.setSegment(call.segmentId, { retryTrigger: retryAt });
  }
  releaseWhatEnded(draft, call.segmentId);
}

/** `setRetryDelay` counts after the error, and for a method that threw, before it: no code of it runs afterwards. */
function delayed(draft: Draft, call: CallState, seconds: number | undefined): CallState {
  return seconds === undefined ? call : { ...call, retryAt: draft.occasion.at + Math.round(seconds * 1_000_000) };
}

function rowOf(state: OrderState, call: CallState): StepState {
  const row = state.steps.get(stepKey(call.stepId, call.ind));
  if (!row) throw new Error(`Order ${state.orderId} has no row of step ${call.stepId}`);
  return row;
}
