import type { Micros } from '../../../schemas/model/data.ts';
import { asId, type SegmentId } from '../../../schemas/model/ids.ts';
import type { OrderStatus, SegmentStatus } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import type { Plan, PlanStep } from './plan.ts';
import { isAwake, isStepComplete, nextElement } from './elements.ts';
import { isUnblocked, startAvailableSteps, startJoins } from './run-steps.ts';
import type { OrderState, SegmentState, StepKey, StepState } from './state.ts';
import { highestStatus, type RankedStatus } from './status-ranks.ts';
import type { Rules } from './transition-types.ts';

/** Releases the segment when nothing of it runs any more, and the order when none of its segments does. */
export function releaseWhatEnded(draft: Draft, segmentId: SegmentId): void {
  if (isRunning(draft.state, segmentId) || !isInWork(draft.state, segmentId)) return;
  const { plan } = draft.rules;
  // Steps that a newer definition added since are found here.
  startAvailableSteps(draft, segmentId, plan.steps);
  if (isRunning(draft.state, segmentId)) return;
  releaseSegment(draft, segmentId);
  startJoins(draft);
  const isWorking = [...draft.state.segments.values()].some((segment) => segment.status === 'IN-PROGRESS');
  if (isWorking) tellWhenDue(draft, segmentId);
  else releaseOrder(draft);
}

/** The status of an order from its segments (manual: status computation at detach). */
export function orderStatusFrom(plan: Plan, state: OrderState): RankedStatus {
  const statuses = plan.segments.map(({ segmentId }): RankedStatus => {
    const status = state.segments.get(segmentId)?.status ?? 'READY';
    return status === 'READY' || status === 'SCHEDULED' ? 'INCOMPLETE' : status;
  });
  return highestStatus(statuses);
}

type Delays = Pick<Rules, 'recoverDelayMicros' | 'asyncDelayMicros'>;

/** When the order's next segment in RETRY or ASYNC-WAITING is due; null when none is. */
export function nextRetryAt(rules: Delays, state: OrderState): Micros | null {
  let earliest: Micros | null = null;
  for (const segment of state.segments.values()) {
    const due = segmentDueAt(rules, segment);
    if (due !== null && (earliest === null || due < earliest)) earliest = due;
  }
  return earliest;
}

/** When a segment is to be recovered (manual: what recovery segments pick up); null = never by time. */
export function segmentDueAt(rules: Delays, segment: SegmentState): Micros | null {
  if (segment.status === 'RETRY') return segment.retryTrigger ?? segment.modified + rules.recoverDelayMicros;
  if (segment.status === 'ASYNC-WAITING') return segment.retryTrigger ?? segment.modified + rules.asyncDelayMicros;
  return null;
}

/** True when something that the order waits for is there and nobody has gone on with it yet. */
export function isAnyAwake(plan: Plan, state: OrderState): boolean {
  for (const step of state.steps.values()) if (isAwake(step) && plan.stepById.has(step.stepId)) return true;
  return false;
}

/** The status of a segment that nothing runs in, from its rows alone. */
export function waitingStatusOf(plan: Plan, state: OrderState, segmentId: SegmentId): SegmentStatus {
  return highestStatus(executedSteps(plan, state, segmentId).map((step) => step.status));
}

/** The status of a segment that nothing runs in: the highest rank over its executed steps; ERROR outranks RETRY. */
function releaseSegment(draft: Draft, segmentId: SegmentId): void {
  const { status, isCutShort } = segmentStatusFrom(draft, segmentId);
  const asked = draft.state.segments.get(segmentId)?.retryTrigger ?? null;
  const trigger = isCutShort ? draft.occasion.at : asked;
  const keepsTrigger = status === 'RETRY' || status === 'ASYNC-WAITING';
  draft.setSegment(segmentId, { status, retryTrigger: keepsTrigger ? trigger : null }, 'released');
  forgetElements(draft, segmentId);
}

function segmentStatusFrom(draft: Draft, segmentId: SegmentId): { status: SegmentStatus; isCutShort: boolean } {
  const { rules, state } = draft;
  const status = waitingStatusOf(rules.plan, state, segmentId);
  if (status === 'ERROR' || status === 'RETRY') return { status, isCutShort: false };
  // Stopped between two steps: recovery goes on with the next one as soon as the workflow runs again.
  if (state.isStopping && hasMore(draft, segmentId)) return { status: 'RETRY', isCutShort: true };
  // The manual's safety net: a segment is never COMPLETE with steps that did not run.
  if (status !== 'COMPLETE' || isWhole(draft, segmentId)) return { status, isCutShort: false };
  return { status: 'ERROR', isCutShort: false };
}

function stepsOf({ rules }: Draft, segmentId: SegmentId): readonly PlanStep[] {
  const { segments, stepById } = rules.plan;
  return (segments[segmentId]?.steps ?? []).flatMap((stepId) => stepById.get(stepId) ?? []);
}

function isWhole(draft: Draft, segmentId: SegmentId): boolean {
  return stepsOf(draft, segmentId).every((step) => isStepComplete(draft.state, step));
}

/** True when a step, or an element of one, would have been started if the instance were not stopping. */
function hasMore(draft: Draft, segmentId: SegmentId): boolean {
  return stepsOf(draft, segmentId).some(
    (step) => isUnblocked(draft, step) && nextElement(draft, step) !== undefined && !isStepComplete(draft.state, step),
  );
}

function executedSteps(plan: Plan, state: OrderState, segmentId: SegmentId): readonly StepState[] {
  return [...state.steps.values()].filter((step) => (plan.stepById.get(step.stepId)?.segmentId ?? 0) === segmentId);
}

/** `array` runs at every start of its step. */
function forgetElements(draft: Draft, segmentId: SegmentId): void {
  if (draft.state.elements.size === 0) return;
  const { stepById } = draft.rules.plan;
  const kept = [...draft.state.elements].filter(([stepId]) => stepById.get(stepId)?.segmentId !== segmentId);
  draft.patch({ elements: new Map(kept) });
}

/** Another segment goes on; this one is to be recovered in its own time. */
function tellWhenDue(draft: Draft, segmentId: SegmentId): void {
  const segment = draft.state.segments.get(segmentId);
  const dueAt = segment ? segmentDueAt(draft.rules, segment) : null;
  if (dueAt !== null) draft.effect({ type: 'due', dueAt });
}

function releaseOrder(draft: Draft): void {
  const computed = orderStatusFrom(draft.rules.plan, draft.state);
  const isCanceled = computed === 'ERROR' && draft.state.columns.originalStatus === 'ERROR';
  const status: OrderStatus = isCanceled ? 'CANCELED' : computed;
  draft.setOrder(
    {
      status,
      originalStatus: isCanceled ? 'ERROR' : null,
      sessionId: asId(0),
      completed: status === 'COMPLETE' ? draft.occasion.at : null,
      businessError: isDueToBusinessError(draft.state, status),
    },
    'released',
  );
  draft.patch({ tried: new Set(), tempData: null, isStopping: false, elements: new Map() });
  draft.effect({ type: 'released', status, dueAt: nextRetryAt(draft.rules, draft.state) });
  if (isAnyAwake(draft.rules.plan, draft.state)) draft.effect({ type: 'awake' });
}

/** Only while the status is ERROR or RETRY because of such an error (manual: business errors). */
function isDueToBusinessError(state: OrderState, status: OrderStatus): boolean {
  if (status !== 'ERROR' && status !== 'RETRY') return false;
  const stillFailed = (key: StepKey): boolean => {
    const step = state.steps.get(key);
    return step !== undefined && step.status !== 'COMPLETE';
  };
  return [...state.businessErrors].some(stillFailed);
}

function isRunning(state: OrderState, segmentId: SegmentId): boolean {
  for (const call of state.calls.values()) if (call.segmentId === segmentId) return true;
  return false;
}

function isInWork(state: OrderState, segmentId: SegmentId): boolean {
  return state.segments.get(segmentId)?.status === 'IN-PROGRESS';
}
