import type { JsonText } from '../../../schemas/model/data.ts';

export type ValidationResult =
  { readonly status: 'COMPLETE' | 'ERROR' | 'RETRY' } | { readonly status: 'invalid'; readonly info: string };

/**
 * What a NORMAL step's `validation` returned (manual: validation): COMPLETE, ERROR or RETRY; nothing means RETRY, so that
 * `primary` runs again; anything else is an error, ASYNC-WAITING too.
 */
export function readValidation(value: JsonText | undefined): ValidationResult {
  const returned: unknown = value === undefined ? null : JSON.parse(value);
  if (returned === null) return { status: 'RETRY' };
  if (returned === 'COMPLETE' || returned === 'ERROR' || returned === 'RETRY') return { status: returned };
  const shown = (value ?? '').slice(0, 100);
  return { status: 'invalid', info: `validation returned ${shown}; it must return COMPLETE, ERROR or RETRY.` };
}
