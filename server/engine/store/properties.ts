import type { AuditRecord } from '../../../schemas/model/audit.ts';
import type { Micros } from '../../../schemas/model/data.ts';

/** A system property: a value of users under a domain and key (manual: system properties). `value` is JSON. */
export interface SystemProperty {
  readonly domain: string;
  readonly key: string;
  readonly value: string;
}

/** `value` null deletes it. */
export interface PropertyChange {
  readonly domain: string;
  readonly key: string;
  readonly value: string | null;
}

export type PropertyResult = 'INSERT' | 'UPDATE' | 'DELETE' | 'IGNORED';

export interface PropertyStore {
  readProperties(): Promise<readonly SystemProperty[]>;
  /** One transaction; with `replaceAll` everything else goes (but for the domain `omq`, which is the system's own). */
  changeProperties(
    changes: readonly PropertyChange[],
    options: { readonly now: Micros; readonly replaceAll: boolean; readonly records: readonly AuditRecord[] },
  ): Promise<readonly PropertyResult[]>;
}
