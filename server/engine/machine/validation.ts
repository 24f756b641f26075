import type { JsonText } from '../../../schemas/model/data.ts';

export type ValidationResult =
  | { readonly status: 'COMPLETE' | 'ERROR' | 'RETRY' | 'ASYNC-WAITING' }
  | { readonly status: 'invalid'; readonly info: string };

/**
 * What `validation` returned (manual: validation): COMPLETE, ERROR or RETRY, and of an asynchronous step ASYNC-WAITING;
 * nothing means RETRY, so that `primary` runs again; anything else is an error.
 */
export function readValidation(value: JsonText | undefined, isAsync = false): ValidationResult {
  const returned: unknown = value === undefined ? null : JSON.parse(value);
  if (returned === null) return { status: 'RETRY' };
  if (returned === 'COMPLETE' || returned === 'ERROR' || returned === 'RETRY') return { status: returned };
  if (isAsync && returned === 'ASYNC-WAITING') return { status: returned };
  const shown = (value ?? '').slice(0, 100);
  const allowed = isAsync ? 'COMPLETE, ERROR, RETRY or ASYNC-WAITING' : 'COMPLETE, ERROR or RETRY';
  return { status: 'invalid', info: `validation returned ${shown}; it must return ${allowed}.` };
}
