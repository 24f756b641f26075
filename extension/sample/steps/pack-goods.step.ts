import { NormalStep, type OrderOf } from 'ordo';
import * as stock from '../src/stock.ts';

/** Needs no validation: the packing table packs a parcel once. */
export class PackGoods extends NormalStep {
  override async primary(order: OrderOf<'pack-goods'>): Promise<void> {
    const { reference, parcel, lines } = order.staticData;
    await stock.pack(reference, parcel, lines, order.signal);
  }
}
