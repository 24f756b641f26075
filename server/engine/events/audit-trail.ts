import type { AuditName, AuditOption, AuditRecord } from '../../../schemas/model/audit.ts';
import { auditNameOf } from '../../../schemas/model/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { EngineOptions } from '../options/options.ts';
import type { Store } from '../store/store.ts';
import { auditRow, type AuditedRequest } from './audit.ts';

export interface AuditTrailParts {
  readonly store: Pick<Store, 'recordAudit'>;
  readonly clock: Clock;
  readonly options: EngineOptions;
  /** The log of the audit; what is audited is logged there as well (manual: audit). */
  readonly auditLog: Logger;
  readonly log: Logger;
}

/** The audit: which rows tell of what, and their way to the store and the log. */
export class AuditTrail {
  readonly #parts: AuditTrailParts;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: AuditTrailParts) {
    this.#parts = parts;
  }

  /** Rows for a change that is recorded with them in one transaction; none when this kind is not audited. */
  rows(
    what: AuditOption,
    name: AuditName,
    request: AuditedRequest,
    more: Partial<AuditRecord> = {},
  ): readonly AuditRecord[] {
    const rows = auditRow(this.#parts.options, what, name, request, more);
    this.tell(rows);
    return rows;
  }

  /** For what is recorded nowhere else: alerts, execution instances, user events. */
  record(what: AuditOption, name: AuditName, request: AuditedRequest, more: Partial<AuditRecord> = {}): Promise<void> {
    const rows = this.rows(what, name, request, more);
    if (rows.length === 0) return Promise.resolve();
    const recorded = this.#parts.store.recordAudit(rows, this.#parts.clock.nowMicros());
    const told = recorded.catch((error: unknown) => {
      this.#parts.log.error(`An audit row was lost (${auditNameOf(rows[0]?.code ?? 0)}): ${String(error)}`);
    });
    this.#work = Promise.all([this.#work, told]).then(() => undefined);
    return recorded;
  }

  tell(rows: readonly Pick<AuditRecord, 'code' | 'who' | 'reason' | 'info1' | 'info2'>[]): void {
    for (const { code, who, reason, info1 = '', info2 = '' } of rows) {
      const info = [info1, info2].filter(Boolean).join(' → ');
      this.#parts.auditLog.info(`${auditNameOf(code)} ${who} (${reason})${info === '' ? '' : `: ${info}`}`);
    }
  }

  /** Resolves when nothing is on its way to the store. */
  settled(): Promise<void> {
    return this.#work;
  }
}
