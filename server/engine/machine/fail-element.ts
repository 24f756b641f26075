import type { Micros } from '../../../schemas/model/data.ts';
import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { Draft } from './draft.ts';
import { describeError, raiseInCall, recordError, resolveError, type ResolvedError } from './raise-error.ts';
import { releaseWhatEnded } from './release.ts';
import { startNext } from './run-steps.ts';
import { type CallState, type OrderState, type StepState, stepKey } from './state.ts';
import type { RaisedError } from './transition-types.ts';

/** How a call ended with an error. */
export interface OwnError {
  readonly error: RaisedError;
  /** How the engine treats its own error when nobody defined it otherwise. */
  readonly fallback?: Partial<Omit<ErrorDefinition, 'error'>>;
  readonly delay?: number | undefined;
  /** Whether the code ran to its end is unknown: queue data that it was to take is kept for the next try. */
  readonly keepsData?: boolean;
}

/** Ends a call with an error; answers a light error, which decides nothing, for the caller to go on with. */
export function failWith(
  draft: Draft,
  call: CallState,
  error: ResolvedError,
  { delay, keepsData }: Pick<OwnError, 'delay' | 'keepsData'> = {},
): { readonly call: CallState; readonly transition: string } | undefined {
  const raised = raiseInCall(draft, call, error);
  const transition = describeError(error);
  // Without its elements an array step cannot go on, however light the error is.
  const isLight = raised.failure === null && raised.method !== 'array';
  if (isLight) return { call: raised, transition };
  failElement(draft, delayed(draft, { ...raised, failure: raised.failure ?? 'ERROR' }, delay), transition, keepsData);
  return undefined;
}

/** The element takes the status that the errors of its call give; others go on. */
export function failElement(draft: Draft, call: CallState, transition: string, keepsData = false): void {
  draft.setCall(stepKey(call.stepId, call.ind), null);
  const row = rowOf(draft.state, call);
  const hasData = row.wait?.kind === 'queue' && row.wait.status === 'RECEIVED';
  // What `end` rejected is consumed (manual: async back end); recovery then has no key.
  if (call.method === 'end' && !keepsData) draft.setWait(row, null);
  const failed = rowOf(draft.state, call);
  // An error of `array` before a back end is ERROR (manual: array steps).
  const failure = call.method === 'array' && hasData ? 'ERROR' : call.failure;
  if (failure !== 'RETRY') endInError(draft, call, failed, transition);
  else if (hasRetriesLeft(draft, call, failed)) retryLater(draft, call, failed, transition);
  else retriesExceeded(draft, call, failed, transition);
}

/** A limit holds in recovery only (manual: retry counting): a manual retry starts with an empty counter. */
export function hasRetriesLeft(draft: Draft, call: CallState, row: StepState, limit = draft.rules.maxRetries): boolean {
  return call.mode === 'NORMAL' || (row.retries ?? 0) < limit;
}

export function retriesExceeded(
  draft: Draft,
  call: CallState,
  row: StepState,
  transition: string,
  option: 'max-retries' | 'max-async-retries' = 'max-retries',
): void {
  const { maxRetries, maxAsyncRetries } = draft.rules;
  const [status, limit] = option === 'max-retries' ? ['RETRY', maxRetries] : ['ASYNC-WAITING', maxAsyncRetries];
  const info = `The step ended with ${status} ${(row.retries ?? 0) + 1} times in a row; the limit ${option} is ${limit}.`;
  const error = resolveError(draft, { error: 'RETRIES-EXCEEDED-ERROR', info });
  recordError(draft, call, { ...error, severity: 'MAJOR', status: 'ERROR' });
  draft.note(transition, { segmentId: call.segmentId, stepId: call.stepId, ind: call.ind });
  endInError(draft, call, row, 'error RETRIES-EXCEEDED-ERROR (major, error)');
}

/**
 * The element is not tried again in this attachment; the earliest requested retry time of the segment counts. The other
 * elements of an array step are tried all the same.
 */
export function afterFailure(draft: Draft, call: CallState, retryAt: Micros | null): void {
  draft.patch({ tried: new Set(draft.state.tried).add(stepKey(call.stepId, call.ind)) });
  askForRetry(draft, call, retryAt);
  const step = draft.rules.plan.stepById.get(call.stepId);
  if (step) startNext(draft, step);
  releaseWhatEnded(draft, call.segmentId);
}

export function askForRetry(draft: Draft, call: CallState, retryAt: Micros | null): void {
  const trigger = draft.state.segments.get(call.segmentId)?.retryTrigger ?? null;
  if (retryAt !== null && (trigger === null || retryAt < trigger)) {
    draft.setSegment(call.segmentId, { retryTrigger: retryAt });
  }
}

/** `setRetryDelay` counts after the error, and for a method that threw, before it: no code of it runs afterwards. */
export function delayed(draft: Draft, call: CallState, seconds: number | undefined): CallState {
  return seconds === undefined ? call : { ...call, retryAt: draft.occasion.at + Math.round(seconds * 1_000_000) };
}

export function rowOf(state: OrderState, call: Pick<CallState, 'stepId' | 'ind'>): StepState {
  const row = state.steps.get(stepKey(call.stepId, call.ind));
  if (!row) throw new Error(`Order ${state.orderId} has no row of step ${call.stepId}`);
  return row;
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
