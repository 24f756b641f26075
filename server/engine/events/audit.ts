import { auditCodes, type AuditName, type AuditOption, type AuditRecord } from '../../../schemas/model/audit.ts';
import type { EngineOptions } from '../options/options.ts';

/** Who asked for what is audited; without a source nobody did. */
export interface AuditedRequest {
  readonly who?: string;
  readonly source?: string;
}

/** Who acts when nobody asked: the engine itself. */
const engineItself = 'ordo';

/** Whether the option `audit` asks for this kind of event (manual: audit). */
export function isAudited(options: EngineOptions, what: AuditOption): boolean {
  const audited = options.list('audit');
  return audited.includes(what) || audited.includes('*');
}

/** The columns that say who asked, from where and by which call. */
export function auditRequest({ who, source }: AuditedRequest): Pick<AuditRecord, 'who' | 'source' | 'reason'> {
  return {
    who: who ?? engineItself,
    source: source === undefined ? 'system' : 'network',
    reason: source ?? 'internal call',
  };
}

/** One row, or none when its kind is not audited. */
export function auditRow(
  options: EngineOptions,
  what: AuditOption,
  name: AuditName,
  request: AuditedRequest,
  more: Partial<AuditRecord> = {},
): readonly AuditRecord[] {
  return isAudited(options, what) ? [{ ...more, code: auditCodes[name], ...auditRequest(request) }] : [];
}
