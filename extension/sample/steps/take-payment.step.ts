import { NormalStep, type OrderOf } from 'ordo';
import * as payment from '../src/payment.ts';
import { referenceOf } from '../src/reference.ts';

/**
 * Must happen once: the payment system charges each time it is asked. When an attempt ended without a clear answer (no
 * reply, or the engine died), validation asks whether our payment is there before primary may run again.
 */
export class TakePayment extends NormalStep {
  override async primary(order: OrderOf<'take-payment'>): Promise<void> {
    const { payment: { card }, total: amount, currency } = order.staticData;
    const { id } = await payment.charge({ reference: referenceOf(order), card, amount, currency }, order.signal);
    await order.dynamicData.update({ paymentId: id });
  }

  override async validation(order: OrderOf<'take-payment'>): Promise<'COMPLETE' | 'RETRY'> {
    const taken = await payment.findPayment(referenceOf(order), order.signal);
    if (taken === undefined) return 'RETRY';
    order.log.info(`Payment ${taken.id} was taken by an earlier attempt.`);
    await order.dynamicData.update({ paymentId: taken.id });
    return 'COMPLETE';
  }
}
