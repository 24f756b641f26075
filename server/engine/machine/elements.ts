import type { Draft } from './draft.ts';
import type { PlanStep } from './plan.ts';
import { type OrderState, type StepState, stepKey } from './state.ts';
import { type RankedStatus } from './status-ranks.ts';

/** How many elements a step has: one, or as many as `array` answered; an empty list still has the row of element 0. */
export function elementCount(state: OrderState, step: PlanStep): number {
  if (step.arrayType === 'NONE') return 1;
  return Math.max(1, state.arrays.get(step.stepId)?.count ?? 1);
}

/** True when every element is COMPLETE (manual: array steps). */
export function isStepComplete(state: OrderState, step: PlanStep): boolean {
  const count = elementCount(state, step);
  for (let ind = 0; ind < count; ind += 1) {
    if (state.steps.get(stepKey(step.stepId, ind))?.status !== 'COMPLETE') return false;
  }
  return true;
}

/** The element that can start now, by index; none while another element of the step runs: elements run in series. */
export function nextElement(draft: Draft, step: PlanStep): number | undefined {
  const { state } = draft;
  for (const call of state.calls.values()) if (call.stepId === step.stepId) return undefined;
  const count = elementCount(state, step);
  for (let ind = 0; ind < count; ind += 1) if (canStart(draft, step, ind)) return ind;
  return undefined;
}

/** True when what the element waits for is there (manual: what normal segments pick up). */
export function isAwake(row: StepState): boolean {
  const { wait, status } = row;
  if (wait === null) return false;
  switch (wait.kind) {
    case 'queue':
      return status === 'ASYNC-WAITING' && wait.status === 'RECEIVED';
    case 'event':
      return status === 'EVENT-WAITING' && wait.posted;
    case 'child':
      return status === 'WAITING' && childStatus(wait.status) !== 'WAITING';
  }
}

/** The status that a child order gives the step it is bound to (manual: subworkflow steps). */
export function childStatus(
  status: RankedStatus | 'READY' | 'SCHEDULED' | 'BLOCKED',
): 'COMPLETE' | 'ERROR' | 'WAITING' {
  if (status === 'COMPLETE') return 'COMPLETE';
  return status === 'ERROR' || status === 'CANCELED' ? 'ERROR' : 'WAITING';
}

function canStart(draft: Draft, step: PlanStep, ind: number): boolean {
  const key = stepKey(step.stepId, ind);
  const row = draft.state.steps.get(key);
  if (!row || isAwake(row)) return true;
  // Its `array` has just answered, or its validation asked for another run.
  if (row.status === 'IN-PROGRESS') return true;
  if (row.status !== 'RETRY' || draft.state.tried.has(key)) return false;
  // A segment that something else woke up leaves its retries to their time.
  return draft.state.segments.get(step.segmentId)?.mode === 'RECOVERY';
}
