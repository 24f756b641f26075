import type { JsonText } from '../../schemas/model/data.ts';
import type { OrderSnapshot } from '../../schemas/protocol/runner.ts';
import { decodeData, deleteKeys, mergeData, type DataObject, type DataValue } from '../base/tagged-json.ts';

/** One kind of an order's data, parsed when someone looks. What is handed out is frozen: it is shared, and changes are committed. */
export class DataCell {
  #text: JsonText | undefined;
  #value: DataObject | undefined;

  constructor(text: JsonText | undefined) {
    this.#text = text;
  }

  get value(): DataObject {
    this.#value ??= freezeDeep(this.#text === undefined ? {} : decodeData(this.#text)) as DataObject;
    return this.#value;
  }

  /** What the engine sent with a newer call of the order. */
  replace(text: JsonText | undefined): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#value = undefined;
  }

  merge(patch: JsonText): void {
    this.replace(mergeData(this.#text, patch));
  }

  delete(keys: readonly string[]): void {
    this.replace(deleteKeys(this.#text, keys));
  }
}

/** The data of one order in flight, shared by all its calls in this runner, so that each sees what the others committed. */
export interface OrderView {
  readonly staticData: DataCell;
  readonly dynamicData: DataCell;
  readonly tempData: DataCell;
}

export class OrderViews {
  readonly #views = new Map<number, { readonly view: OrderView; calls: number }>();

  /** The order's view for a call that begins; `release` it when the call ends. */
  take(order: OrderSnapshot): OrderView {
    const entry = this.#views.get(order.orderId);
    if (entry === undefined) {
      const view = {
        staticData: new DataCell(order.staticData),
        dynamicData: new DataCell(order.dynamicData),
        tempData: new DataCell(order.tempData),
      };
      this.#views.set(order.orderId, { view, calls: 1 });
      return view;
    }
    entry.calls += 1;
    // Messages arrive in the order in which the engine committed, so the later snapshot is the newer one.
    entry.view.staticData.replace(order.staticData);
    entry.view.dynamicData.replace(order.dynamicData);
    entry.view.tempData.replace(order.tempData);
    return entry.view;
  }

  release(orderId: number): void {
    const entry = this.#views.get(orderId);
    if (entry === undefined) return;
    entry.calls -= 1;
    if (entry.calls === 0) this.#views.delete(orderId);
  }
}

/** Dates and bytes cannot be frozen; each reader of the same order sees the same object. */
export function freezeDeep(value: DataValue): DataValue {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return value;
  for (const part of Object.values(value) as DataValue[]) freezeDeep(part);
  return Object.freeze(value) as DataValue;
}
