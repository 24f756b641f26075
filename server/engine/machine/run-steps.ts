import type { SegmentId } from '../../../schemas/model/ids.ts';
import type { StepMethod } from '../../../schemas/model/steps.ts';
import type { Draft } from './draft.ts';
import type { PlanStep } from './plan.ts';
import { type Mode, type StepState, stepKey } from './state.ts';

/**
 * Starts every step of a segment that can run: all its predecessors are COMPLETE, and it never ran or is to be recovered.
 * Several available steps run at the same time; they are started in list order.
 */
export function startAvailableSteps(draft: Draft, segmentId: SegmentId, candidates: readonly PlanStep[]): void {
  if (draft.state.isStopping) return;
  const waiting = [...candidates];
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    if (step.segmentId !== segmentId || !isAvailable(draft, step)) continue;
    if (!startStep(draft, step)) continue;
    // A skipped step is COMPLETE at once, which may free the steps after it.
    waiting.push(...successorsOf(draft, step));
  }
}

/** Starts what the completion of a step makes available, in its own segment. */
export function startSuccessors(draft: Draft, step: PlanStep): void {
  startAvailableSteps(draft, step.segmentId, successorsOf(draft, step));
}

/** Calls one method of a step: its row is IN-PROGRESS from here on, the call itself follows the commit. */
export function callStep(draft: Draft, step: PlanStep, ind: number, method: StepMethod, mode: Mode): void {
  const key = stepKey(step.stepId, ind);
  const before = draft.state.steps.get(key) ?? newStep(draft, step, ind);
  const attempt = before.attempt + 1;
  const transition = method === 'validation' ? 'validating' : before.attempt === 0 ? 'started' : 'started again';
  // The RETRY counter stays while the step is tried again: results in a row are counted (manual: retry counting).
  draft.setStep({ ...before, status: 'IN-PROGRESS', attempt, completed: null }, transition, step.segmentId);
  draft.setCall(key, {
    stepId: step.stepId,
    ind,
    segmentId: step.segmentId,
    method,
    mode,
    failure: null,
    retryAt: null,
  });
  draft.effect({ type: 'call', stepId: step.stepId, ind, method, mode, attempt });
}

/** True when every step it waits for is COMPLETE. */
export function isUnblocked(draft: Draft, step: PlanStep): boolean {
  return step.after.every((stepId) => draft.state.steps.get(stepKey(stepId, 0))?.status === 'COMPLETE');
}

function isAvailable(draft: Draft, step: PlanStep): boolean {
  const key = stepKey(step.stepId, 0);
  const row = draft.state.steps.get(key);
  if (row && row.status !== 'RETRY') return false;
  return !draft.state.tried.has(key) && isUnblocked(draft, step);
}

/** Starts a step; true when it is COMPLETE at once because an operator skipped it. */
function startStep(draft: Draft, step: PlanStep): boolean {
  const row = draft.state.steps.get(stepKey(step.stepId, 0));
  if (row?.skip === true) {
    completeStep(draft, row, 'skipped', step.segmentId);
    return true;
  }
  const mode = draft.state.segments.get(step.segmentId)?.mode ?? 'NORMAL';
  // A step that was executed before is validated first; one that never was runs its primary (manual: recovery).
  const wasExecuted = row !== undefined && row.attempt > 0;
  callStep(draft, step, 0, wasExecuted && step.hasValidation ? 'validation' : 'primary', mode);
  return false;
}

/** A step's success: final, its retry counter is removed. */
export function completeStep(draft: Draft, row: StepState, transition: string, segmentId: SegmentId): void {
  const { at } = draft.occasion;
  draft.setStep({ ...row, status: 'COMPLETE', retries: null, completed: at }, transition, segmentId);
}

function newStep(draft: Draft, step: PlanStep, ind: number): StepState {
  const { at } = draft.occasion;
  const columns = {
    status: 'IN-PROGRESS',
    retries: null,
    attempt: 0,
    skip: false,
    started: at,
    completed: null,
  } as const;
  return { stepId: step.stepId, ind, data: null, ...columns };
}

function successorsOf(draft: Draft, step: PlanStep): readonly PlanStep[] {
  const { stepById } = draft.rules.plan;
  return step.successors.flatMap((stepId) => stepById.get(stepId) ?? []);
}
