import { callSystem } from './end-systems.ts';

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Reserves articles. The same reference reserves once, however often it is asked. */
export function reserve(
  reference: string,
  lines: readonly OrderLine[],
  signal: AbortSignal,
): Promise<{ readonly low: readonly string[] }> {
  return callSystem('stock', { method: 'PUT', path: `/reservations/${encodeURIComponent(reference)}`, body: { lines }, signal });
}

/** Sends what was reserved to the packing table. Once per reference. */
export async function issue(reference: string, signal: AbortSignal): Promise<void> {
  await callSystem('stock', { method: 'PUT', path: `/reservations/${encodeURIComponent(reference)}/issue`, signal });
}

/** Puts returned articles back on the shelf. Once per reference. */
export async function takeBack(reference: string, lines: readonly OrderLine[], signal: AbortSignal): Promise<void> {
  await callSystem('stock', { method: 'PUT', path: `/returns/${encodeURIComponent(reference)}`, body: { lines }, signal });
}
