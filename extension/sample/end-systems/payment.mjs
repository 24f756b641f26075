import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './server.mjs';

/**
 * Takes and returns money. It does NOT recognise a repeated request: asked twice, it charges twice. Whoever does not know
 * whether a charge went through has to ask for the payments of his reference first.
 */
export class Payment {
  name = 'payment';
  #payments = [];
  #refunds = [];
  #ledger;

  constructor(ledger) {
    this.#ledger = ledger;
    for (const sale of loadEarlierSales()) this.#payments.push({ ...sale, status: 'captured' });
  }

  operations = [
    {
      name: 'check card',
      method: 'POST',
      path: /^\/card-checks$/,
      reference: ({ body }) => body?.card,
      work: ({ body }) => this.#checkCard(body.card),
    },
    {
      name: 'charge',
      method: 'POST',
      path: /^\/payments$/,
      reference: ({ body }) => body?.reference,
      trigger: ({ body }) => body?.card,
      refusal: () => new Refusal(402, 'CARD-DECLINED', 'The bank declined the card.'),
      work: ({ body }, reference) => this.#charge(reference, body),
    },
    {
      name: 'find payments',
      method: 'GET',
      path: /^\/payments$/,
      reference: ({ query }) => query.reference,
      work: (_input, reference) => this.#find('charge', this.#payments, reference),
    },
    {
      name: 'refund',
      method: 'POST',
      path: /^\/refunds$/,
      reference: ({ body }) => body?.reference,
      trigger: ({ body }) => body?.reason,
      refusal: () => new Refusal(409, 'REFUND-REFUSED', 'The payment can no longer be returned.'),
      work: ({ body }, reference) => this.#refund(reference, body),
    },
    {
      name: 'find refunds',
      method: 'GET',
      path: /^\/refunds$/,
      reference: ({ query }) => query.reference,
      work: (_input, reference) => this.#find('refund', this.#refunds, reference),
    },
  ];

  apply({ type, id, reference, payment, amount, currency }) {
    if (type === 'payment') this.#payments.push({ id, reference, amount, currency, status: 'captured' });
    if (type === 'refund') this.#refunds.push({ id, reference, payment, amount, status: 'captured' });
  }

  #checkCard(card) {
    if (!/^card-\w+(\+|$)/.test(card)) throw new Refusal(402, 'CARD-UNKNOWN', 'No bank knows this card.');
    if (card.endsWith('+stolen')) throw new Refusal(402, 'CARD-STOLEN', 'The card is reported stolen.');
    return { status: 200, answer: { usable: true } };
  }

  #charge(reference, { amount, currency }) {
    requireAmount(amount);
    if (amount > 1_000_000) throw new Refusal(402, 'CARD-DECLINED', 'The amount is above the limit of the card.');
    const id = `pay-${this.#payments.length + 1}`;
    const effect = { system: 'payment', type: 'payment', id, reference, amount, currency };
    return { status: 201, effect, answer: { id, status: 'captured' } };
  }

  #refund(reference, { payment, amount }) {
    requireAmount(amount);
    const paid = this.#payments.find((one) => one.id === payment);
    if (paid === undefined) throw new Refusal(404, 'UNKNOWN-PAYMENT', `There is no payment ${payment}.`);
    const returned = this.#refunds.filter((one) => one.payment === payment).reduce((sum, one) => sum + one.amount, 0);
    if (returned + amount > paid.amount) {
      throw new Refusal(409, 'REFUND-REFUSED', `Of ${paid.amount} only ${paid.amount - returned} are left to return.`);
    }
    const id = `ref-${this.#refunds.length + 1}`;
    const effect = { system: 'payment', type: 'refund', id, reference, payment, amount };
    return { status: 201, effect, answer: { id, status: 'captured' } };
  }

  /** A charge that is still being worked on is listed as `processing`: it will count, but has no id yet. */
  #find(operation, list, reference) {
    const found = list.filter((one) => one.reference === reference);
    if (this.#ledger.pending('payment', operation, reference)) found.push({ reference, status: 'processing' });
    return { status: 200, answer: found };
  }
}

function requireAmount(amount) {
  if (!Number.isInteger(amount) || amount < 1) {
    throw new Refusal(422, 'BAD-REQUEST', 'amount must be a whole number of cents from 1.');
  }
}

function loadEarlierSales() {
  const file = path.join(import.meta.dirname, 'catalogue.json');
  return JSON.parse(readFileSync(file, 'utf8')).earlierSales;
}
