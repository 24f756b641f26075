import type { JsonText } from '../../../schemas/model/data.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { OrderId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { OrderChange } from '../../../schemas/model/order.ts';
import type { SensitiveChange, StoredSensitiveData } from '../../../schemas/model/sensitive.ts';
import type { SensitiveSubject } from '../../../schemas/protocol/runner.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { deleteKeys, mergeData } from '../../base/tagged-json.ts';
import { EngineRefusal } from '../engine.ts';
import { Journal } from '../execution/recorder.ts';
import type { StoreOutage } from '../execution/store-outage.ts';
import type { EngineOptions } from '../options/options.ts';
import type { Store } from '../store/store.ts';
import type { SensitiveCipher } from './cipher.ts';

/** Data of one subject in one order, readable. Never put into a log, an event, a history or an error. */
export interface SubjectData {
  readonly skey: string;
  readonly svalue: string;
  readonly data: JsonText;
  readonly meta: JsonText | null;
  readonly aliases: readonly string[];
}

export interface NewSubjectData {
  readonly skey: string;
  readonly svalue: string;
  readonly data: JsonText;
  readonly meta?: JsonText;
  readonly aliases?: readonly string[];
}

export interface OrderReference {
  readonly orderId: OrderId;
  readonly workflowId: WorkflowId;
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outage: StoreOutage;
  readonly options: EngineOptions;
  readonly log: Logger;
}

const longestKey = 100;
const longestValue = 150;

/** Sensitive data of orders (manual: sensitive data). Changes of one order follow each other; each resolves after its commit. */
export class SensitiveData {
  readonly #parts: Parts;
  readonly #cipher: SensitiveCipher | undefined;
  readonly #journal: Journal;
  /** Orders that may hold some: only they pay for the purge. */
  readonly #holders = new Set<OrderId>();
  readonly #turns = new Map<OrderId, Promise<unknown>>();
  #scrubbing: Promise<void> | undefined;

  constructor(parts: Parts, cipher: SensitiveCipher | undefined) {
    this.#parts = parts;
    this.#cipher = cipher;
    this.#journal = new Journal(parts.store, parts.outage);
  }

  /** Learns which orders hold some; what a crash left in the log after a deletion goes now. */
  async start(): Promise<void> {
    for (const orderId of await this.#parts.store.ordersWithSensitiveData()) this.#holders.add(orderId);
    if (this.#cipher) await this.#parts.store.scrub();
  }

  holds(orderId: OrderId): boolean {
    return this.#holders.has(orderId);
  }

  /** Rows for the decision that creates an order. */
  forNewOrder(orderId: OrderId, subjects: readonly NewSubjectData[]): readonly SensitiveChange[] {
    if (subjects.length === 0) return [];
    const changes = subjects.map((subject) => this.#seal(orderId, subject));
    this.#holders.add(orderId);
    return changes;
  }

  /** What goes with a decision that gives the order a final status, by the two purge options. */
  purgeWith(orderId: OrderId, changes: readonly OrderChange[]): readonly SensitiveChange[] {
    if (!this.#holders.has(orderId)) return [];
    const statuses = changes.flatMap((change) => (change.type === 'order' ? [change.set.status] : []));
    const final = statuses.find((status) => status !== undefined && isFinal(status));
    const option = final === 'COMPLETE' ? 'purge-sensitive-data-complete' : 'purge-sensitive-data-canceled';
    return final !== undefined && this.#parts.options.flag(option) ? [{ type: 'sensitive-purged' }] : [];
  }

  /** The purge is on disk: now its bytes go as well. */
  purged(orderId: OrderId): void {
    this.#holders.delete(orderId);
    void this.scrub();
  }

  async all(orderId: OrderId): Promise<readonly SubjectData[]> {
    const stored = await this.#parts.store.loadSensitiveData(orderId);
    return stored.subjects.map((subject) => this.#open(orderId, subject, stored));
  }

  async find(orderId: OrderId, subject: SensitiveSubject): Promise<SubjectData | undefined> {
    const stored = await this.#parts.store.loadSensitiveData(orderId);
    const place = this.#placeOf(orderId, subject, stored);
    const found = stored.subjects.find(({ skey, index }) => skey === place.skey && index === place.index);
    return found && this.#open(orderId, found, stored);
  }

  /** Adds keys to the subject's data, or replaces all of it; aliases are added. */
  change(order: OrderReference, given: NewSubjectData, how: 'merge' | 'replace'): Promise<void> {
    const { skey, svalue } = given;
    return this.#inTurn(order.orderId, async () => {
      this.#checkCipher();
      const before = how === 'merge' ? await this.find(order.orderId, { skey, svalue }) : undefined;
      const meta = given.meta ?? before?.meta ?? undefined;
      const data = before ? mergeData(before.data, given.data) : given.data;
      const sealed = this.#seal(order.orderId, { ...given, data, ...(meta === undefined ? {} : { meta }) });
      this.#holders.add(order.orderId);
      await this.#record(order, sealed);
      // The old text is still in the log.
      void this.scrub();
    });
  }

  /** False when there was nothing. */
  remove(order: OrderReference, subject: SensitiveSubject): Promise<boolean> {
    return this.#inTurn(order.orderId, async () => {
      const found = await this.find(order.orderId, subject);
      if (!found) return false;
      const index = this.#checkCipher().indexOf(found.skey, found.svalue);
      await this.#record(order, { type: 'sensitive-deleted', skey: found.skey, index });
      await this.scrub();
      return true;
    });
  }

  /** Removes keys of the subject's data; false when none of them was there. */
  removeKeys(order: OrderReference, subject: SensitiveSubject, keys: readonly string[]): Promise<boolean> {
    return this.#inTurn(order.orderId, async () => {
      const found = await this.find(order.orderId, subject);
      const data = found && deleteKeys(found.data, keys);
      if (!found || data === undefined || data === found.data) return false;
      const { meta, ...rest } = found;
      await this.#record(order, this.#seal(order.orderId, { ...rest, data, ...(meta === null ? {} : { meta }) }));
      await this.scrub();
      return true;
    });
  }

  /** Orders, of all workflows, that hold data of a subject. */
  ordersOf(skey: string, svalue: string): Promise<readonly OrderId[]> {
    return this.#parts.store.findOrdersOfSubject(skey, this.#checkCipher().indexOf(skey, svalue));
  }

  /** Resolves when nothing of what was deleted is left in the files. */
  async scrub(): Promise<void> {
    // One pass serves everyone who asked before it began.
    const running = this.#scrubbing;
    if (running) {
      await running;
      if (this.#scrubbing) return this.#scrubbing;
    }
    this.#scrubbing = this.#parts.store
      .scrub()
      .catch((error: unknown) =>
        this.#parts.log.warn(`Deleted data may still be in the log of the store: ${String(error)}`),
      )
      .finally(() => (this.#scrubbing = undefined));
    return this.#scrubbing;
  }

  async #record({ orderId, workflowId }: OrderReference, change: SensitiveChange): Promise<void> {
    const at = this.#parts.clock.nowMicros();
    await this.#journal.record({ orderId, workflowId, at, changes: [change] }, 'sensitive');
  }

  #seal(orderId: OrderId, subject: NewSubjectData): Extract<SensitiveChange, { type: 'sensitive' }> {
    const cipher = this.#checkCipher();
    const { skey, svalue, data, meta, aliases = [] } = subject;
    checkLength('The kind of subject (skey)', skey, longestKey);
    checkLength('The subject (svalue)', svalue, longestValue);
    for (const alias of aliases) checkLength('An alias', alias, longestKey);
    const index = cipher.indexOf(skey, svalue);
    const seal = (text: string, what: string) => cipher.seal(text, bound(orderId, skey, index, what));
    const sealed = {
      skey,
      index,
      keyId: cipher.keyId,
      svalue: seal(svalue, 'svalue'),
      data: seal(data, 'data'),
      meta: meta === undefined ? null : seal(meta, 'meta'),
    };
    return { type: 'sensitive', data: sealed, aliases };
  }

  #open(orderId: OrderId, sealed: StoredSensitiveData['subjects'][number], stored: StoredSensitiveData): SubjectData {
    const cipher = this.#checkCipher();
    const { skey, index } = sealed;
    if (sealed.keyId !== cipher.keyId) {
      throw refused(`Sensitive data of order ${orderId} was sealed with another key (${sealed.keyId}).`);
    }
    const open = (part: StoredSensitiveData['subjects'][number]['data'], what: string): string =>
      cipher.open(part, bound(orderId, skey, index, what));
    return {
      skey,
      svalue: open(sealed.svalue, 'svalue'),
      data: open(sealed.data, 'data') as JsonText,
      meta: sealed.meta === null ? null : (open(sealed.meta, 'meta') as JsonText),
      aliases: stored.aliases.filter((one) => one.skey === skey && one.index === index).map(({ alias }) => alias),
    };
  }

  #placeOf(orderId: OrderId, subject: SensitiveSubject, { aliases }: StoredSensitiveData) {
    const cipher = this.#checkCipher();
    if (!('alias' in subject)) return { skey: subject.skey, index: cipher.indexOf(subject.skey, subject.svalue) };
    const found = aliases.find(({ alias }) => alias === subject.alias);
    if (found) return found;
    throw new EngineRefusal('INVALID-ALIAS', `Order ${orderId} has no sensitive data with alias "${subject.alias}".`);
  }

  #checkCipher(): SensitiveCipher {
    if (this.#cipher) return this.#cipher;
    throw refused('This engine has no keys for sensitive data: set sensitive-data-key and sensitive-value-key.');
  }

  #inTurn<T>(orderId: OrderId, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(orderId) ?? Promise.resolve()).then(work, work);
    const done = turn.catch(() => undefined);
    this.#turns.set(orderId, done);
    void done.then(() => {
      if (this.#turns.get(orderId) === done) this.#turns.delete(orderId);
    });
    return turn;
  }
}

/** What a sealed text belongs to: moved to another order, subject or column it does not open. */
function bound(orderId: OrderId, skey: string, index: string, what: string): string {
  return JSON.stringify([orderId, skey, index, what]);
}

/** Texts of people never stand in the message. */
function checkLength(what: string, text: string, longest: number): void {
  if (text !== '' && text.length <= longest) return;
  throw refused(`${what} must be a text of 1 to ${longest} characters; it has ${text.length}.`);
}

function refused(info: string): EngineRefusal {
  return new EngineRefusal('SENSITIVE-DATA-ERROR', info);
}
