import type { Micros } from './data.ts';

/**
 * Sensitive data of one data subject in one order, as it is stored: the engine encrypts before and decrypts after (manual:
 * sensitive data). Nothing readable but the kind of key (`skey`, such as "customer-number") and the aliases.
 */
export interface SealedSensitiveData {
  readonly skey: string;
  /** Blind index of the subject's value: the same value gives the same index under one key, and nothing leads back. */
  readonly index: string;
  /** Names the keys it was sealed with. */
  readonly keyId: string;
  /** Sealed value of the subject. */
  readonly svalue: Sealed;
  readonly data: Sealed;
  readonly meta: Sealed | null;
}

/** AES-256-GCM: `iv` is random for each, `mac` proves that it belongs to this order and subject. */
export interface Sealed {
  readonly iv: Uint8Array;
  readonly mac: Uint8Array;
  readonly text: Uint8Array;
}

export interface SensitiveAlias {
  readonly alias: string;
  readonly skey: string;
  readonly index: string;
}

/** Everything sensitive of one order. */
export interface StoredSensitiveData {
  readonly subjects: readonly (SealedSensitiveData & { readonly modified: Micros })[];
  readonly aliases: readonly SensitiveAlias[];
}

/** Changes of a decision about sensitive data. */
export type SensitiveChange =
  /** Replaces the subject's data; its aliases are added. */
  | { readonly type: 'sensitive'; readonly data: SealedSensitiveData; readonly aliases: readonly string[] }
  | { readonly type: 'sensitive-deleted'; readonly skey: string; readonly index: string }
  /** All of the order's. */
  | { readonly type: 'sensitive-purged' };
