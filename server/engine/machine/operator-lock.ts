import type { Draft } from './draft.ts';
import { type OperatorEvent, type Refusal, refusal } from './transition-types.ts';

type EventOf<Type extends OperatorEvent['type']> = OperatorEvent & { readonly type: Type };

/** Gives the order to who asks; from then on only that operator changes it (manual: operator locks). */
export function lock(draft: Draft, { note }: EventOf<'locked'>): Refusal | undefined {
  const { who } = draft.occasion;
  const holder = draft.state.columns.operatorLock;
  if (holder !== null && holder !== who) return refuseLocked(draft) ?? undefined;
  if (holder === who) return refusal('LOCK-ERROR', `Order ${draft.state.orderId} is locked by ${who} already.`);
  setLock(draft, who, 'locked', note);
  return undefined;
}

/** Only who holds the lock gives it back. */
export function unlock(draft: Draft, { note }: EventOf<'unlocked'>): Refusal | undefined {
  if (draft.state.columns.operatorLock === null) return notLocked(draft);
  const locked = refuseLocked(draft);
  if (locked) return locked;
  setLock(draft, null, 'unlocked', note);
  return undefined;
}

/** Takes the lock away from whoever holds it; the note says why. */
export function breakLock(draft: Draft, { note }: EventOf<'lock-broken'>): Refusal | undefined {
  const holder = draft.state.columns.operatorLock;
  if (holder === null) return notLocked(draft);
  setLock(draft, null, `lock of ${holder} broken`, note);
  return undefined;
}

/** The refusal of any change while another operator holds the order. */
export function refuseLocked({ state, occasion }: Pick<Draft, 'state' | 'occasion'>): Refusal | undefined {
  const holder = state.columns.operatorLock;
  if (holder === null || holder === occasion.who) return undefined;
  return refusal('LOCK-ERROR', `Order ${state.orderId} is locked by ${holder}; only ${holder} may change it.`);
}

function notLocked(draft: Draft): Refusal {
  return refusal('LOCK-ERROR', `Order ${draft.state.orderId} is not locked.`);
}

function setLock(draft: Draft, operatorLock: string | null, transition: string, note: string | undefined): void {
  draft.setOrder({ operatorLock }, transition);
  if (note !== undefined) draft.change({ type: 'note', username: draft.occasion.who, note });
}
