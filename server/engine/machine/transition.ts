import { arrayReturned } from './array.ts';
import { bindEvent, bindSubworkflow, skipAsyncStep, skipEvent, skipSubworkflow, submitAsyncKey } from './bind.ts';
import { addNote, changeKeys, leaveFeedback, deleteDataKeys, updateData } from './change-data.ts';
import { Draft } from './draft.ts';
import { editData } from './edit-data.ts';
import { callLost, callNotMade, callReturned, callThrew, callTimedOut, errorRaised } from './end-call.ts';
import { block, cancel, reschedule, retry, setError, setPriority, skipStep, unblock, uncancel } from './operations.ts';
import { attachFailed } from './attach-failed.ts';
import { pickUp } from './pick-up.ts';
import { breakFormLock, lockForm, releaseForm } from './form-lock.ts';
import { breakLock, lock, unlock } from './operator-lock.ts';
import { type CallState, type OrderState, stepKey } from './state.ts';
import type { BindEvent, CallEvent, Occasion, OrderEvent, Refusal, Rules, Transition } from './transition-types.ts';
import { childChanged, eventPosted, queueDataArrived, queueEntryCanceled, queueKeyChanged } from './wake.ts';

/** Decides what an order does next. Pure: the same rules, state and event give the same answer. */
export function transition(
  rules: Rules,
  occasion: Occasion,
  state: OrderState,
  event: OrderEvent,
): Transition | Refusal {
  const draft = new Draft(rules, occasion, state);
  return apply(draft, event) ?? draft.finish();
}

function apply(draft: Draft, event: OrderEvent): Refusal | undefined {
  switch (event.type) {
    case 'picked-up':
      return pickUp(draft, event);
    case 'attach-failed':
      return attachFailed(draft, event);
    case 'stop-asked':
      return draft.patch({ isStopping: true }) as undefined;
    case 'call-returned':
      return callReturned(draft, runningCall(draft, event), event) as undefined;
    case 'call-threw':
      return callThrew(draft, runningCall(draft, event), event) as undefined;
    case 'call-lost':
      return callLost(draft, runningCall(draft, event), event) as undefined;
    case 'call-timed-out':
      return callTimedOut(draft, runningCall(draft, event), event) as undefined;
    case 'call-not-made':
      return callNotMade(draft, runningCall(draft, event), event) as undefined;
    case 'array-returned':
      return arrayReturned(draft, runningCall(draft, event), event) as undefined;
    case 'error-raised':
      return errorRaised(draft, runningCall(draft, event), event) as undefined;
    case 'async-key-submitted':
      return submitAsyncKey(draft, runningCall(draft, event), event);
    case 'async-step-skipped':
      return skipAsyncStep(draft, runningCall(draft, event));
    case 'event-bound':
      return bindEvent(draft, runningCall(draft, event), event);
    case 'event-skipped':
      return skipEvent(draft, runningCall(draft, event));
    case 'subworkflow-bound':
      return bindSubworkflow(draft, runningCall(draft, event), event);
    case 'subworkflow-skipped':
      return skipSubworkflow(draft, runningCall(draft, event));
    case 'queue-data-arrived':
      return queueDataArrived(draft, event);
    case 'queue-entry-canceled':
      return queueEntryCanceled(draft, event);
    case 'queue-key-changed':
      return queueKeyChanged(draft, event);
    case 'event-posted':
      return eventPosted(draft, event);
    case 'child-changed':
      return childChanged(draft, event);
    case 'data-updated':
      return updateData(draft, event);
    case 'data-keys-deleted':
      return deleteDataKeys(draft, event);
    case 'keys-changed':
      return changeKeys(draft, event);
    case 'custom-status-set':
      return draft.setOrder({ customStatus: event.status }, `custom status ${event.status}`) as undefined;
    case 'feedback-left':
      return leaveFeedback(draft, event);
    case 'note-added':
      return addNote(draft, event);
    case 'retry':
      return retry(draft);
    case 'cancel':
      return cancel(draft);
    case 'uncancel':
      return uncancel(draft);
    case 'block':
      return block(draft);
    case 'unblock':
      return unblock(draft);
    case 'reschedule':
      return reschedule(draft, event);
    case 'set-priority':
      return setPriority(draft, event);
    case 'set-error':
      return setError(draft);
    case 'skip-step':
      return skipStep(draft, event);
    case 'data-edited':
      return editData(draft, event);
    case 'form-locked':
      return lockForm(draft, event);
    case 'form-released':
      return releaseForm(draft, event);
    case 'form-lock-broken':
      return breakFormLock(draft, event);
    case 'locked':
      return lock(draft, event);
    case 'unlocked':
      return unlock(draft, event);
    case 'lock-broken':
      return breakLock(draft, event);
  }
}

/** Whoever reports on a call started it; anything else is a fault of ours. */
function runningCall(draft: Draft, event: CallEvent | BindEvent): CallState {
  const call = draft.state.calls.get(stepKey(event.stepId, event.ind));
  if (!call)
    throw new Error(`Order ${draft.state.orderId}: ${event.type} of step ${event.stepId}, which is not running`);
  return call;
}
