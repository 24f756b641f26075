import { NormalStep, type OrderOf } from 'ordo';
import * as mail from '../src/mail.ts';
import { referenceOf } from '../src/reference.ts';

/**
 * Used by both workflows, so what it may rely on is what their orders have in common; the workflow's name tells the rest.
 * Needs no validation: the mail system sends a number once.
 */
export class NotifyCustomer extends NormalStep {
  override async primary(order: OrderOf<'notify-customer'>): Promise<void> {
    const { customer, orderNumber } = order.staticData;
    const message = { to: customer.email, subject: `Your order ${orderNumber}`, text: textFor(order) };
    await mail.send(referenceOf(order), message, order.signal);
  }
}

function textFor(order: OrderOf<'notify-customer'>): string {
  const { name } = order.staticData.customer;
  if (order.workflowName === 'refund-shop-order') return `Dear ${name}, your money is on its way back to you.`;
  return `Dear ${name}, your parcel ${String(order.dynamicData.get('trackingNumber'))} is on its way.`;
}
