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

/** Takes one line of an issued reservation from its shelf. Once per reference and line. */
export async function pick(reference: string, ind: number, line: OrderLine, signal: AbortSignal): Promise<void> {
  const path = `/reservations/${encodeURIComponent(reference)}/lines/${ind}`;
  await callSystem('stock', { method: 'PUT', path, body: { sku: line.sku, quantity: line.quantity }, signal });
}

/** Packs a parcel of an issued reservation. Once per reference and parcel. */
export async function pack(
  reference: string,
  parcel: number,
  lines: readonly OrderLine[],
  signal: AbortSignal,
): Promise<void> {
  const path = `/reservations/${encodeURIComponent(reference)}/parcels/${parcel}`;
  await callSystem('stock', { method: 'PUT', path, body: { lines }, signal });
}
