import type { SegmentId } from '../../../schemas/model/ids.ts';
import { asId } from '../../../schemas/model/ids.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import { recordError, resolveError } from './raise-error.ts';
import { isAnyAwake, releaseWhatEnded, segmentDueAt } from './release.ts';
import { startAvailableSteps } from './run-steps.ts';
import { isAttached, type OrderState, type SegmentState, type StepState, stepKey } from './state.ts';
import { type PickedUp, type Refusal, refusal, type Rules } from './transition-types.ts';
import { awakeSteps, holdSegment } from './wake.ts';

/**
 * Takes an order up: for the first time, for what it waited for and is there (NORMAL), or for its segments that are due
 * (RECOVERY). An order that is in work gets these segments beside those that run.
 */
export function pickUp(draft: Draft, event: PickedUp): Refusal | undefined {
  const { state, occasion } = draft;
  if (isHeld(state)) return refusal('ORDER-NOT-READY', `The order is ${state.columns.status}.`);
  if (event.mode === 'RECOVERY') return recover(draft, event);
  if (isReady(state, occasion.at)) return begin(draft, event);
  const steps = awakeSteps(draft);
  if (steps.length === 0) return refusal('ORDER-NOT-READY', `The order is ${state.columns.status}.`);
  attach(draft, event, 'picked up');
  const segments = new Set(steps.map(({ segmentId }) => segmentId));
  // The first may end the order's work: all of them are in work before any goes on.
  for (const segmentId of segments) holdSegment(draft, segmentId);
  for (const segmentId of segments) {
    startAvailableSteps(draft, segmentId, steps);
    releaseWhatEnded(draft, segmentId);
  }
  return undefined;
}

/** True when the order may be taken up now in this mode; the dispatcher asks before it takes a place for it. */
export function isDue(rules: Rules, state: OrderState, at: number, mode: PickedUp['mode']): boolean {
  if (isHeld(state)) return false;
  if (mode === 'NORMAL') return isReady(state, at) || isAnyAwake(rules.plan, state);
  return [...state.segments.values()].some((segment) => isSegmentDue(rules, segment, at));
}

function begin(draft: Draft, event: PickedUp): undefined {
  const first = asId<SegmentId>(0);
  attach(draft, event, 'picked up');
  draft.setSegment(first, { status: 'IN-PROGRESS', mode: 'NORMAL', retryTrigger: null }, 'started');
  startAvailableSteps(draft, first, draft.rules.plan.steps);
  releaseWhatEnded(draft, first);
}

function recover(draft: Draft, event: PickedUp): Refusal | undefined {
  const segments = dueSegments(draft);
  if (segments.length === 0) return refusal('ORDER-NOT-READY', 'No segment of the order is due.');
  attach(draft, event, 'recovering');
  for (const segmentId of segments) {
    stopWaiting(draft, segmentId);
    letTryAgain(draft, segmentId);
    draft.setSegment(segmentId, { status: 'IN-PROGRESS', mode: event.mode, retryTrigger: null }, 'recovering');
  }
  for (const segmentId of segments) {
    refuseRemovedSteps(draft, segmentId);
    startAvailableSteps(draft, segmentId, draft.rules.plan.steps);
    releaseWhatEnded(draft, segmentId);
  }
  return undefined;
}

function attach(draft: Draft, event: PickedUp, transition: string): void {
  if (isAttached(draft.state)) return;
  draft.setOrder(
    { status: 'IN-PROGRESS', sessionId: event.sessionId, businessError: false, customStatus: null },
    transition,
  );
}

/** Steps that waited too long for their queue data are recovered (manual: async_delay). */
function stopWaiting(draft: Draft, segmentId: SegmentId): void {
  if (draft.state.segments.get(segmentId)?.status !== 'ASYNC-WAITING') return;
  for (const step of draft.state.steps.values()) {
    if (step.status !== 'ASYNC-WAITING' || draft.rules.plan.stepById.get(step.stepId)?.segmentId !== segmentId)
      continue;
    draft.setStep({ ...step, status: 'RETRY' }, 'waited too long', segmentId);
  }
}

/** What failed earlier in this attachment is due again with its segment. */
function letTryAgain(draft: Draft, segmentId: SegmentId): void {
  if (draft.state.tried.size === 0) return;
  const { stepById } = draft.rules.plan;
  const tried = [...draft.state.tried].filter((key) => {
    const step = draft.state.steps.get(key);
    return step === undefined || stepById.get(step.stepId)?.segmentId !== segmentId;
  });
  draft.patch({ tried: new Set(tried) });
}

function isReady(state: OrderState, at: number): boolean {
  const { status, scheduled } = state.columns;
  return status === 'READY' || (status === 'SCHEDULED' && (scheduled ?? 0) <= at);
}

/** What a held order waits for is kept until it is let go again. A RETRY segment of an order in ERROR stays queued. */
function isHeld(state: OrderState): boolean {
  const { status } = state.columns;
  return isFinal(status) || status === 'BLOCKED' || (isAttached(state) && state.isStopping);
}

function dueSegments(draft: Draft): readonly SegmentId[] {
  const due = [...draft.state.segments].filter(([, segment]) => isSegmentDue(draft.rules, segment, draft.occasion.at));
  return due.map(([segmentId]) => segmentId).sort((a, b) => a - b);
}

function isSegmentDue(rules: Rules, segment: SegmentState, at: number): boolean {
  const due = segmentDueAt(rules, segment);
  return due !== null && due <= at;
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
