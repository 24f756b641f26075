import { NormalStep, type OrderOf } from 'ordo';
import { referenceOf } from '../src/reference.ts';
import * as stock from '../src/stock.ts';

/** Needs no validation: the stock system reserves once for a reference, so the step may simply run again. */
export class ReserveStock extends NormalStep {
  override async primary(order: OrderOf<'reserve-stock'>): Promise<void> {
    const lines = order.staticData.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const { low } = await stock.reserve(referenceOf(order), lines, order.signal);
    if (low.length > 0) order.stepWarning('LOW-STOCK', `Few are left of ${low.join(', ')}.`);
  }
}
