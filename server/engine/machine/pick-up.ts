import type { SegmentId } from '../../../schemas/model/ids.ts';
import { asId } from '../../../schemas/model/ids.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import { recordError, resolveError } from './raise-error.ts';
import { releaseWhatEnded } from './release.ts';
import { startAvailableSteps } from './run-steps.ts';
import { type OrderState, type StepState, stepKey } from './state.ts';
import { type PickedUp, type Refusal, refusal, type Rules } from './transition-types.ts';

/** Takes an order up: for the first time (NORMAL), or its segments that are due after a RETRY (RECOVERY). */
export function pickUp(draft: Draft, event: PickedUp): Refusal | undefined {
  const segments = event.mode === 'NORMAL' ? [asId<SegmentId>(0)] : dueSegments(draft);
  const problem = whyNot(draft, event, segments);
  if (problem !== undefined) return refusal('ORDER-NOT-READY', problem);
  const transition = event.mode === 'NORMAL' ? 'picked up' : 'recovering';
  draft.setOrder({ status: 'IN-PROGRESS', sessionId: event.sessionId, businessError: false }, transition);
  for (const segmentId of segments) {
    const started = event.mode === 'NORMAL' ? 'started' : 'recovering';
    draft.setSegment(segmentId, { status: 'IN-PROGRESS', mode: event.mode, retryTrigger: null }, started);
  }
  for (const segmentId of segments) {
    if (event.mode === 'RECOVERY') refuseRemovedSteps(draft, segmentId);
    startAvailableSteps(draft, segmentId, draft.rules.plan.steps);
    releaseWhatEnded(draft, segmentId);
  }
  return undefined;
}

/** True when the order may be taken up now in this mode; the dispatcher asks before it takes a place for it. */
export function isDue(rules: Rules, state: OrderState, at: number, mode: PickedUp['mode']): boolean {
  if (mode === 'NORMAL') return isReady(state, at);
  return canRecover(state) && [...state.segments.values()].some((segment) => isSegmentDue(rules, segment, at));
}

function whyNot(draft: Draft, event: PickedUp, segments: readonly SegmentId[]): string | undefined {
  const { state, occasion } = draft;
  const { status } = state.columns;
  if (event.mode === 'NORMAL') return isReady(state, occasion.at) ? undefined : `The order is ${status}.`;
  if (!canRecover(state)) return `The order is ${status}.`;
  return segments.length === 0 ? 'No segment of the order is due.' : undefined;
}

function isReady(state: OrderState, at: number): boolean {
  const { status, scheduled } = state.columns;
  return status === 'READY' || (status === 'SCHEDULED' && (scheduled ?? 0) <= at);
}

/** A RETRY segment stays queued even while another one makes the order ERROR. */
function canRecover(state: OrderState): boolean {
  const { status } = state.columns;
  return !isFinal(status) && status !== 'BLOCKED' && status !== 'IN-PROGRESS';
}

function dueSegments(draft: Draft): readonly SegmentId[] {
  const due = [...draft.state.segments].filter(([, segment]) => isSegmentDue(draft.rules, segment, draft.occasion.at));
  return due.map(([segmentId]) => segmentId).sort((a, b) => a - b);
}

function isSegmentDue(
  rules: Pick<Rules, 'recoverDelayMicros'>,
  segment: { readonly status: string; readonly retryTrigger: number | null; readonly modified: number },
  at: number,
): boolean {
  return segment.status === 'RETRY' && (segment.retryTrigger ?? segment.modified + rules.recoverDelayMicros) <= at;
}

/**
 * A step that some order holds in RETRY and that the definition no longer has cannot be recovered (manual: versioning):
 * it gets a clear error instead of silence, and works again when the step is deployed again and the order is retried.
 */
function refuseRemovedSteps(draft: Draft, segmentId: SegmentId): void {
  if (segmentId !== 0) return;
  const { plan } = draft.rules;
  const removed = [...draft.state.steps.values()].filter(
    (step) => step.status === 'RETRY' && !plan.stepById.has(step.stepId),
  );
  for (const step of removed) failRemovedStep(draft, step, segmentId);
}

function failRemovedStep(draft: Draft, step: StepState, segmentId: SegmentId): void {
  const { plan } = draft.rules;
  const info =
    `Workflow ${plan.name} ${plan.version} no longer has step ${step.stepId}, which this order must recover. ` +
    `Deploy the workflow with the step again, or skip or cancel.`;
  const error = resolveError(draft, { error: 'STEP-REMOVED-ERROR', info });
  recordError(draft, step, { ...error, severity: 'MAJOR', status: 'ERROR' });
  draft.patch({ tried: new Set(draft.state.tried).add(stepKey(step.stepId, step.ind)) });
  draft.setStep({ ...step, status: 'ERROR', retries: null }, 'error STEP-REMOVED-ERROR (major, error)', segmentId);
}
