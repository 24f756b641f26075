import { setTimeout as delay } from 'node:timers/promises';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import { isFinal, type OrderStatus } from '../../../schemas/model/status.ts';
import type { OrderRow } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import type { Cli } from '../cli.ts';
import type { SentOrder } from './sent-orders.ts';

/** What a live view shows. */
export interface Snapshot {
  readonly orders: readonly OrderRow[];
  readonly stepsPerSecond: number;
  readonly stepsDone: number;
  readonly seconds: number;
  readonly lastErrors: readonly SeenError[];
  readonly isDone: boolean;
}

export interface SeenError {
  readonly orderId: number;
  readonly error: string;
  readonly info: string;
}

const refreshMs = 250;
const shownErrors = 5;
/** Steps per second are counted over this time. */
const windowMs = 3000;

/** Watches orders until each has ended or waits for somebody, telling a snapshot now and then. */
export async function watchOrders(
  cli: Cli,
  client: EngineClient,
  sent: readonly SentOrder[],
  show: (snapshot: Snapshot) => void,
): Promise<readonly OrderRow[]> {
  const ids = sent.map((order) => order.orderId);
  const tally = new Tally(cli, new Set(ids));
  const stream = client.events((events) => tally.add(events));
  try {
    for (;;) {
      const orders = await client.orders({ ids: ids.join(','), limit: ids.length });
      const isDone = orders.length === ids.length && orders.every((order) => isAtRest(order.workflowstatus));
      show({ orders, isDone, ...tally.read() });
      if (isDone || cli.signal.aborted) return orders;
      // Interrupted: the loop looks at the signal.
      await delay(refreshMs, undefined, { signal: cli.signal }).catch(() => undefined);
    }
  } finally {
    stream.close();
  }
}

/** Nothing happens to it any more by itself. */
function isAtRest(status: OrderStatus): boolean {
  return isFinal(status) || status === 'ERROR' || status === 'BLOCKED';
}

/** Counts finished steps and keeps the last errors, from the engine's events. */
class Tally {
  readonly #cli: Cli;
  readonly #ids: ReadonlySet<number>;
  readonly #start: number;
  #stepTimes: number[] = [];
  #stepsDone = 0;
  #errors: SeenError[] = [];

  constructor(cli: Cli, ids: ReadonlySet<number>) {
    this.#cli = cli;
    this.#ids = ids;
    this.#start = cli.clock.monotonicMs();
  }

  add(events: readonly SystemEvent[]): void {
    for (const { eventstr, info } of events) {
      const orderId = info['workflow_instanceid'];
      if (typeof orderId !== 'number' || !this.#ids.has(orderId)) continue;
      if (eventstr === 'WORKFLOW_STEP_STATUS_CHANGED' && textIn(info['info'], 'new') === 'COMPLETE') this.#addStep();
      if (eventstr === 'WORKFLOW_DATA_ERROR') this.#addError(orderId, info['error']);
    }
  }

  read(): Pick<Snapshot, 'stepsPerSecond' | 'stepsDone' | 'seconds' | 'lastErrors'> {
    const now = this.#cli.clock.monotonicMs();
    this.#stepTimes = this.#stepTimes.filter((time) => time > now - windowMs);
    const window = Math.min(windowMs, Math.max(1, now - this.#start));
    return {
      stepsPerSecond: (this.#stepTimes.length * 1000) / window,
      stepsDone: this.#stepsDone,
      seconds: (now - this.#start) / 1000,
      lastErrors: this.#errors,
    };
  }

  #addStep(): void {
    this.#stepsDone += 1;
    this.#stepTimes.push(this.#cli.clock.monotonicMs());
  }

  #addError(orderId: number, error: unknown): void {
    const seen = { orderId, error: textIn(error, 'err'), info: textIn(error, 'info') || textIn(error, 'desc') };
    this.#errors = [seen, ...this.#errors].slice(0, shownErrors);
  }
}

function textIn(value: unknown, key: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : '';
}
