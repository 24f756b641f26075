import type { OrderChange, OrderDecision } from '../../../schemas/model/order.ts';
import { faultPoint } from '../../base/fault-points.ts';
import type { MachineChange } from '../machine/transition-types.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { StoreOutage } from './store-outage.ts';

/** Gives the rows of errors their ids, which come from the store's sequence. */
export function withErrorIds(store: Store, changes: readonly MachineChange[]): readonly OrderChange[] {
  return changes.map((change) =>
    change.type === 'error' ? { ...change, errorInstanceId: store.nextErrorInstanceId() } : change,
  );
}

/**
 * Records one order's decisions in the order in which they were taken. While the store cannot write they wait here and
 * are handed over again, all of them from the first that failed: each is absolute, so recording it twice does no harm.
 */
export class Journal {
  readonly #store: Store;
  readonly #outage: StoreOutage;
  #entries: Entry[] = [];

  constructor(store: Store, outage: StoreOutage) {
    this.#store = store;
    this.#outage = outage;
  }

  /**
   * Resolves when the decision and all before it are on disk. With `isOffer` it is given up and rejects when the store
   * cannot write: the request is refused instead of waiting.
   */
  record(decision: OrderDecision, kind: string, options: { readonly isOffer?: boolean } = {}): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const done = promise.catch(() => undefined);
    const isOffer = options.isOffer === true;
    const entry: Entry = { decision, kind, isOffer, state: 'in-flight', resolve, reject, done };
    this.#entries.push(entry);
    this.#handOver(entry);
    return promise;
  }

  /** Resolves when no decision is on its way. */
  async settled(): Promise<void> {
    for (let last = this.#entries.at(-1); last; last = this.#entries.at(-1)) await last.done;
  }

  #handOver(entry: Entry): void {
    entry.state = 'in-flight';
    faultPoint(`${entry.kind}.before-commit`);
    this.#store.commit(entry.decision).then(
      () => {
        faultPoint(`${entry.kind}.after-commit`);
        this.#outage.succeeded();
        entry.state = 'recorded';
        this.#settle();
      },
      (error: unknown) => this.#failed(entry, error),
    );
  }

  #settle(): void {
    for (let first = this.#entries[0]; first?.state === 'recorded'; first = this.#entries[0]) {
      this.#entries.shift();
      first.resolve();
    }
  }

  #failed(entry: Entry, error: unknown): void {
    const canWait = error instanceof StoreUnavailable && !entry.isOffer;
    if (error instanceof StoreUnavailable) this.#outage.failed(error);
    if (canWait) return this.#repeatLater(entry);
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.reject(error instanceof Error ? error : new Error(String(error)));
    this.#settle();
  }

  #repeatLater(entry: Entry): void {
    entry.state = 'failed';
    void this.#outage.reopened().then(() => this.#repeat());
  }

  /** From the first that failed on, recorded ones too: an older value must not stand over a newer one. */
  #repeat(): void {
    const start = this.#entries.findIndex((entry) => entry.state === 'failed');
    if (start < 0) return;
    const again = this.#entries.slice(start).filter((entry) => entry.state !== 'in-flight');
    for (const entry of again) this.#handOver(entry);
  }
}

interface Entry {
  readonly decision: OrderDecision;
  /** Names its fault points: what kind of decision it is. */
  readonly kind: string;
  readonly isOffer: boolean;
  state: 'in-flight' | 'failed' | 'recorded';
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** Resolves either way. */
  readonly done: Promise<void>;
}
