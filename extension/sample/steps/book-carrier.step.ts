import { type AsyncOrderCalls, AsyncStep, type OrderOf } from 'ordo';
import * as carrier from '../src/carrier.ts';
import { referenceOf } from '../src/reference.ts';

/**
 * Must happen once: two bookings are two vans. The carrier takes the booking now and writes the tracking number into the
 * queue later. When it does not come, or the booking's fate is unknown, validation asks the carrier.
 */
export class BookCarrier extends AsyncStep<carrier.Shipment, OrderOf<'book-carrier'>> {
  override async primary(order: OrderOf<'book-carrier'> & AsyncOrderCalls): Promise<void> {
    const reference = referenceOf(order);
    const { service, country, address } = order.staticData.delivery;
    // First the key: the answer may be quicker than the reply.
    await order.submitAsyncKey(reference);
    await carrier.book({ reference, service, country, address }, order.signal);
  }

  override async validation(order: OrderOf<'book-carrier'>): Promise<'COMPLETE' | 'RETRY'> {
    const booked = await carrier.findShipment(referenceOf(order), order.signal);
    if (booked === undefined) return 'RETRY';
    await order.dynamicData.update({ trackingNumber: booked.trackingNumber });
    return 'COMPLETE';
  }

  override async end(order: OrderOf<'book-carrier'>, { trackingNumber }: carrier.Shipment): Promise<void> {
    await order.dynamicData.update({ trackingNumber });
  }
}
