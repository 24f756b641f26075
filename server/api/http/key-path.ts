import { notFound } from '../routes/refusals.ts';

/** Follows keys into a result: `orders/1/StepInstances/0/stepname` (manual: REST API, rules). */
export function followKeys(result: unknown, keys: readonly string[]): unknown {
  let value = result;
  for (const [index, key] of keys.entries()) {
    const next = member(value, key);
    if (next === undefined) throw notFound(`There is no "${keys.slice(0, index + 1).join('/')}" in this answer.`);
    value = next;
  }
  return value;
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d{1,9}$/.test(key) ? (value as unknown[])[Number(key)] : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
