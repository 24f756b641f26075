import { NormalStep, type OrderOf } from 'ordo';
import { InvalidOrder } from '../src/system-errors.ts';

/** Wrong data is found here, before anything has been done for the refund. */
export class CheckRefund extends NormalStep {
  override async primary(order: OrderOf<'check-refund'>): Promise<void> {
    const { orderNumber, customer, amount, lines } = order.staticData;
    if (lines.length === 0) throw new InvalidOrder('Nothing was sent back.');
    if (amount < 1) throw new InvalidOrder(`${amount} cents cannot be returned.`);
    await order.setOrderKeys({ orderNumber, customer: customer.email });
  }
}
