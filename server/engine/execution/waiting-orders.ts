import type { OrderId } from '../../../schemas/model/ids.ts';
import type { WaitingOrder } from '../store/store.ts';

/**
 * Orders of one workflow that wait for a place, by priority, then age: a bounded part of what the store holds. While
 * `isWhole` is false, the store has more of them.
 */
export class WaitingOrders {
  readonly #limit: number;
  readonly #heap: WaitingOrder[] = [];
  readonly #ids = new Set<OrderId>();
  isWhole = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#heap.length;
  }

  get ids(): ReadonlySet<OrderId> {
    return this.#ids;
  }

  peek(): WaitingOrder | undefined {
    return this.#heap[0];
  }

  /** Adds an order, or gives it its new priority; what does not fit is read from the store later. */
  add(order: WaitingOrder): void {
    if (this.#ids.has(order.orderId)) {
      if (this.#heap.some((other) => other.orderId === order.orderId && other.priority === order.priority)) return;
      this.#remove(order.orderId);
    }
    if (this.#heap.length >= this.#limit) {
      this.isWhole = false;
      return;
    }
    this.#ids.add(order.orderId);
    this.#heap.push(order);
    this.#rise(this.#heap.length - 1);
  }

  take(): WaitingOrder | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last) return undefined;
    this.#ids.delete(first.orderId);
    if (first !== last) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#ids.clear();
    this.isWhole = false;
  }

  #remove(orderId: OrderId): void {
    const kept = this.#heap.filter((order) => order.orderId !== orderId);
    this.#heap.length = 0;
    this.#ids.delete(orderId);
    // A sorted array is a heap.
    this.#heap.push(...kept.sort((a, b) => (isBefore(a, b) ? -1 : 1)));
  }

  #rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index > 0 && this.#isBefore(index, parent)) {
      this.#swap(index, parent);
      this.#rise(parent);
    }
  }

  #sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    let first = index;
    if (left < this.#heap.length && this.#isBefore(left, first)) first = left;
    if (right < this.#heap.length && this.#isBefore(right, first)) first = right;
    if (first === index) return;
    this.#swap(index, first);
    this.#sink(first);
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    return x !== undefined && y !== undefined && isBefore(x, y);
  }

  #swap(a: number, b: number): void {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (x && y) [this.#heap[a], this.#heap[b]] = [y, x];
  }
}

/** Lower priority numbers first, then older orders (manual: priority). */
export function isBefore(a: WaitingOrder, b: WaitingOrder): boolean {
  return a.priority !== b.priority ? a.priority < b.priority : a.orderId < b.orderId;
}
