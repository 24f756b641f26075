import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainValue } from './faults.mjs';
import { Refusal } from './server.mjs';

const reservationMinutes = 15;

/**
 * Articles on the shelf and reservations. Each call names its reference, and the same reference counts once. What is
 * reserved and not issued goes back on the shelf after a while, so an order that ends half-way holds nothing for ever.
 */
export class Stock {
  name = 'stock';
  #catalogue = loadCatalogue();
  #onHand = new Map(Object.entries(this.#catalogue.stock));
  /** Not issued yet, oldest first. */
  #reservations = new Map();
  #issued = new Set();
  #returned = new Set();
  /** Lines that were picked and parcels that were packed: once each. */
  #handled = new Set();

  operations = [
    {
      name: 'find article',
      method: 'GET',
      path: /^\/articles\/([^/]+)$/,
      reference: ({ parts }) => parts[0],
      trigger: ({ parts }) => parts[0],
      work: ({ parts }) => this.#findArticle(plainValue(parts[0])),
    },
    {
      name: 'reserve',
      method: 'PUT',
      path: /^\/reservations\/([^/]+)$/,
      reference: ({ parts }) => parts[0],
      trigger: ({ body }) => triggerOf(body),
      refusal: () => new Refusal(409, 'OUT-OF-STOCK', 'The shelf is empty.'),
      work: ({ body }, reference) => this.#reserve(reference, linesOf(body)),
    },
    {
      name: 'issue',
      method: 'PUT',
      path: /^\/reservations\/([^/]+)\/issue$/,
      reference: ({ parts }) => parts[0],
      work: (_input, reference) => this.#issue(reference),
    },
    {
      name: 'pick',
      method: 'PUT',
      path: /^\/reservations\/([^/]+)\/lines\/(\d+)$/,
      reference: ({ parts }) => parts[0],
      work: ({ parts }, reference) => this.#handle('pick', reference, parts[1]),
    },
    {
      name: 'pack',
      method: 'PUT',
      path: /^\/reservations\/([^/]+)\/parcels\/(\d+)$/,
      reference: ({ parts }) => parts[0],
      work: ({ parts }, reference) => this.#handle('parcel', reference, parts[1]),
    },
    {
      name: 'take back',
      method: 'PUT',
      path: /^\/returns\/([^/]+)$/,
      reference: ({ parts }) => parts[0],
      trigger: ({ body }) => triggerOf(body),
      work: ({ body }, reference) => this.#takeBack(reference, linesOf(body)),
    },
  ];

  apply({ type, reference, lines = [], until, number }) {
    if (type === 'reservation') {
      this.#reservations.set(reference, { lines, until: Date.parse(until) });
      this.#move(lines, -1);
    }
    if (type === 'issue') {
      this.#reservations.delete(reference);
      this.#issued.add(reference);
    }
    if (type === 'pick' || type === 'parcel') this.#handled.add(`${type} ${reference} ${number}`);
    if (type === 'return') {
      this.#returned.add(reference);
      this.#move(lines, 1);
    }
  }

  #move(lines, direction) {
    for (const { sku, quantity } of lines) this.#onHand.set(sku, (this.#onHand.get(sku) ?? 0) + direction * quantity);
  }

  #available(sku) {
    this.#releaseLapsed();
    const available = this.#onHand.get(sku);
    if (available === undefined) throw new Refusal(404, 'UNKNOWN-ARTICLE', `There is no article ${sku}.`);
    return available;
  }

  #releaseLapsed() {
    for (const [reference, { lines, until }] of this.#reservations) {
      if (until > Date.now()) return;
      this.#reservations.delete(reference);
      this.#move(lines, 1);
    }
  }

  #findArticle(sku) {
    return { status: 200, answer: { sku, available: this.#available(sku) } };
  }

  #reserve(reference, lines) {
    this.#releaseLapsed();
    if (this.#reservations.has(reference) || this.#issued.has(reference)) {
      return { status: 200, answer: { reference, low: [] } };
    }
    for (const { sku, quantity } of lines) {
      const available = this.#available(sku);
      if (available < quantity) {
        throw new Refusal(409, 'OUT-OF-STOCK', `${quantity} of ${sku} are wanted, ${available} are left.`);
      }
    }
    const low = lines.filter((line) => this.#isLow(line)).map(({ sku }) => sku);
    const until = new Date(Date.now() + reservationMinutes * 60_000).toISOString();
    return { status: 201, effect: { system: 'stock', type: 'reservation', reference, lines, until }, answer: { reference, low } };
  }

  #isLow({ sku, quantity }) {
    return this.#catalogue.madeToOrder.includes(sku) || this.#available(sku) - quantity < 5;
  }

  #issue(reference) {
    if (this.#issued.has(reference)) return { status: 200, answer: { reference } };
    if (!this.#reservations.has(reference)) {
      throw new Refusal(404, 'NO-RESERVATION', `Nothing is reserved for ${reference}; a reservation lapses after ${reservationMinutes} minutes.`);
    }
    return { status: 201, effect: { system: 'stock', type: 'issue', reference }, answer: { reference } };
  }

  /** Picks a line or packs a parcel of goods that were issued. */
  #handle(type, reference, number) {
    const answer = { reference, [type]: Number(number) };
    if (this.#handled.has(`${type} ${reference} ${number}`)) return { status: 200, answer };
    if (!this.#issued.has(reference)) throw new Refusal(404, 'NO-RESERVATION', `Nothing was issued for ${reference}.`);
    return { status: 201, effect: { system: 'stock', type, reference, number }, answer };
  }

  #takeBack(reference, lines) {
    if (this.#returned.has(reference)) return { status: 200, answer: { reference } };
    for (const { sku } of lines) this.#available(sku);
    return { status: 201, effect: { system: 'stock', type: 'return', reference, lines }, answer: { reference } };
  }
}

function loadCatalogue() {
  const file = path.join(import.meta.dirname, 'catalogue.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function linesOf(body) {
  const lines = body?.lines;
  const isLine = (line) => typeof line?.sku === 'string' && Number.isInteger(line.quantity) && line.quantity > 0;
  if (!Array.isArray(lines) || lines.length === 0 || !lines.every(isLine)) {
    throw new Refusal(422, 'BAD-REQUEST', 'lines must be a list of { sku, quantity }.');
  }
  return lines.map(({ sku, quantity }) => ({ sku: plainValue(sku), quantity }));
}

function triggerOf(body) {
  return body?.lines?.find?.((line) => String(line?.sku).includes('+'))?.sku;
}
