import type { OrderId } from '../../../schemas/model/ids.ts';
import type { LiveOrder } from './live-order.ts';

interface Entry {
  readonly loading: Promise<LiveOrder | undefined>;
  holders: number;
}

/**
 * The orders that are in memory. Everyone who wants to change an order holds it meanwhile, so that there is never more
 * than one object of it and its decisions follow each other.
 */
export class LiveOrders {
  readonly #load: (orderId: OrderId) => Promise<LiveOrder | undefined>;
  readonly #entries = new Map<OrderId, Entry>();

  constructor(load: (orderId: OrderId) => Promise<LiveOrder | undefined>) {
    this.#load = load;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Reads the order unless it is in memory. Whoever got one calls `release` afterwards. */
  async hold(orderId: OrderId): Promise<LiveOrder | undefined> {
    const entry = this.#entries.get(orderId) ?? { loading: this.#load(orderId), holders: 0 };
    entry.holders += 1;
    this.#entries.set(orderId, entry);
    try {
      const order = await entry.loading;
      if (!order) this.release(orderId);
      return order;
    } catch (error) {
      this.release(orderId);
      throw error;
    }
  }

  /** Shows every order that is in memory, each held meanwhile. */
  async forEach(look: (order: LiveOrder) => void): Promise<void> {
    await Promise.all(
      [...this.#entries.keys()].map((orderId) =>
        this.with(orderId, async (order) => {
          if (order) look(order);
        }),
      ),
    );
  }

  /** Takes in a new order, held by the caller. Nobody else gets it before it is on disk. */
  adopt(order: LiveOrder, created: Promise<void>): void {
    const loading = created.then(
      () => order,
      () => undefined,
    );
    this.#entries.set(order.state.orderId, { loading, holders: 1 });
  }

  release(orderId: OrderId): void {
    const entry = this.#entries.get(orderId);
    if (!entry) return;
    entry.holders -= 1;
    if (entry.holders <= 0) this.#entries.delete(orderId);
  }

  /** Holds the order while `use` runs. */
  async with<T>(orderId: OrderId, use: (order: LiveOrder | undefined) => Promise<T>): Promise<T> {
    const order = await this.hold(orderId);
    try {
      return await use(order);
    } finally {
      if (order) this.release(orderId);
    }
  }
}
