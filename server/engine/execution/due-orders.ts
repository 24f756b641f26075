import type { Micros } from '../../../schemas/model/data.ts';
import type { Timer } from '../../base/clock.ts';
import { nextRetryAt } from '../machine/release.ts';
import type { OrderState } from '../machine/state.ts';
import type { EngineParts } from './parts.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

const fetchLimit = 1_000;

/**
 * Finds the orders that one running workflow may take up, without polling: it reads the store when the workflow starts,
 * when what it knew is used up, and when the one timer fires that stands at the next due time.
 */
export class DueOrders {
  readonly #parts: EngineParts;
  readonly #workflow: WorkflowRuntime;
  readonly #onFound: () => void;
  #timer: { readonly due: Micros; readonly timer: Timer } | undefined;
  /** The due time of the last timer: an order is due when its timer fired, even if the wall clock was set back. */
  #reached: Micros = 0;
  #isReading = false;
  #isStale = false;

  constructor(parts: EngineParts, workflow: WorkflowRuntime, onFound: () => void) {
    this.#parts = parts;
    this.#workflow = workflow;
    this.#onFound = onFound;
  }

  now(): Micros {
    return Math.max(this.#parts.clock.nowMicros(), this.#reached);
  }

  /** Reads what waits in the store; at most one reading runs, a second request follows it. */
  read(): void {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#readWhileStale().finally(() => (this.#isReading = false));
  }

  /** Reads on when the known orders are used up and the store has more. */
  readMore(): void {
    const { NORMAL, RECOVERY } = this.#workflow.waiting;
    if ((NORMAL.size === 0 && !NORMAL.isWhole) || (RECOVERY.size === 0 && !RECOVERY.isWhole)) this.read();
  }

  /** An order that was just created, released or changed waits from now on. */
  offer(state: OrderState): void {
    if (this.#workflow.runningInstances.length === 0) return;
    const { orderId, columns } = state;
    const waiting = { orderId, priority: columns.priority };
    if (columns.status === 'READY') this.#workflow.waiting.NORMAL.add(waiting);
    if (columns.status === 'SCHEDULED' && columns.scheduled !== null) this.wakeAt(columns.scheduled);
    const due = nextRetryAt(this.#workflow.rules, state);
    if (due === null || columns.status === 'BLOCKED' || columns.status === 'CANCELED') return;
    if (due <= this.now()) this.#workflow.waiting.RECOVERY.add(waiting);
    else this.wakeAt(due);
  }

  /** Makes sure that the timer stands no later than this. */
  wakeAt(due: Micros): void {
    if (this.#timer && this.#timer.due <= due) return;
    this.#timer?.timer.cancel();
    const delayMs = Math.max(0, (due - this.#parts.clock.nowMicros()) / 1000);
    const timer = this.#parts.clock.after(delayMs, () => {
      this.#timer = undefined;
      this.#reached = Math.max(this.#reached, due);
      this.read();
    });
    this.#timer = { due, timer };
  }

  stop(): void {
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    this.#workflow.waiting.NORMAL.clear();
    this.#workflow.waiting.RECOVERY.clear();
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale && this.#workflow.runningInstances.length > 0) {
      this.#isStale = false;
      try {
        await this.#readOnce();
      } catch (error) {
        // Reading fails only with the store as a whole; it is tried again when the store is back, or after a while.
        this.#workflow.log.error(`Waiting orders could not be read: ${String(error)}`);
        this.wakeAt(this.#parts.clock.nowMicros() + 5_000_000);
      }
      this.#onFound();
    }
  }

  async #readOnce(): Promise<void> {
    const { store } = this.#parts;
    const { waiting, recoverDelayMicros, plan } = this.#workflow;
    const query = { workflowId: plan.workflowId, now: this.now(), limit: fetchLimit };
    const ready = await store.findReadyOrders({ ...query, except: waiting.NORMAL.ids });
    const retries = await store.findDueRetries({ ...query, recoverDelayMicros, except: waiting.RECOVERY.ids });
    // Stopped while reading: nothing waits here any more.
    if (this.#workflow.runningInstances.length === 0) return;
    waiting.NORMAL.isWhole = ready.length < fetchLimit;
    waiting.RECOVERY.isWhole = retries.length < fetchLimit;
    for (const order of ready) waiting.NORMAL.add(order);
    for (const order of retries) waiting.RECOVERY.add(order);
    const next = await store.nextDue({ workflowId: plan.workflowId, after: query.now, recoverDelayMicros });
    if (next !== undefined && this.#workflow.runningInstances.length > 0) this.wakeAt(next);
  }
}
