import type { Micros } from '../../../schemas/model/data.ts';
import { asId, type SegmentId } from '../../../schemas/model/ids.ts';
import type { OrderStatus, SegmentStatus } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import type { Plan } from './plan.ts';
import { startAvailableSteps } from './run-steps.ts';
import { type OrderState, type StepKey, stepKey } from './state.ts';
import { highestStatus, type RankedStatus } from './status-ranks.ts';
import type { Rules } from './transition-types.ts';

/** Releases the segment when nothing of it runs any more, and the order when none of its segments does. */
export function releaseWhatEnded(draft: Draft, segmentId: SegmentId): void {
  if (isRunning(draft.state, segmentId)) return;
  const { plan } = draft.rules;
  // Steps that a newer definition added since are found here.
  startAvailableSteps(draft, segmentId, plan.steps);
  if (isRunning(draft.state, segmentId)) return;
  releaseSegment(draft, segmentId);
  startJoins(draft);
  const isWorking = [...draft.state.segments.values()].some((segment) => segment.status === 'IN-PROGRESS');
  if (!isWorking) releaseOrder(draft);
}

/** The status of an order from its segments (manual: status computation at detach). */
export function orderStatusFrom(plan: Plan, state: OrderState): RankedStatus {
  const statuses = plan.segments.map(({ segmentId }): RankedStatus => {
    const status = state.segments.get(segmentId)?.status ?? 'READY';
    return status === 'READY' || status === 'SCHEDULED' ? 'INCOMPLETE' : status;
  });
  return highestStatus(statuses);
}

/** When the order's next segment in RETRY is due; null when none is. */
export function nextRetryAt(rules: Pick<Rules, 'recoverDelayMicros'>, state: OrderState): Micros | null {
  let earliest: Micros | null = null;
  for (const segment of state.segments.values()) {
    if (segment.status !== 'RETRY') continue;
    const due = segment.retryTrigger ?? segment.modified + rules.recoverDelayMicros;
    if (earliest === null || due < earliest) earliest = due;
  }
  return earliest;
}

/** The status of a segment that nothing runs in: the highest rank over its executed steps; ERROR outranks RETRY. */
function releaseSegment(draft: Draft, segmentId: SegmentId): void {
  const { status, isCutShort } = segmentStatusFrom(draft, segmentId);
  const asked = draft.state.segments.get(segmentId)?.retryTrigger ?? null;
  const trigger = isCutShort ? draft.occasion.at : asked;
  draft.setSegment(segmentId, { status, retryTrigger: status === 'RETRY' ? trigger : null }, 'released');
}

function segmentStatusFrom(draft: Draft, segmentId: SegmentId): { status: SegmentStatus; isCutShort: boolean } {
  const { plan } = draft.rules;
  const executed = [...draft.state.steps.values()].filter(
    (step) => (plan.stepById.get(step.stepId)?.segmentId ?? 0) === segmentId,
  );
  const status = highestStatus(executed.map((step) => step.status));
  const all = plan.segments[segmentId]?.steps ?? [];
  const isWhole = all.every((stepId) => draft.state.steps.has(stepKey(stepId, 0)));
  if (status !== 'COMPLETE' || isWhole) return { status, isCutShort: false };
  // Stopped between two steps: recovery goes on with the next one as soon as the workflow runs again. Otherwise the
  // manual's safety net: a segment is never COMPLETE with steps that did not run.
  return draft.state.isStopping ? { status: 'RETRY', isCutShort: true } : { status: 'ERROR', isCutShort: false };
}

/** A join segment starts when all segments it depends on are COMPLETE. */
function startJoins(draft: Draft): void {
  for (const { segmentId, dependsOn } of draft.rules.plan.segments) {
    if (dependsOn.length === 0 || draft.state.segments.has(segmentId)) continue;
    if (!dependsOn.every((id) => draft.state.segments.get(id)?.status === 'COMPLETE')) continue;
    draft.setSegment(segmentId, { status: 'IN-PROGRESS', mode: 'NORMAL' }, 'started');
    startAvailableSteps(draft, segmentId, draft.rules.plan.steps);
  }
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
  draft.patch({ tried: new Set(), tempData: null, isStopping: false });
  draft.effect({ type: 'released', status, dueAt: nextRetryAt(draft.rules, draft.state) });
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
