import type { JsonText } from '../../../schemas/model/data.ts';
import type { SegmentId } from '../../../schemas/model/ids.ts';
import type { StepMethod } from '../../../schemas/model/steps.ts';
import type { Draft } from './draft.ts';
import { childStatus, isStepComplete, nextElement } from './elements.ts';
import type { PlanStep } from './plan.ts';
import { type Mode, type StepState, stepKey } from './state.ts';

/**
 * Starts every step of a segment that can run: all its predecessors are COMPLETE, and it never ran, is to be recovered, or
 * what it waits for is there. Several available steps run at the same time; they are started in list order.
 */
export function startAvailableSteps(draft: Draft, segmentId: SegmentId, candidates: readonly PlanStep[]): void {
  if (draft.state.isStopping) return;
  const waiting = [...candidates];
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    if (step.segmentId !== segmentId || !isUnblocked(draft, step)) continue;
    // A step may be COMPLETE at once (skipped, no elements), which may free the steps after it.
    if (startElements(draft, step)) waiting.push(...successorsOf(draft, step));
  }
}

/** Starts what the end of a call makes available: the step's next element, or what waits for the step. */
export function startNext(draft: Draft, step: PlanStep): void {
  startAvailableSteps(draft, step.segmentId, [step, ...successorsOf(draft, step)]);
}

/** Calls one method of a step: its row is IN-PROGRESS from here on, the call itself follows the commit. */
export function callStep(draft: Draft, step: PlanStep, ind: number, method: StepMethod): void {
  const key = stepKey(step.stepId, ind);
  const before = draft.state.steps.get(key) ?? newElement(draft, step, ind);
  const mode = modeOf(draft, step);
  // `array` and `end` decide nothing about another run, so only the others count as attempts.
  const attempt = method === 'primary' || method === 'validation' ? before.attempt + 1 : before.attempt;
  // The RETRY counter stays while the step is tried again: results in a row are counted (manual: retry counting).
  draft.setStep(
    { ...before, status: 'IN-PROGRESS', attempt, completed: null },
    beginOf(method, before),
    step.segmentId,
  );
  draft.setCall(key, {
    stepId: step.stepId,
    ind,
    segmentId: step.segmentId,
    method,
    mode,
    failure: null,
    retryAt: null,
    obligation: 'open',
  });
  const args = argumentsOf(draft, step, ind, method);
  draft.effect({ type: 'call', stepId: step.stepId, ind, method, mode, attempt, arguments: args });
}

/** Runs `primary`; what another run of it submitted to the queue is gone first (manual: validation, RETRY). */
export function callPrimary(draft: Draft, step: PlanStep, ind: number): void {
  const row = draft.state.steps.get(stepKey(step.stepId, ind));
  if (row?.wait?.kind === 'queue') draft.setWait(row, null);
  callStep(draft, step, ind, 'primary');
}

/** True when every step it waits for is COMPLETE. */
export function isUnblocked(draft: Draft, step: PlanStep): boolean {
  return step.after.every((stepId) => {
    const before = draft.rules.plan.stepById.get(stepId);
    return before === undefined || isStepComplete(draft.state, before);
  });
}

/** An element's success: final, its retry counter is removed. With the last element the step's back end starts. */
export function completeElement(draft: Draft, row: StepState, transition: string, segmentId: SegmentId): void {
  const { at } = draft.occasion;
  const current = draft.state.steps.get(stepKey(row.stepId, row.ind)) ?? row;
  draft.setStep({ ...current, status: 'COMPLETE', retries: null, completed: at }, transition, segmentId);
  if (current.wait?.kind === 'queue') draft.setWait(current, null);
  const step = draft.rules.plan.stepById.get(row.stepId);
  if (step?.backSegmentId !== undefined && isStepComplete(draft.state, step)) openSegment(draft, step.backSegmentId);
}

/** Starts a back-end or join segment, once; one without steps (a trailing back end) is COMPLETE at once. */
export function openSegment(draft: Draft, segmentId: SegmentId): void {
  const { state, rules, occasion } = draft;
  if (state.segments.has(segmentId)) return;
  if ((rules.plan.segments[segmentId]?.steps.length ?? 0) === 0) {
    draft.setSegment(segmentId, { status: 'COMPLETE' }, 'started');
    return startJoins(draft);
  }
  if (state.isStopping) {
    // Recovery begins it as soon as the workflow runs again.
    return draft.setSegment(segmentId, { status: 'RETRY', retryTrigger: occasion.at }, 'to be started');
  }
  draft.setSegment(segmentId, { status: 'IN-PROGRESS', mode: 'NORMAL' }, 'started');
  startAvailableSteps(draft, segmentId, rules.plan.steps);
}

/** A join segment starts when all segments it depends on are COMPLETE. */
export function startJoins(draft: Draft): void {
  for (const { segmentId, dependsOn } of draft.rules.plan.segments) {
    if (dependsOn.length === 0) continue;
    if (dependsOn.every((id) => draft.state.segments.get(id)?.status === 'COMPLETE')) openSegment(draft, segmentId);
  }
}

/** The row of an element that never ran. */
export function newElement(draft: Draft, step: Pick<PlanStep, 'stepId'>, ind: number): StepState {
  const { at } = draft.occasion;
  const columns = {
    status: 'IN-PROGRESS',
    retries: null,
    attempt: 0,
    skip: false,
    started: at,
    completed: null,
  } as const;
  return { stepId: step.stepId, ind, data: null, wait: null, ...columns };
}

/** Works the elements off until one is called or none can start; true when the step became COMPLETE on the way. */
function startElements(draft: Draft, step: PlanStep): boolean {
  let hasStarted = false;
  for (let ind = nextElement(draft, step); ind !== undefined; ind = nextElement(draft, step)) {
    startElement(draft, step, ind);
    hasStarted = true;
  }
  return hasStarted && isStepComplete(draft.state, step);
}

/** Begins one element, or ends it without a call where nothing is left to do (manual: recovery order of each step type). */
function startElement(draft: Draft, step: PlanStep, ind: number): void {
  const row = draft.state.steps.get(stepKey(step.stepId, ind));
  const end = (transition: string): void =>
    completeElement(draft, row ?? newElement(draft, step, ind), transition, step.segmentId);
  if (row?.skip === true) return end('skipped');
  if (row?.wait?.kind === 'child') return followChild(draft, step, row);
  if (row?.wait?.kind === 'event') return row.wait.posted ? end('event posted') : waitForEvent(draft, step, row);
  const hasData = row?.wait?.kind === 'queue' && row.wait.status === 'RECEIVED';
  if (hasData && row.wait?.kind === 'queue' && row.wait.corrected) return end('corrected');
  const elements = draft.state.elements.get(step.stepId);
  if (step.arrayType === 'SERIES' && elements === undefined) return callStep(draft, step, ind, 'array');
  if (elements?.length === 0) return end('no elements');
  if (hasData) return step.hasEnd === true ? callStep(draft, step, ind, 'end') : end('data received');
  // A step that was executed before is validated first; one that never was runs its primary (manual: recovery).
  if (step.hasValidation && (row?.attempt ?? 0) > 0) return callStep(draft, step, ind, 'validation');
  callPrimary(draft, step, ind);
}

/** A bound child is never bound again: the step takes its status, and a retry is the child's (manual: subworkflow steps). */
function followChild(draft: Draft, step: PlanStep, row: StepState): void {
  if (row.wait?.kind !== 'child') return;
  const { orderId, status } = row.wait;
  const isRetried = row.status === 'RETRY' && status === 'ERROR';
  const follows = isRetried ? 'WAITING' : childStatus(status);
  if (follows === 'COMPLETE') return completeElement(draft, row, `child order ${orderId} is COMPLETE`, step.segmentId);
  const transition = isRetried ? `child order ${orderId} is retried` : `child order ${orderId} is ${status}`;
  draft.setStep({ ...row, status: follows, retries: null }, transition, step.segmentId);
  if (isRetried) {
    draft.setWait(row, { ...row.wait, status: 'RETRY' });
    draft.effect({ type: 'retry-child', orderId });
  }
}

function waitForEvent(draft: Draft, step: PlanStep, row: StepState): void {
  draft.setStep({ ...row, status: 'EVENT-WAITING', retries: null }, 'waiting for the event', step.segmentId);
}

function argumentsOf(draft: Draft, step: PlanStep, ind: number, method: StepMethod): readonly (JsonText | null)[] {
  if (method === 'array') return [];
  const element = step.arrayType === 'SERIES' ? [draft.state.elements.get(step.stepId)?.[ind] ?? null] : [];
  if (step.stepType !== 'ASYNC' || method === 'primary') return element;
  const wait = draft.state.steps.get(stepKey(step.stepId, ind))?.wait;
  if (wait?.kind !== 'queue') return [null, ...element];
  return [method === 'end' ? wait.data : (JSON.stringify(wait.key) as JsonText), ...element];
}

function beginOf(method: StepMethod, before: StepState): string {
  switch (method) {
    case 'array':
      return 'asking for elements';
    case 'validation':
      return 'validating';
    case 'end':
      return 'taking queue data';
    case 'primary':
      return before.attempt === 0 ? 'started' : 'started again';
  }
}

function modeOf(draft: Draft, step: PlanStep): Mode {
  return draft.state.segments.get(step.segmentId)?.mode ?? 'NORMAL';
}

function successorsOf(draft: Draft, step: PlanStep): readonly PlanStep[] {
  const { stepById } = draft.rules.plan;
  return step.successors.flatMap((stepId) => stepById.get(stepId) ?? []);
}
