/** What a reference is made of: data of the order that never changes. */
export interface ReferencedOrder {
  readonly orderId: number;
  /** When the order was created. */
  readonly started: string;
  readonly staticData: { readonly orderNumber: string };
}

/**
 * Our name for what we ask of an end system. Every attempt of every step of one order gives the same reference, and no
 * other order ever gives it, so an end system can be asked: "is there a payment with this reference?"
 */
export function referenceOf(order: ReferencedOrder): string {
  const created = Date.parse(order.started).toString(36);
  return `${order.staticData.orderNumber}/${order.orderId}/${created}`;
}
