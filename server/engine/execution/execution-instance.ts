import { asId, type ExecutionId, type OrderId } from '../../../schemas/model/ids.ts';
import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { ExecutionInstanceHash } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { Mode } from '../machine/state.ts';
import type { LiveOrder } from './live-order.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

interface Place {
  readonly mode: Mode;
  /** Absent while the order is being read. */
  readonly order?: LiveOrder;
}

/** A running workflow (manual: execution instance). It holds the orders it works on and the places they take. */
export class ExecutionInstance {
  readonly executionId: ExecutionId;
  readonly workflow: WorkflowRuntime;
  readonly started: Micros;
  readonly #places = new Map<OrderId, Place>();
  #whenEmpty: (() => void)[] = [];
  isStopping = false;
  /** `oneTimeInit` runs: it takes no order yet. */
  isInitializing = false;
  /** Resolves when it may take orders; rejects when `oneTimeInit` failed. */
  ready: Promise<void> = Promise.resolve();
  /** Instance data (manual): what all its orders see, until it ends. */
  data: JsonText | null = null;

  constructor(workflow: WorkflowRuntime, id: number, started: Micros) {
    this.workflow = workflow;
    this.executionId = asId(id);
    this.started = started;
  }

  get orderCount(): number {
    return this.#places.size;
  }

  /** Whether an order of this mode is worked on: with `max_instances`, one NORMAL and one RECOVERY at a time. */
  isWorkingIn(mode: Mode): boolean {
    for (const place of this.#places.values()) if (place.mode === mode) return true;
    return false;
  }

  has(orderId: OrderId): boolean {
    return this.#places.has(orderId);
  }

  reserve(orderId: OrderId, mode: Mode): void {
    this.#places.set(orderId, { mode });
  }

  occupy(order: LiveOrder, mode: Mode): void {
    this.#places.set(order.state.orderId, { mode, order });
    order.execution = this;
  }

  leave(orderId: OrderId): void {
    const order = this.#places.get(orderId)?.order;
    if (order) order.execution = undefined;
    this.#places.delete(orderId);
    if (this.#places.size > 0) return;
    const waiting = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const resolve of waiting) resolve();
  }

  /** Steps in progress end, no further ones start (manual: stopping); resolves when the last order was released. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { order } of this.#places.values()) order?.apply({ type: 'stop-asked' });
    if (this.#places.size > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  toHash(): ExecutionInstanceHash {
    const { plan, settings } = this.workflow;
    return {
      executionID: this.executionId,
      workflowid: plan.workflowId,
      name: plan.name,
      version: plan.version,
      mode: 'NORMAL',
      status: this.isInitializing
        ? 'initializing'
        : this.isStopping
          ? 'stopping'
          : this.#places.size > 0
            ? 'running'
            : 'waiting',
      sync: false,
      remote: settings.remote,
      starttime: isoFromMicros(this.started),
      orders: this.#places.size,
    };
  }
}
