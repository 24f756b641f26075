import { NormalStep, type OrderOf } from 'ordo';
import { referenceOf } from '../src/reference.ts';
import * as stock from '../src/stock.ts';

/** Needs no validation: the stock system issues a reservation once. */
export class IssueGoods extends NormalStep {
  override async primary(order: OrderOf<'issue-goods'>): Promise<void> {
    await stock.issue(referenceOf(order), order.signal);
  }
}
