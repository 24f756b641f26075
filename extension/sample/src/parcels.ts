import type { OrderLine } from './stock.ts';

/** What goes into one box. */
export interface Parcel {
  /** Counts from 1 in each order. */
  readonly number: number;
  readonly lines: readonly OrderLine[];
}

const linesPerParcel = 2;

/** The parcels of an order: always the same ones for the same lines. */
export function parcelsOf(lines: readonly OrderLine[]): readonly Parcel[] {
  const parcels: Parcel[] = [];
  for (let start = 0; start < lines.length; start += linesPerParcel) {
    const inside = lines.slice(start, start + linesPerParcel).map(({ sku, quantity }) => ({ sku, quantity }));
    parcels.push({ number: parcels.length + 1, lines: inside });
  }
  return parcels;
}
