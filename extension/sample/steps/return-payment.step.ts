import { NormalStep, type OrderOf } from 'ordo';
import * as payment from '../src/payment.ts';
import { referenceOf } from '../src/reference.ts';

/** Must happen once: the payment system returns the money each time it is asked. */
export class ReturnPayment extends NormalStep {
  override async primary(order: OrderOf<'return-payment'>): Promise<void> {
    const { payment: paid, amount, reason } = order.staticData;
    const { id } = await payment.refund({ reference: referenceOf(order), payment: paid, amount, reason }, order.signal);
    await order.dynamicData.update({ refundId: id });
  }

  override async validation(order: OrderOf<'return-payment'>): Promise<'COMPLETE' | 'RETRY'> {
    const returned = await payment.findRefund(referenceOf(order), order.signal);
    if (returned === undefined) return 'RETRY';
    await order.dynamicData.update({ refundId: returned.id });
    return 'COMPLETE';
  }
}
