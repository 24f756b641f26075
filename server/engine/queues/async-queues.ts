import type { JsonText } from '../../../schemas/model/data.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import { KeyedLock } from '../../base/keyed-lock.ts';
import { ApiCallError } from '../../isolation/runner-host.ts';
import { EngineRefusal, type Caller } from '../engine.ts';
import { applyCall } from '../execution/apply-call.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { RunningElement } from '../execution/step-waits.ts';
import type { WakeEvent } from '../machine/transition-types.ts';
import type { StoredQueueEntry } from '../store/store.ts';

/**
 * Keys that asynchronous steps wait for, and the data that comes for them (manual: asynchronous steps). What is asked about
 * one key of one queue happens one after the other, so that a key is taken once and no data falls between two steps.
 */
export class AsyncQueues {
  readonly #parts: EngineParts;
  readonly #dispatcher: Dispatcher;
  readonly #locks = new KeyedLock();

  constructor(parts: EngineParts, dispatcher: Dispatcher) {
    this.#parts = parts;
    this.#dispatcher = dispatcher;
  }

  /** `submitAsyncKey`: a key that another element has taken is refused; data that was there before is taken at once. */
  async submit(order: LiveOrder, element: RunningElement, key: string): Promise<void> {
    const queue = order.workflow.plan.stepById.get(element.stepId)?.queue ?? '';
    await this.#locks.with(lockName(queue, key), async () => {
      const taken = await this.#parts.store.findQueueEntry(queue, key);
      if (taken && !isOf(taken, order, element)) {
        throw new ApiCallError(
          'DUPLICATE-QUEUE-KEY',
          `Queue ${queue} has key ${JSON.stringify(key)} of order ${taken.orderId} already.`,
        );
      }
      const early = (await this.#parts.store.findEarlyData(queue, key)) ?? null;
      await applyCall(order, element, { type: 'async-key-submitted', ...element, key, early });
    });
  }

  /** Data for a key that a step waits for: from WAITING to RECEIVED, and the order goes on (manual: queue update). */
  async update(queue: string, key: string, data: JsonText, caller: Caller): Promise<void> {
    await this.#changeEntry(queue, key, caller, { type: 'queue-data-arrived', data, corrected: false });
  }

  /** The step completes without its `end` (manual: corrected entries). */
  async correct(queue: string, key: string, caller: Caller): Promise<void> {
    await this.#changeEntry(queue, key, caller, { type: 'queue-data-arrived', data: null, corrected: true });
  }

  /** From WAITING to USED: data for the key is refused from now on. */
  async cancel(queue: string, key: string, caller: Caller): Promise<void> {
    await this.#changeEntry(queue, key, caller, { type: 'queue-entry-canceled' });
  }

  /** Gives a WAITING entry another key. */
  async rename(queue: string, oldKey: string, newKey: string, caller: Caller): Promise<void> {
    if (newKey === '') throw new EngineRefusal('INVALID-KEY', 'A queue key is not empty.', 400);
    await this.#locks.with(lockName(queue, newKey), async () => {
      if (await this.#parts.store.findQueueEntry(queue, newKey)) {
        throw new EngineRefusal('UPDATE-KEY-ERROR', `Queue ${queue} has key ${JSON.stringify(newKey)} already.`);
      }
      await this.#changeEntry(queue, oldKey, caller, { type: 'queue-key-changed', key: newKey });
    });
  }

  /** Data before its key: it is kept until a step submits the key, or delivered at once when one has. */
  async insert(queue: string, key: string, data: JsonText, caller: Caller): Promise<void> {
    if (key === '') throw new EngineRefusal('INVALID-KEY', 'A queue key is not empty.', 400);
    const { store, clock } = this.#parts;
    const isDelivered = await this.#locks.with(lockName(queue, key), async () => {
      if (await store.findQueueEntry(queue, key)) return false;
      if (await store.putEarlyData(queue, key, data, clock.nowMicros())) return true;
      throw new EngineRefusal('INVALID-STATUS', `Queue ${queue} has data for key ${JSON.stringify(key)} already.`);
    });
    if (!isDelivered) await this.update(queue, key, data, caller);
  }

  /** Forgets data that came before its key. */
  async removeEarly(queue: string, key: string): Promise<void> {
    if (await this.#parts.store.deleteEarlyData(queue, key)) return;
    throw new EngineRefusal('INVALID-KEY', `Queue ${queue} has no early data for key ${JSON.stringify(key)}.`, 404);
  }

  async #changeEntry(queue: string, key: string, caller: Caller, change: EntryChange): Promise<void> {
    await this.#locks.with(lockName(queue, key), async () => {
      const entry = await this.#parts.store.findQueueEntry(queue, key);
      if (!entry) throw new EngineRefusal('INVALID-KEY', `Queue ${queue} has no key ${JSON.stringify(key)}.`, 404);
      const { orderId, stepId, ind } = entry;
      await this.#apply(orderId, caller, { ...change, stepId, ind });
    });
  }

  #apply(orderId: OrderId, caller: Caller, event: WakeEvent): Promise<void> {
    return this.#dispatcher.orders.with(orderId, async (order) => {
      if (!order) throw new EngineRefusal('INVALID-WORKFLOW-DATA', `Order ${orderId} has no workflow any more.`);
      if (!order.execution) await order.settled();
      const answer = order.apply(event, { ...caller, isOffer: order.execution === undefined });
      if ('refused' in answer) throw new EngineRefusal(answer.refused.error, answer.refused.info);
      await answer.recorded;
    });
  }
}

type WithoutElement<T> = T extends unknown ? Omit<T, 'stepId' | 'ind'> : never;
type EntryChange = WithoutElement<
  Extract<WakeEvent, { type: 'queue-data-arrived' | 'queue-entry-canceled' | 'queue-key-changed' }>
>;

function lockName(queue: string, key: string): string {
  return `${queue}\n${key}`;
}

function isOf(entry: StoredQueueEntry, order: LiveOrder, { stepId, ind }: RunningElement): boolean {
  return entry.orderId === order.state.orderId && entry.stepId === stepId && entry.ind === ind;
}
