import { untilDone } from './engine.mjs';
import { plainValue } from './faults.mjs';
import { Refusal } from './server.mjs';

const countries = ['AT', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FR', 'GB', 'IT', 'NL', 'PL', 'SE'];
const services = ['standard', 'express', 'pickup'];

const queue = 'async-queues/carrier-answers?action=update';

/**
 * Books parcels. A second booking is a second parcel; bookings can be found by reference. The tracking number comes later: the
 * carrier writes it into the queue of the engine, under the reference, until the engine has taken or refused it.
 */
export class Carrier {
  name = 'carrier';
  #shipments = [];
  #ledger;
  #engine;

  constructor(ledger, engine) {
    this.#ledger = ledger;
    this.#engine = engine;
  }

  operations = [
    {
      name: 'book',
      method: 'POST',
      path: /^\/shipments$/,
      reference: ({ body }) => body?.reference,
      trigger: ({ body }) => body?.service,
      refusal: () => new Refusal(409, 'NO-CAPACITY', 'There is no room in any van.'),
      work: ({ body }, reference) => this.#book(reference, body),
    },
    {
      name: 'find shipments',
      method: 'GET',
      path: /^\/shipments$/,
      reference: ({ query }) => query.reference,
      work: (_input, reference) => this.#find(reference),
    },
  ];

  apply({ reference, trackingNumber }) {
    this.#shipments.push({ reference, trackingNumber, status: 'booked' });
    untilDone(async () => {
      const status = await this.#engine.call('POST', queue, { key: reference, data: { trackingNumber } });
      // Whatever the engine answers but a fault of its own is its last word: the order may have found the booking itself.
      return status !== 0 && status < 500 && status !== 401;
    });
  }

  #book(reference, { service, country }) {
    if (!services.includes(plainValue(String(service)))) {
      throw new Refusal(422, 'BAD-REQUEST', `service must be one of ${services.join(', ')}.`);
    }
    if (!countries.includes(country)) throw new Refusal(409, 'ADDRESS-REFUSED', `No van goes to ${country}.`);
    const trackingNumber = `VAN-${String(this.#shipments.length + 1).padStart(6, '0')}`;
    const effect = { system: 'carrier', type: 'shipment', reference, trackingNumber };
    return { status: 202, effect, answer: { status: 'accepted' } };
  }

  #find(reference) {
    const found = this.#shipments.filter((one) => one.reference === reference);
    if (this.#ledger.pending('carrier', 'book', reference)) found.push({ reference, status: 'processing' });
    return { status: 200, answer: found };
  }
}
