import type { AsyncOrderCalls, EventOrderCalls, Order, SubworkflowOrderCalls } from './order.ts';

/** What `validation` answers about a step that was begun before. */
export type ValidationStatus =
  /** The action was done: the step is complete, `primary` does not run. */
  | 'COMPLETE'
  /** The action was not done: `primary` runs, at once. */
  | 'RETRY'
  /** Someone has to look: the step ends with an error, what depends on it does not run. */
  | 'ERROR';

/** As `ValidationStatus`; an asynchronous step may also go on waiting for its queue data. */
export type AsyncValidationStatus = ValidationStatus | 'ASYNC-WAITING';

/** What `array` answers: the elements, always the same in the same order. Nothing = no elements. */
export type Elements<Element> = readonly Element[] | null | undefined;

type MaybePromise<T> = T | Promise<T>;

/** What all steps have in common. Extend one of the eight classes below, never this one. */
export abstract class Step {}

/**
 * A step that does its work in one call.
 *
 * `primary` acts. After a crash or an error nobody knows whether the action happened, so `validation` is asked before
 * `primary` runs again: look in the end system.
 *
 * @example
 * ```ts
 * export class TakePayment extends NormalStep {
 *   async primary(order: OrderOf<'take-payment'>) {
 *     const payment = await bank.pay(order.staticData.amount, order.generateUniqueKey());
 *     await order.dynamicData.update({ paymentId: payment.id });
 *   }
 *   async validation(order: OrderOf<'take-payment'>): Promise<ValidationStatus> {
 *     return (await bank.find(order.generateUniqueKey())) ? 'COMPLETE' : 'RETRY';
 *   }
 * }
 * ```
 */
export abstract class NormalStep<O extends Order = Order> extends Step {
  /** The step's action. It is complete when this returns; an error decides by its definition. The value is ignored. */
  abstract primary(order: O): MaybePromise<void>;
  /** Asked before `primary` runs again; without it, or without an answer, `primary` does run again. */
  validation(_order: O): MaybePromise<ValidationStatus | undefined | void> {
    return 'RETRY';
  }
}

/** A step that acts on each element of a list, one after another; each element has its own status and errors. */
export abstract class NormalArrayStep<Element = unknown, O extends Order = Order> extends Step {
  /** The elements. Runs at every start of the step and is not stored: it must answer the same list each time. */
  abstract array(order: O): MaybePromise<Elements<Element>>;
  /** The action for one element. Elements that are complete are not run again. */
  abstract primary(order: O, element: Element): MaybePromise<void>;
  /** Asked before `primary` runs again for this element. */
  validation(_order: O, _element: Element): MaybePromise<ValidationStatus | undefined | void> {
    return 'RETRY';
  }
}

/**
 * A step that starts something and waits until its result arrives in a queue.
 *
 * `primary` calls exactly one of `order.submitAsyncKey(key)` and `order.skipAsyncStep()`.
 */
export abstract class AsyncStep<QueueData = unknown, O extends Order = Order> extends Step {
  /** Starts the work and submits the key under which its result will arrive. */
  abstract primary(order: O & AsyncOrderCalls): MaybePromise<void>;
  /** Asked in recovery and when the wait has been too long; `asyncKey` is absent when none is bound. */
  validation(_order: O, _asyncKey: string | undefined): MaybePromise<AsyncValidationStatus | undefined | void> {
    return 'RETRY';
  }
  /** Takes the queue's data before the order goes on; throw to reject it. */
  end(_order: O, _queueData: QueueData): MaybePromise<void> {
    return undefined;
  }
}

/** An asynchronous step for each element of a list; the order goes on when all are complete. */
export abstract class AsyncArrayStep<Element = unknown, QueueData = unknown, O extends Order = Order> extends Step {
  /** The elements. Runs at every start of the step and is not stored: it must answer the same list each time. */
  abstract array(order: O): MaybePromise<Elements<Element>>;
  /** Starts the work for one element and submits the key under which its result will arrive. */
  abstract primary(order: O & AsyncOrderCalls, element: Element): MaybePromise<void>;
  /** Asked in recovery and when the wait has been too long; `asyncKey` is absent when none is bound. */
  validation(
    _order: O,
    _asyncKey: string | undefined,
    _element: Element,
  ): MaybePromise<AsyncValidationStatus | undefined | void> {
    return 'RETRY';
  }
  /** Takes the queue's data for one element; throw to reject it. */
  end(_order: O, _queueData: QueueData, _element: Element): MaybePromise<void> {
    return undefined;
  }
}

/**
 * A step that waits for a synchronization event, which may release many orders at once.
 *
 * `primary` calls exactly one of `order.bindEvent`, `order.bindEventUnposted` and `order.skipEvent`.
 */
export abstract class EventStep<O extends Order = Order> extends Step {
  /** Binds the order to the event's key. */
  abstract primary(order: O & EventOrderCalls): MaybePromise<void>;
}

/** An event step for each element of a list; the order goes on when all events were posted. */
export abstract class EventArrayStep<Element = unknown, O extends Order = Order> extends Step {
  /** The elements. Runs at every start of the step and is not stored: it must answer the same list each time. */
  abstract array(order: O): MaybePromise<Elements<Element>>;
  /** Binds one element to its event's key. */
  abstract primary(order: O & EventOrderCalls, element: Element): MaybePromise<void>;
}

/**
 * A step that creates an order of another workflow and waits for its end. It is never run again once bound: errors are
 * corrected in the child order.
 *
 * `primary` calls exactly one of `order.bindSubworkflow` and `order.skipSubworkflow`.
 */
export abstract class SubworkflowStep<O extends Order = Order> extends Step {
  /** Creates the child order. */
  abstract primary(order: O & SubworkflowOrderCalls): MaybePromise<void>;
}

/** A subworkflow step for each element of a list; the order goes on when all child orders are complete. */
export abstract class SubworkflowArrayStep<Element = unknown, O extends Order = Order> extends Step {
  /** The elements. Runs at every start of the step and is not stored: it must answer the same list each time. */
  abstract array(order: O): MaybePromise<Elements<Element>>;
  /** Creates the child order of one element. */
  abstract primary(order: O & SubworkflowOrderCalls, element: Element): MaybePromise<void>;
}
