import type { ReadOnly, UntypedData } from './data.ts';

/** Why, about whom and to whom: recommended keys of metadata, and any others. */
export interface SensitiveMeta {
  /** What the data is for. */
  readonly PURPOSE?: unknown;
  /** Kinds of people and of data. */
  readonly CATEGORIES?: unknown;
  /** Who gets it. */
  readonly RECIPIENTS?: unknown;
  /** How long it is kept. */
  readonly STORAGE?: unknown;
  readonly [key: string]: unknown;
}

/** A data subject: by what identifies it (`skey`, such as `customer-number`) and who it is (`svalue`), or by an alias. */
export type SensitiveSubject = { readonly skey: string; readonly svalue: string } | { readonly alias: string };

/** What an order holds about one data subject. */
export interface SensitiveRecord {
  /** What identifies the subject, for example `customer-number`. */
  readonly skey: string;
  /** Who it is. Itself sensitive: never put it into other data, logs or errors; use an alias. */
  readonly svalue: string;
  /** The data. */
  readonly data: ReadOnly<UntypedData>;
  /** Why it is kept and for whom, if that was said. */
  readonly meta: ReadOnly<UntypedData> | undefined;
  /** Names by which other data may refer to the subject. */
  readonly aliases: readonly string[];
}

/**
 * Data about people, apart from the order's other data: encrypted on disk, never in logs, events, errors or history, deleted
 * when the order is COMPLETE or CANCELED (options `purge-sensitive-data-complete` and `-canceled`), and found and deleted by
 * data subject across all orders.
 *
 * Everything resolves after the commit. Without keys (option `sensitive-data-key`) every call throws `SENSITIVE-DATA-ERROR`;
 * an unknown alias throws `INVALID-ALIAS`.
 *
 * @example
 * ```ts
 * await order.sensitiveData.update({ skey: 'customer', svalue: 'C-17' }, { iban }, { aliases: ['buyer'] });
 * const buyer = await order.sensitiveData.get({ alias: 'buyer' });
 * ```
 */
export interface SensitiveData {
  /** All about one subject, or `undefined`. */
  get(subject: SensitiveSubject): Promise<SensitiveRecord | undefined>;
  /** The subjects of this order with their aliases, without their data. */
  list(): Promise<readonly Pick<SensitiveRecord, 'skey' | 'svalue' | 'aliases'>[]>;
  /** Sets these keys and leaves the others as they are; aliases are added, metadata is replaced when it is given. */
  update(
    subject: SensitiveSubject,
    data: UntypedData,
    options?: { readonly aliases?: readonly string[]; readonly meta?: SensitiveMeta },
  ): Promise<void>;
  /** Removes everything about a subject; false when there was nothing. */
  delete(subject: SensitiveSubject): Promise<boolean>;
  /** Removes keys; false when none of them was there. */
  deleteKeys(subject: SensitiveSubject, keys: string | readonly string[]): Promise<boolean>;
}
