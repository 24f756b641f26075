import { NormalStep, type OrderOf } from 'ordo';
import * as payment from '../src/payment.ts';

/** Needs no validation: it only asks. */
export class CheckCard extends NormalStep {
  override async primary(order: OrderOf<'check-card'>): Promise<void> {
    await payment.checkCard(order.staticData.payment.card, order.signal);
  }
}
