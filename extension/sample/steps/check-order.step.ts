import { NormalStep, type OrderOf } from 'ordo';
import { InvalidOrder } from '../src/system-errors.ts';

/** Wrong data is found here, before anything has been done for the order. */
export class CheckOrder extends NormalStep {
  override async primary(order: OrderOf<'check-order'>): Promise<void> {
    const { orderNumber, customer, lines, total } = order.staticData;
    if (lines.length === 0) throw new InvalidOrder('The order has no lines.');
    const sum = lines.reduce((cents, line) => cents + line.quantity * line.price, 0);
    if (sum !== total) throw new InvalidOrder(`The lines add up to ${sum} cents, the total says ${total}.`);
    await order.setOrderKeys({ orderNumber, customer: customer.email });
  }
}
