import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainValue } from './faults.mjs';
import { Refusal } from './server.mjs';

/** Articles on the shelf and reservations. Each call names its reference, and the same reference counts once. */
export class Stock {
  name = 'stock';
  #catalogue = loadCatalogue();
  #onHand = new Map(Object.entries(this.#catalogue.stock));
  #reservations = new Map();
  #issued = new Set();
  #returned = new Set();

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
      name: 'take back',
      method: 'PUT',
      path: /^\/returns\/([^/]+)$/,
      reference: ({ parts }) => parts[0],
      trigger: ({ body }) => triggerOf(body),
      work: ({ body }, reference) => this.#takeBack(reference, linesOf(body)),
    },
  ];

  apply(effect) {
    if (effect.type === 'issue') this.#issued.add(effect.reference);
    if (effect.type === 'reservation') this.#reservations.set(effect.reference, effect.lines);
    if (effect.type === 'return') this.#returned.add(effect.reference);
    const direction = { reservation: -1, return: 1 }[effect.type] ?? 0;
    for (const { sku, quantity } of effect.lines ?? []) {
      this.#onHand.set(sku, this.#available(sku) + direction * quantity);
    }
  }

  #available(sku) {
    const available = this.#onHand.get(sku);
    if (available === undefined) throw new Refusal(404, 'UNKNOWN-ARTICLE', `There is no article ${sku}.`);
    return available;
  }

  #findArticle(sku) {
    return { status: 200, answer: { sku, available: this.#available(sku) } };
  }

  #reserve(reference, lines) {
    if (!this.#reservations.has(reference)) {
      for (const { sku, quantity } of lines) {
        const available = this.#available(sku);
        if (available < quantity) {
          throw new Refusal(409, 'OUT-OF-STOCK', `${quantity} of ${sku} are wanted, ${available} are left.`);
        }
      }
      const low = lines.filter((line) => this.#isLow(line)).map(({ sku }) => sku);
      return { status: 201, effect: { system: 'stock', type: 'reservation', reference, lines }, answer: { reference, low } };
    }
    return { status: 200, answer: { reference, low: [] } };
  }

  #isLow({ sku, quantity }) {
    return this.#catalogue.madeToOrder.includes(sku) || this.#available(sku) - quantity < 5;
  }

  #issue(reference) {
    if (!this.#reservations.has(reference)) throw new Refusal(404, 'NO-RESERVATION', `Nothing is reserved for ${reference}.`);
    if (this.#issued.has(reference)) return { status: 200, answer: { reference } };
    return { status: 201, effect: { system: 'stock', type: 'issue', reference }, answer: { reference } };
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
