import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { dataFromTagged, DataError, encodeData, plainFromData } from '../../base/tagged-json.ts';
import { EngineRefusal, type OrderDataEdit, type OrderOperations } from '../engine.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { OrderEvent } from '../machine/transition-types.ts';
import { changeOrder, type OperationContext } from './change-order.ts';
import { listsOfKeys } from './read-request.ts';
import { staticDataCheck } from './static-data-type.ts';

type Edits = Pick<OrderOperations, 'editData' | 'updateKeys' | 'lock' | 'unlock' | 'breakLock'>;

const longestNote = 4000;

/** Edits of data and keys, and the operator's lock (manual: order actions). */
export function orderEdits(context: OperationContext): Edits {
  return {
    editData: async (orderId, edit, caller) => {
      await changeOrder(context, orderId, caller, (order) => eventOf(order, edit));
    },
    updateKeys: async (orderId, keys, { truncate }, caller) => {
      const lists = listsOfKeys('orderkeys', keys);
      await changeOrder(context, orderId, caller, { type: 'keys-changed', keys: lists, truncate, append: false });
    },
    lock: async (orderId, note, caller) => {
      await changeOrder(context, orderId, caller, { type: 'locked', note: noteOf(note) });
    },
    unlock: async (orderId, note, caller) => {
      const told = note === undefined ? {} : { note: noteOf(note) };
      await changeOrder(context, orderId, caller, { type: 'unlocked', ...told });
    },
    breakLock: async (orderId, note, caller) => {
      await changeOrder(context, orderId, caller, { type: 'lock-broken', note: noteOf(note) });
    },
  };
}

/** A note that an operator has to give. */
export function noteOf(note: string): string {
  if (note.trim() !== '' && note.length <= longestNote) return note;
  throw new EngineRefusal('NOTE-ERROR', `This needs a note of 1 to ${longestNote} characters that says why.`, 400);
}

/** The manual's exception code of each kind of data. */
const errors = {
  staticData: 'ORDER-STATIC-DATA-ARG-ERROR',
  dynamicData: 'DYNAMIC-DATA-ERROR',
  stepData: 'STEP-DATA-ERROR',
} as const;

function eventOf(order: LiveOrder, edit: OrderDataEdit): OrderEvent {
  const { target } = edit;
  const change = changeOf(order, edit);
  if (target !== 'stepData') return { type: 'data-edited', target, edit: change };
  return { type: 'data-edited', target, stepId: edit.stepId, ind: edit.ind, edit: change };
}

function changeOf(order: LiveOrder, edit: OrderDataEdit): (OrderEvent & { type: 'data-edited' })['edit'] {
  if (edit.how === 'set-path') {
    const path = edit.path.split('.').filter((key) => key !== '');
    if (path.length === 0) throw refused(edit, 'a path names keys with dots between them, such as "a.b"');
    return { how: 'set-path', path, value: textOf(edit, edit.value) };
  }
  if (edit.data === null) {
    if (edit.how === 'merge' || edit.target === 'staticData') throw refused(edit, 'a hash is needed');
    return { how: 'replace', data: null };
  }
  if (typeof edit.data !== 'object' || Array.isArray(edit.data)) throw refused(edit, 'a hash is needed');
  const data = textOf(edit, edit.data);
  if (edit.target === 'staticData') checkStaticData(order, edit, data);
  return { how: edit.how, data };
}

function textOf(edit: OrderDataEdit, value: JsonValue): JsonText {
  try {
    return edit.isTagged === true ? dataFromTagged(value) : encodeData(value);
  } catch (error) {
    if (error instanceof DataError) throw refused(edit, error.message);
    throw error;
  }
}

/** Static data is never empty and fits its type, as when the order was created (manual: static order data). */
function checkStaticData({ workflow }: LiveOrder, edit: OrderDataEdit, text: JsonText): void {
  const data = plainFromData(text);
  if (typeof data === 'object' && data !== null && Object.keys(data).length === 0) {
    throw refused(edit, 'an order needs static data, so they cannot be empty');
  }
  const type = workflow.manifest.staticDataType;
  const wrong = type === undefined ? undefined : staticDataCheck(type)(data);
  if (wrong !== undefined) throw refused(edit, `they do not fit the staticdata-type of ${workflow.program}: ${wrong}`);
}

function refused(edit: OrderDataEdit, why: string): EngineRefusal {
  const name = edit.target.replace('Data', ' data');
  return new EngineRefusal(errors[edit.target], `The ${name} cannot be set: ${why}.`, 400);
}
