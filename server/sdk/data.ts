import type { Decimal } from '../base/decimal.ts';

/** What order data can hold: JSON, and the four kinds that JSON lacks. Anything else is refused with its path. */
export type OrderValue =
  | null
  | boolean
  | number
  | string
  | bigint
  | Date
  | Uint8Array
  | Decimal
  | readonly OrderValue[]
  | { readonly [key: string]: OrderValue | undefined };

/**
 * Data whose type nothing declares: every key may be there. Give the workflow a `staticdata-type`, or the step class an
 * order type of its own, to have it checked.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as with JSON.parse: without a declared type any key may be read
export type UntypedData = Record<string, any>;

/** Order data as it is read: nothing in it can be assigned to. Changes go through `update`, which commits them. */
export type ReadOnly<T> = 0 extends 1 & T
  ? T
  : T extends string | number | boolean | bigint | null | undefined | Date | Uint8Array | Decimal
    ? T
    : T extends readonly (infer Element)[]
      ? readonly ReadOnly<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]: ReadOnly<T[Key]> }
        : T;

/**
 * One kind of order data that steps may change: dynamic data, step data or temp data.
 *
 * Reading is immediate; `update` and `delete` resolve when the change is committed, so that it is there after any crash.
 * What was read stays as it was read: call `get` again to see a change.
 */
export interface OrderData<Data extends object> {
  /** All of it. */
  get(): ReadOnly<Data>;
  /** The value of one key, or `undefined`. */
  get<Key extends keyof Data>(key: Key): ReadOnly<Data[Key]> | undefined;
  /** The values of several keys; keys that are not there are absent. */
  get<Key extends keyof Data>(keys: readonly Key[]): ReadOnly<Partial<Pick<Data, Key>>>;
  /**
   * Sets these keys and leaves the others as they are. Resolves after the commit.
   *
   * @throws an error named `ORDER-DATA-ERROR` for what cannot be stored (functions, class instances, cycles, NaN).
   */
  update(changes: Partial<Data>): Promise<void>;
  /** Removes one or more keys; a key that is not there is no error. Resolves after the commit. */
  delete(keys: keyof Data | readonly (keyof Data)[]): Promise<void>;
}
