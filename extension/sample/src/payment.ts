import { callSystem } from './end-systems.ts';
import { StillProcessing } from './system-errors.ts';

export interface Booking {
  readonly id: string;
}

interface FoundBooking {
  /** Absent while it is processed. */
  readonly id?: string;
  readonly status: 'captured' | 'processing';
}

/** Asks the bank whether the card may be used. Changes nothing. */
export async function checkCard(card: string, signal: AbortSignal): Promise<void> {
  await callSystem('payment', { method: 'POST', path: '/card-checks', body: { card }, signal });
}

/** Takes money. Asked twice, the payment system charges twice: only TakePayment may call this. */
export function charge(
  payment: { reference: string; card: string; amount: number; currency: string },
  signal: AbortSignal,
): Promise<Booking> {
  return callSystem('payment', { method: 'POST', path: '/payments', body: payment, signal });
}

/** The payment with our reference, if there is one. */
export function findPayment(reference: string, signal: AbortSignal): Promise<Booking | undefined> {
  return findBooking('/payments', reference, signal);
}

/** Returns money. Asked twice, it returns it twice: only ReturnPayment may call this. */
export function refund(
  refund: { reference: string; payment: string; amount: number; reason: string },
  signal: AbortSignal,
): Promise<Booking> {
  return callSystem('payment', { method: 'POST', path: '/refunds', body: refund, signal });
}

/** The refund with our reference, if there is one. */
export function findRefund(reference: string, signal: AbortSignal): Promise<Booking | undefined> {
  return findBooking('/refunds', reference, signal);
}

async function findBooking(path: string, reference: string, signal: AbortSignal): Promise<Booking | undefined> {
  const query = `${path}?reference=${encodeURIComponent(reference)}`;
  const found = await callSystem<FoundBooking[]>('payment', { method: 'GET', path: query, signal });
  const id = found.find((booking) => booking.status === 'captured')?.id;
  if (id !== undefined) return { id };
  // Neither yes nor no: an earlier request is on its way through the bank. Ask again later.
  if (found.length > 0) throw new StillProcessing(reference);
  return undefined;
}
