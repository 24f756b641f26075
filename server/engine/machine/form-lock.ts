import type { Draft } from './draft.ts';
import { type StepState, stepKey } from './state.ts';
import { type OperatorEvent, type Refusal, refusal } from './transition-types.ts';

type EventOf<Type extends OperatorEvent['type']> = OperatorEvent & { readonly type: Type };
type FormRow = StepState & { readonly wait: Extract<StepState['wait'], { kind: 'queue' }> };

/** Someone takes the form of an asynchronous step with user interaction (manual: user interaction). */
export function lockForm(draft: Draft, event: EventOf<'form-locked'>): Refusal | undefined {
  const row = formRow(draft, event);
  if ('refused' in row) return row;
  const { who } = draft.occasion;
  const locked = refuseLockedForm(draft, row);
  if (locked) return locked;
  setHolder(draft, row, who, `form locked by ${who}`);
  return undefined;
}

/** Its holder gives the form back. */
export function releaseForm(draft: Draft, event: EventOf<'form-released'>): Refusal | undefined {
  const row = formRow(draft, event);
  if ('refused' in row) return row;
  if (holderOf(row) === null) return notLocked(row);
  const locked = refuseLockedForm(draft, row);
  if (locked) return locked;
  setHolder(draft, row, null, 'form released');
  return undefined;
}

/** Takes the form away from whoever holds it; the note says why. */
export function breakFormLock(draft: Draft, event: EventOf<'form-lock-broken'>): Refusal | undefined {
  const row = formRow(draft, event);
  if ('refused' in row) return row;
  const holder = holderOf(row);
  if (holder === null) return notLocked(row);
  setHolder(draft, row, null, `form lock of ${holder} broken`);
  draft.change({ type: 'note', username: draft.occasion.who, note: event.note });
  return undefined;
}

/** Nobody else changes a form that someone holds. */
export function refuseLockedForm({ occasion }: Draft, row: Pick<StepState, 'wait' | 'stepId'>): Refusal | undefined {
  const holder = holderOf(row);
  if (holder === null || holder === occasion.who) return undefined;
  return refusal('LOCK-ERROR', `The form of step ${row.stepId} is locked by ${holder}.`);
}

function holderOf({ wait }: Pick<StepState, 'wait'>): string | null {
  return wait?.kind === 'queue' ? (wait.lockedBy ?? null) : null;
}

function notLocked({ stepId }: StepState): Refusal {
  return refusal('LOCK-ERROR', `The form of step ${stepId} is not locked.`);
}

function setHolder(draft: Draft, row: FormRow, lockedBy: string | null, transition: string): void {
  draft.setWait(row, { ...row.wait, lockedBy });
  draft.note(transition, { stepId: row.stepId, ind: row.ind });
}

function formRow(draft: Draft, { stepId, ind }: Pick<StepState, 'stepId' | 'ind'>): FormRow | Refusal {
  const row = draft.state.steps.get(stepKey(stepId, ind));
  if (draft.rules.plan.stepById.get(stepId)?.userInteraction !== true) {
    return refusal('USER-INTERACTION-ERROR', `Step ${stepId} has no user interaction.`);
  }
  if (row?.wait?.kind !== 'queue') {
    return refusal('USER-INTERACTION-ERROR', `Step ${stepId} element ${ind} does not wait for anyone.`);
  }
  const { wait } = row;
  if (wait.status === 'WAITING') return { ...row, wait };
  return refusal('INVALID-STATUS', `The entry of step ${stepId} element ${ind} is ${wait.status}, not WAITING.`);
}
