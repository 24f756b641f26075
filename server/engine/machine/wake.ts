import type { SegmentId } from '../../../schemas/model/ids.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { Draft } from './draft.ts';
import { childStatus, isAwake } from './elements.ts';
import type { PlanStep } from './plan.ts';
import { orderStatusFrom, releaseWhatEnded, segmentDueAt, waitingStatusOf } from './release.ts';
import { startAvailableSteps } from './run-steps.ts';
import { refuseLockedForm } from './form-lock.ts';
import { isAttached, type StepState, stepKey } from './state.ts';
import { type Refusal, refusal, type WakeEvent } from './transition-types.ts';

type EventOf<Type extends WakeEvent['type']> = WakeEvent & { readonly type: Type };

/** Data came to a queue for an element, or someone said that it needs none (corrected). */
export function queueDataArrived(draft: Draft, event: EventOf<'queue-data-arrived'>): Refusal | undefined {
  const row = queueRow(draft, event);
  if ('refused' in row) return row;
  const locked = refuseLockedForm(draft, row);
  if (locked) return locked;
  const { data, corrected } = event;
  draft.setWait(row, { ...row.wait, status: 'RECEIVED', data, corrected, lockedBy: null });
  draft.note(corrected ? 'queue entry corrected' : 'queue data received', { stepId: row.stepId, ind: row.ind });
  goOn(draft, row);
  return undefined;
}

/** The entry is USED: data for it is refused; the step stays as it is until its recovery or an operator decides. */
export function queueEntryCanceled(draft: Draft, event: EventOf<'queue-entry-canceled'>): Refusal | undefined {
  const row = queueRow(draft, event);
  if ('refused' in row) return row;
  draft.setWait(row, { ...row.wait, status: 'USED' });
  draft.note('queue entry canceled', { stepId: row.stepId, ind: row.ind });
  return undefined;
}

export function queueKeyChanged(draft: Draft, event: EventOf<'queue-key-changed'>): Refusal | undefined {
  const row = queueRow(draft, event);
  if ('refused' in row) return row;
  draft.setWait(row, { ...row.wait, key: event.key });
  draft.note('queue key changed', { stepId: row.stepId, ind: row.ind });
  return undefined;
}

/** The event was posted: every element of the order that is bound to it is freed. The post itself is on disk already. */
export function eventPosted(draft: Draft, event: EventOf<'event-posted'>): undefined {
  const freed: StepState[] = [];
  for (const row of draft.state.steps.values()) {
    const { wait } = row;
    if (wait?.kind !== 'event' || wait.posted || wait.eventType !== event.eventType || wait.key !== event.key) continue;
    remember(draft, { ...row, wait: { ...wait, posted: true } });
    freed.push(row);
  }
  // What goes on with the first may take the others along.
  for (const row of freed) goOn(draft, row);
}

/** A child order changed its status, which is the status of the step that it is bound to; the child's row tells it on disk. */
export function childChanged(draft: Draft, event: EventOf<'child-changed'>): undefined {
  const row = [...draft.state.steps.values()].find(
    ({ wait }) => wait?.kind === 'child' && wait.orderId === event.child,
  );
  if (row?.wait?.kind !== 'child') return;
  // An order that was just read knows it already, but has not followed it yet.
  remember(draft, { ...row, wait: { ...row.wait, status: event.status } });
  const follows = childStatus(event.status);
  if (follows === 'COMPLETE') goOn(draft, row);
  else if (follows !== row.status && (row.status === 'WAITING' || row.status === 'ERROR')) {
    reflect(draft, row, follows, `child order ${event.child} is ${event.status}`);
  }
}

/** Goes on with a step of an order that is in work. */
function resume(draft: Draft, step: PlanStep): void {
  holdSegment(draft, step.segmentId);
  startAvailableSteps(draft, step.segmentId, [step]);
  releaseWhatEnded(draft, step.segmentId);
}

/** A waiting segment is in work again. */
export function holdSegment(draft: Draft, segmentId: SegmentId): void {
  const segment = draft.state.segments.get(segmentId);
  if (!segment || segment.status === 'IN-PROGRESS') return;
  // Its retries keep their time, whatever else happens in the segment.
  const retryTrigger = segment.status === 'RETRY' ? segmentDueAt(draft.rules, segment) : segment.retryTrigger;
  draft.setSegment(segmentId, { status: 'IN-PROGRESS', mode: 'NORMAL', retryTrigger }, 'resumed');
}

/** The steps of an order that something has freed. */
export function awakeSteps(draft: Draft): readonly PlanStep[] {
  const ids = new Set([...draft.state.steps.values()].filter(isAwake).map(({ stepId }) => stepId));
  return draft.rules.plan.steps.filter(({ stepId }) => ids.has(stepId));
}

function goOn(draft: Draft, { stepId, ind }: StepState): void {
  const row = draft.state.steps.get(stepKey(stepId, ind));
  const step = draft.rules.plan.stepById.get(stepId);
  if (!row || !step || !isAwake(row)) return;
  if (!isAttached(draft.state)) draft.effect({ type: 'awake' });
  else if (!draft.state.isStopping) resume(draft, step);
}

/** The step's status changes without any code of it: through all levels, whether or not the workflow runs. */
function reflect(draft: Draft, row: StepState, status: 'ERROR' | 'WAITING', transition: string): void {
  const { plan } = draft.rules;
  const segmentId = plan.stepById.get(row.stepId)?.segmentId;
  if (segmentId === undefined) return;
  const current = draft.state.steps.get(stepKey(row.stepId, row.ind)) ?? row;
  draft.setStep({ ...current, status, retries: null }, transition, segmentId);
  const before = draft.state.segments.get(segmentId)?.status;
  if (before === 'IN-PROGRESS') return;
  const after = waitingStatusOf(plan, draft.state, segmentId);
  if (after !== before) draft.setSegment(segmentId, { status: after }, transition);
  const order = draft.state.columns.status;
  if (isAttached(draft.state)) return;
  const computed: OrderStatus = orderStatusFrom(plan, draft.state);
  if (isFinal(order) || order === 'BLOCKED') {
    if (order !== 'COMPLETE') draft.setOrder({ originalStatus: computed });
  } else if (computed !== order) draft.setOrder({ status: computed }, transition);
}

/** What other rows tell on disk: only the memory of it changes here. */
function remember(draft: Draft, row: StepState): void {
  draft.patch({ steps: new Map(draft.state.steps).set(stepKey(row.stepId, row.ind), row) });
}

function queueRow(
  draft: Draft,
  { stepId, ind }: { readonly stepId: StepState['stepId']; readonly ind: number },
): (StepState & { readonly wait: Extract<StepState['wait'], { kind: 'queue' }> }) | Refusal {
  const row = draft.state.steps.get(stepKey(stepId, ind));
  const wait = row?.wait;
  if (!row || wait?.kind !== 'queue')
    return refusal('INVALID-KEY', `Step ${stepId} element ${ind} has no queue entry.`);
  if (wait.status === 'WAITING') return { ...row, wait };
  return refusal('INVALID-STATUS', `The entry is ${wait.status}, not WAITING.`);
}
