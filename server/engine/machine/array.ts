import type { Draft } from './draft.ts';
import { afterFailure, failElement, failWith, rowOf } from './fail-element.ts';
import { resolveError } from './raise-error.ts';
import { releaseWhatEnded } from './release.ts';
import { startNext } from './run-steps.ts';
import { type CallState, stepKey } from './state.ts';
import type { CallEvent } from './transition-types.ts';

type ArrayReturned = CallEvent & { readonly type: 'array-returned' };

/** `array` answered the elements: the same ones in the same order as the first time, or the step is in error. */
export function arrayReturned(draft: Draft, call: CallState, event: ArrayReturned): void {
  if (call.failure) return failElement(draft, call, 'ended with errors');
  const { elements, fingerprint } = event;
  const known = draft.state.arrays.get(call.stepId);
  if (known && known.fingerprint !== fingerprint) return refuseChange(draft, call, known.count, elements.length);
  if (!known) {
    const answer = { count: elements.length, fingerprint };
    draft.patch({ arrays: new Map(draft.state.arrays).set(call.stepId, answer) });
    draft.change({ type: 'array', stepId: call.stepId, ...answer });
  }
  draft.patch({ elements: new Map(draft.state.elements).set(call.stepId, elements) });
  draft.setCall(stepKey(call.stepId, call.ind), null);
  begin(draft, call);
}

function begin(draft: Draft, call: CallState): void {
  const step = draft.rules.plan.stepById.get(call.stepId);
  if (step && !draft.state.isStopping) {
    startNext(draft, step);
    return releaseWhatEnded(draft, call.segmentId);
  }
  draft.setStep({ ...rowOf(draft.state, call), status: 'RETRY' }, 'to be started', call.segmentId);
  afterFailure(draft, call, draft.occasion.at);
}

/** Going on by index would act on other elements than before. */
function refuseChange(draft: Draft, call: CallState, before: number, now: number): void {
  const change = before === now ? `${now} elements of which some differ` : `${now} elements instead of ${before}`;
  const info =
    `array returned ${change} from those of its first run. It must return the same elements in the same order every ` +
    'time: take them from static data, or keep them in dynamic data.';
  const description = 'The elements of an array step changed.';
  failWith(draft, call, resolveError(draft, { error: 'ARRAY-CHANGED-ERROR', info }, { description }));
}
