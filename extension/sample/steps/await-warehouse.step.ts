import { type EventOrderCalls, EventStep, type OrderOf } from 'ordo';

/** Waits until the warehouse opens: one event frees all orders. What is picked up at the shop does not come from there. */
export class AwaitWarehouse extends EventStep<OrderOf<'await-warehouse'>> {
  override async primary(order: OrderOf<'await-warehouse'> & EventOrderCalls): Promise<void> {
    if (order.staticData.delivery.service === 'pickup') await order.skipEvent();
    else await order.bindEvent('main');
  }
}
