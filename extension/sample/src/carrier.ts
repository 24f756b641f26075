import { callSystem } from './end-systems.ts';
import { StillProcessing } from './system-errors.ts';

export interface Shipment {
  readonly trackingNumber: string;
}

interface FoundShipment {
  /** Absent while it is processed. */
  readonly trackingNumber?: string;
  readonly status: 'booked' | 'processing';
}

/** Books a parcel. Asked twice, two vans come: only BookCarrier may call this. */
export async function book(
  shipment: { reference: string; service: string; country: string; address: string },
  signal: AbortSignal,
): Promise<void> {
  await callSystem('carrier', { method: 'POST', path: '/shipments', body: shipment, signal });
}

/** The shipment with our reference, if there is one. */
export async function findShipment(reference: string, signal: AbortSignal): Promise<Shipment | undefined> {
  const query = `/shipments?reference=${encodeURIComponent(reference)}`;
  const found = await callSystem<FoundShipment[]>('carrier', { method: 'GET', path: query, signal });
  const trackingNumber = found.find((shipment) => shipment.status === 'booked')?.trackingNumber;
  if (trackingNumber !== undefined) return { trackingNumber };
  if (found.length > 0) throw new StillProcessing(reference);
  return undefined;
}
