import type { JsonText } from '../../../schemas/model/data.ts';
import { refuseTooLarge } from './change-data.ts';
import type { Draft } from './draft.ts';
import { refuseLockedForm } from './form-lock.ts';
import { mergeKeys, patchBetween, setAtPath } from './json-text.ts';
import { stepKey } from './state.ts';
import { type DataEdit, type OperatorEvent, type Refusal, refusal } from './transition-types.ts';

type Edited = OperatorEvent & { readonly type: 'data-edited' };

/**
 * Changes data as an operator asks (manual: order actions). Replacing waits until nobody works on the order, so that no
 * step goes on with data that is gone; keys and paths are set beside a running step, as its own updates are.
 */
export function editData(draft: Draft, event: Edited): Refusal | undefined {
  const wrong = refuseStatus(draft, event) ?? refuseStep(draft, event);
  if (wrong) return wrong;
  const before = current(draft, event);
  const after = edited(before, event.edit);
  const tooLarge = refuseTooLarge(draft, event.target, before, after ?? ('' as JsonText));
  if (tooLarge) return tooLarge;
  store(draft, event, after);
  const subject = event.target === 'stepData' ? { stepId: event.stepId, ind: event.ind } : {};
  const patch = `{"${event.target}":${patchBetween(before, after)}}` as JsonText;
  draft.note(`${names[event.target]} edited`, subject, patch);
  return undefined;
}

const names = { staticData: 'static data', dynamicData: 'dynamic data', stepData: 'step data' } as const;

function refuseStatus(draft: Draft, { edit, target }: Edited): Refusal | undefined {
  const isInWork = draft.state.columns.status === 'IN-PROGRESS';
  if (!isInWork || (edit.how !== 'replace' && target !== 'staticData')) return undefined;
  const info = `The order is IN-PROGRESS; its ${names[target]} can be replaced when nobody works on it.`;
  return refusal('WORKFLOW-STATUS-ERROR', info);
}

function refuseStep(draft: Draft, event: Edited): Refusal | undefined {
  if (event.target !== 'stepData') return undefined;
  const row = draft.state.steps.get(stepKey(event.stepId, event.ind));
  if (row) return refuseLockedForm(draft, row);
  const info = `Step ${event.stepId} element ${event.ind} was never executed in order ${draft.state.orderId}.`;
  return refusal('STEP-DATA-ERROR', info);
}

function current(draft: Draft, event: Edited): JsonText | null {
  const { state } = draft;
  if (event.target === 'stepData') return state.steps.get(stepKey(event.stepId, event.ind))?.data ?? null;
  return state[event.target];
}

function edited(before: JsonText | null, edit: DataEdit): JsonText | null {
  switch (edit.how) {
    case 'replace':
      return edit.data;
    case 'merge':
      return mergeKeys(before, edit.data);
    case 'set-path':
      return setAtPath(before, edit.path, edit.value);
  }
}

function store(draft: Draft, event: Edited, data: JsonText | null): void {
  switch (event.target) {
    case 'staticData':
      draft.patch({ staticData: data });
      return draft.change({ type: 'static-data', data: data ?? ('{}' as JsonText) });
    case 'dynamicData':
      draft.patch({ dynamicData: data });
      return draft.change({ type: 'dynamic-data', data });
    case 'stepData': {
      const { stepId, ind } = event;
      const key = stepKey(stepId, ind);
      const step = draft.state.steps.get(key);
      if (step) draft.patch({ steps: new Map(draft.state.steps).set(key, { ...step, data }) });
      return draft.change({ type: 'step-data', stepId, ind, data });
    }
  }
}
