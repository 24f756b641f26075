import { NormalStep, type OrderOf } from 'ordo';
import { referenceOf } from '../src/reference.ts';
import * as stock from '../src/stock.ts';

/** Needs no validation: the stock system takes back once for a reference. */
export class TakeBackGoods extends NormalStep {
  override async primary(order: OrderOf<'take-back-goods'>): Promise<void> {
    await stock.takeBack(referenceOf(order), order.staticData.lines, order.signal);
  }
}
