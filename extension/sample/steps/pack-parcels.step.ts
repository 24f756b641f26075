import { type OrderOf, SubworkflowArrayStep, type SubworkflowOrderCalls } from 'ordo';
import { type Parcel, parcelsOf } from '../src/parcels.ts';
import { referenceOf } from '../src/reference.ts';

/** An order of its own for each parcel: it may fail and be corrected there, while the other parcels go on. */
export class PackParcels extends SubworkflowArrayStep<Parcel, OrderOf<'pack-parcels'>> {
  override array(order: OrderOf<'pack-parcels'>): readonly Parcel[] {
    return parcelsOf(order.staticData.lines);
  }

  override async primary(order: OrderOf<'pack-parcels'> & SubworkflowOrderCalls, parcel: Parcel): Promise<void> {
    const orderNumber = `${order.staticData.orderNumber}-P${parcel.number}`;
    await order.bindSubworkflow('pack-parcel', {
      staticData: { orderNumber, reference: referenceOf(order), parcel: parcel.number, lines: parcel.lines },
      orderKeys: { orderNumber },
    });
  }
}
