/**
 * How the systems misbehave. A caller asks for it with the value that triggers it, as with the test cards of a payment
 * provider: what stands behind a `+` in a SKU, card, carrier service or mail address is the behaviour.
 *
 *   +slow3            works for three seconds before it is done and answers
 *   +late3            is done at once, but answers three seconds later
 *   +fail2            the first two calls answer 503 and do nothing
 *   +refuse           refused for a reason of business
 *   +lost-request     the first call is dropped before the work is done   (+lost-request2: the first two)
 *   +lost-reply       the first call is dropped after the work is done    (+lost-reply2: the first two)
 *
 * A person asks for it over HTTP, for the next calls whatever they hold: POST /control, see README.md.
 */
export const behaviours = ['slow', 'late', 'fail', 'refuse', 'lost-request', 'lost-reply'];

export class FaultPlan {
  #orders = [];

  /** Adds an order of `POST /control`; answers what is wrong with it, or nothing. */
  add({ system, operation, behaviour, times = 1, seconds = 3 }) {
    if (!behaviours.includes(behaviour)) return `behaviour must be one of ${behaviours.join(', ')}`;
    if (!Number.isInteger(times) || times < 1) return 'times must be a whole number from 1';
    if (typeof seconds !== 'number' || seconds < 0 || seconds > 600) return 'seconds must be from 0 to 600';
    this.#orders.push({ system, operation, behaviour, left: times, seconds });
    return undefined;
  }

  list() {
    return this.#orders;
  }

  clear() {
    this.#orders = [];
  }

  /** What this call is to suffer: { behaviour, seconds } or undefined. */
  decide({ system, operation, call, trigger }) {
    const order = this.#orders.find(
      (one) => (one.system ?? system) === system && (one.operation ?? operation) === operation,
    );
    if (order === undefined) return fromTrigger(trigger, call);
    order.left -= 1;
    if (order.left === 0) this.#orders = this.#orders.filter((one) => one !== order);
    return order;
  }
}

/** The value without its behaviour: `MUG-01+slow3` is the article `MUG-01`. */
export function plainValue(value) {
  return value.replace(/\+[^@]*/, '');
}

function fromTrigger(trigger, call) {
  const match = /\+(slow|late|fail|refuse|lost-request|lost-reply)(\d*)(?=@|$)/.exec(trigger ?? '');
  if (match === null) return undefined;
  const [, behaviour, digits] = match;
  const number = digits === '' ? 1 : Number(digits);
  if (behaviour === 'slow' || behaviour === 'late') return { behaviour, seconds: number };
  if (behaviour === 'refuse') return { behaviour };
  return call <= number ? { behaviour } : undefined;
}
