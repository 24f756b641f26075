import type { OrderAction } from '../../../schemas/protocol/rest.ts';
import type { OrderState } from '../machine/state.ts';
import { transition } from '../machine/transition.ts';
import { isRefusal, type OrderEvent, type Rules } from '../machine/transition-types.ts';

const attempts: Readonly<Record<Exclude<OrderAction, 'skipStep'>, OrderEvent>> = {
  retry: { type: 'retry' },
  cancel: { type: 'cancel' },
  uncancel: { type: 'uncancel' },
  block: { type: 'block' },
  unblock: { type: 'unblock' },
  reschedule: { type: 'reschedule', scheduled: null },
  setPriority: { type: 'set-priority', priority: 500 },
  setError: { type: 'set-error' },
};

/** What may be done with an order now (manual: order hash, actions): whatever the machine would not refuse. */
export function allowedActions(rules: Rules, state: OrderState): readonly OrderAction[] {
  const isAllowed = (event: OrderEvent): boolean =>
    !isRefusal(transition(rules, { at: state.modified, who: '' }, state, event));
  const actions: OrderAction[] = (Object.keys(attempts) as (keyof typeof attempts)[]).filter((action) =>
    isAllowed(attempts[action]),
  );
  const canSkip = [...state.steps.values()].some(({ stepId, ind }) =>
    isAllowed({ type: 'skip-step', stepId, inds: [ind], noRetry: true }),
  );
  return canSkip ? [...actions, 'skipStep'] : actions;
}
