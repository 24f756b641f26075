import { NormalStep, type OrderOf } from 'ordo';
import * as carrier from '../src/carrier.ts';
import { referenceOf } from '../src/reference.ts';

/** Must happen once: two bookings are two vans. Validation asks the carrier for a booking of ours. */
export class BookCarrier extends NormalStep {
  override async primary(order: OrderOf<'book-carrier'>): Promise<void> {
    const { service, country, address } = order.staticData.delivery;
    const { trackingNumber } = await carrier.book({ reference: referenceOf(order), service, country, address }, order.signal);
    await order.dynamicData.update({ trackingNumber });
  }

  override async validation(order: OrderOf<'book-carrier'>): Promise<'COMPLETE' | 'RETRY'> {
    const booked = await carrier.findShipment(referenceOf(order), order.signal);
    if (booked === undefined) return 'RETRY';
    await order.dynamicData.update({ trackingNumber: booked.trackingNumber });
    return 'COMPLETE';
  }
}
