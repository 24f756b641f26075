import { Refusal } from './server.mjs';

/** Sends messages. The sender numbers them, and a number that was sent before is not sent again. */
export class Mail {
  name = 'mail';
  #sent = new Set();

  operations = [
    {
      name: 'send',
      method: 'PUT',
      path: /^\/messages\/([^/]+)$/,
      reference: ({ parts }) => parts[0],
      trigger: ({ body }) => body?.to,
      refusal: () => new Refusal(422, 'MAIL-REFUSED', 'The mailbox does not exist.'),
      work: ({ body }, reference) => this.#send(reference, body),
    },
  ];

  apply({ reference }) {
    this.#sent.add(reference);
  }

  #send(reference, body) {
    if (typeof body?.to !== 'string' || !body.to.includes('@')) {
      throw new Refusal(422, 'MAIL-REFUSED', `"${String(body?.to)}" is not a mail address.`);
    }
    if (this.#sent.has(reference)) return { status: 200, answer: { reference } };
    return { status: 202, effect: { system: 'mail', type: 'message', reference, to: body.to }, answer: { reference } };
  }
}
