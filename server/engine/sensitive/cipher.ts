import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Sealed } from '../../../schemas/model/sensitive.ts';

export interface SensitiveKeys {
  /** 32 bytes: seals data. */
  readonly data: Uint8Array;
  /** 4 to 56 bytes: makes the blind index of subjects. */
  readonly value: Uint8Array;
}

/** Seals and opens what belongs to one subject of one order. */
export class SensitiveCipher {
  /** Tells keys apart without telling anything about them. */
  readonly keyId: string;
  readonly #keys: SensitiveKeys;

  constructor(keys: SensitiveKeys) {
    this.#keys = keys;
    this.keyId = createHash('sha256').update('ordo key id').update(keys.data).digest('hex').slice(0, 16);
  }

  /** The same subject gives the same index, in all orders; who has no key learns nothing from it. */
  indexOf(skey: string, svalue: string): string {
    return createHmac('sha256', this.#keys.value)
      .update(JSON.stringify([skey, svalue]))
      .digest('base64url');
  }

  /** `bound` is what the sealed text belongs to: opened with anything else it is refused. */
  seal(text: string, bound: string): Sealed {
    // Randomness is the point of an iv: no clock or seed of the engine's may decide it.
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.data, iv).setAAD(Buffer.from(bound));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return { iv, mac: cipher.getAuthTag(), text: sealed };
  }

  /** Throws when key, order or subject are not those it was sealed for. */
  open({ iv, mac, text }: Sealed, bound: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#keys.data, iv).setAAD(Buffer.from(bound));
    decipher.setAuthTag(mac);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  }
}
