import type { StepId } from '../../../schemas/model/ids.ts';
import type { JsonText } from '../../../schemas/model/data.ts';
import type { Draft } from './draft.ts';
import { dropKeys, mergeKeys, patchOf, utf8Length } from './json-text.ts';
import { stepKey } from './state.ts';
import { type DataEvent, type Refusal, refusal } from './transition-types.ts';

type EventOf<Type extends DataEvent['type']> = DataEvent & { readonly type: Type };

const longestKeyValue = 4000;

/** Merges data per key (manual: update calls merge, never replace). */
export function updateData(draft: Draft, event: EventOf<'data-updated'>): Refusal | undefined {
  const merged = mergeKeys(current(draft, event), event.data);
  const tooLarge = refuseTooLarge(draft, event.target, current(draft, event), merged);
  if (tooLarge) return tooLarge;
  store(draft, event, merged, event.data);
  return undefined;
}

export function deleteDataKeys(draft: Draft, event: EventOf<'data-keys-deleted'>): undefined {
  const text = current(draft, event);
  if (text !== null) store(draft, event, dropKeys(text, event.keys), patchOf(event.keys));
  return undefined;
}

/** Replaces or extends the order's keys; only names in the workflow's keylist (manual: order keys). */
export function changeKeys(draft: Draft, event: EventOf<'keys-changed'>): Refusal | undefined {
  const { plan } = draft.rules;
  const wrong = checkOrderKeys(plan, event.keys, event.truncate);
  if (wrong) return wrong;
  const keys: Record<string, readonly string[]> = event.append ? { ...draft.state.keys } : {};
  for (const [name, values] of Object.entries(event.keys)) {
    const cut = values.map((value) => value.slice(0, longestKeyValue));
    keys[name] = [...new Set([...(keys[name] ?? []), ...cut])];
  }
  draft.patch({ keys });
  draft.change({ type: 'keys', keys });
  draft.note('keys changed', {}, JSON.stringify({ orderKeys: event.keys }) as JsonText);
  return undefined;
}

/** Refuses keys that the workflow does not list and values that are too long. */
export function checkOrderKeys(
  workflow: { readonly name: string; readonly version: string; readonly keylist: readonly string[] },
  keys: Readonly<Record<string, readonly string[]>>,
  truncate: boolean,
): Refusal | undefined {
  for (const [name, values] of Object.entries(keys)) {
    if (!workflow.keylist.includes(name)) {
      const listed =
        workflow.keylist.length === 0 ? 'has no order keys' : `has the order keys ${workflow.keylist.join(', ')}`;
      const info = `"${name}" is not an order key: workflow ${workflow.name} ${workflow.version} ${listed}.`;
      return refusal('WORKFLOW-KEY-ERROR', info);
    }
    if (!truncate && values.some((value) => value.length > longestKeyValue)) {
      return refusal(
        'WORKFLOW-KEY-ERROR',
        `A value of order key "${name}" is longer than ${longestKeyValue} characters.`,
      );
    }
  }
  return undefined;
}

/** What a child tells its parent is kept with the parent; the value stands in no history. */
export function leaveFeedback(draft: Draft, event: EventOf<'feedback-left'>): undefined {
  const { parentOrderId, key, value } = event;
  draft.change({ type: 'feedback', parentOrderId, key, info: value });
  draft.note(`feedback ${key} left for order ${parentOrderId}`, {});
  return undefined;
}

export function addNote(draft: Draft, event: EventOf<'note-added'>): undefined {
  draft.change({ type: 'note', username: draft.occasion.who, note: event.note });
  draft.note('note added', {});
  return undefined;
}

function current(draft: Draft, event: EventOf<'data-updated'> | EventOf<'data-keys-deleted'>): JsonText | null {
  const { state } = draft;
  if (event.target === 'stepData') return state.steps.get(stepKey(event.stepId, event.ind))?.data ?? null;
  return event.target === 'dynamicData' ? state.dynamicData : state.tempData;
}

function store(
  draft: Draft,
  event: EventOf<'data-updated'> | EventOf<'data-keys-deleted'>,
  data: JsonText,
  patch: JsonText,
): void {
  const { stepId, ind } = event;
  switch (event.target) {
    case 'tempData':
      return draft.patch({ tempData: data });
    case 'dynamicData':
      draft.patch({ dynamicData: data });
      draft.change({ type: 'dynamic-data', data });
      return draft.note('dynamic data changed', elementOf(event), `{"dynamicData":${patch}}` as JsonText);
    case 'stepData': {
      const key = stepKey(stepId, ind);
      const step = draft.state.steps.get(key);
      if (step) draft.patch({ steps: new Map(draft.state.steps).set(key, { ...step, data }) });
      draft.change({ type: 'step-data', stepId, ind, data });
      return draft.note('step data changed', { stepId, ind }, `{"stepData":${patch}}` as JsonText);
    }
  }
}

/** Hooks of the workflow change data outside of any step. */
function elementOf({ stepId, ind }: { readonly stepId: StepId; readonly ind: number }) {
  return stepId === 0 ? {} : { stepId, ind };
}

/** Limits of one datum and of all data of an order (options). */
export function refuseTooLarge(
  draft: Draft,
  name: string,
  before: JsonText | null,
  after: JsonText,
): Refusal | undefined {
  const { maxDatumBytes, maxOrderBytes } = draft.rules;
  const size = utf8Length(after);
  const { staticData, dynamicData, tempData, steps } = draft.state;
  const texts = [staticData, dynamicData, tempData, ...[...steps.values()].map((step) => step.data)];
  const total = texts.reduce((sum, text) => sum + utf8Length(text ?? ''), size - utf8Length(before ?? ''));
  if (size > maxDatumBytes) {
    return refusal('DATA-TOO-LARGE', `${name} would be ${size} bytes; the limit is ${maxDatumBytes}.`);
  }
  if (total > maxOrderBytes) {
    return refusal('DATA-TOO-LARGE', `The order's data would be ${total} bytes; the limit is ${maxOrderBytes}.`);
  }
  return undefined;
}
