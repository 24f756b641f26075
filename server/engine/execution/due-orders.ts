import type { Micros } from '../../../schemas/model/data.ts';
import { isFinal } from '../../../schemas/model/status.ts';
import type { Timer } from '../../base/clock.ts';
import { isAnyAwake, nextRetryAt } from '../machine/release.ts';
import type { OrderState } from '../machine/state.ts';
import type { EngineParts } from './parts.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

const fetchLimit = 1_000;
const longestLookMs = 60_000;

interface DueTimer {
  readonly due: Micros;
  /** The same moment on the monotonic clock. */
  readonly dueMs: number;
  readonly timer: Timer;
}

/**
 * Finds the orders that one running workflow may take up, without polling: it reads the store when the workflow starts,
 * when what it knew is used up, and when the one timer fires that stands at the next due time.
 */
export class DueOrders {
  readonly #parts: EngineParts;
  readonly #workflow: WorkflowRuntime;
  readonly #onFound: () => void;
  #timer: DueTimer | undefined;
  /** The last timer that fired: what it stood for is due, even if the wall clock was set back meanwhile. */
  #reached: { readonly due: Micros; readonly atMs: number } | undefined;
  #isReading = false;
  #isStale = false;

  constructor(parts: EngineParts, workflow: WorkflowRuntime, onFound: () => void) {
    this.#parts = parts;
    this.#workflow = workflow;
    this.#onFound = onFound;
  }

  now(): Micros {
    const { clock } = this.#parts;
    const isRecent = this.#reached !== undefined && clock.monotonicMs() - this.#reached.atMs < 1_000;
    return Math.max(clock.nowMicros(), isRecent ? (this.#reached?.due ?? 0) : 0);
  }

  /** Reads what waits in the store; at most one reading runs, a second request follows it. */
  read(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#readWhileStale();
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
    if (columns.status === 'BLOCKED' || isFinal(columns.status)) return;
    if (columns.status === 'READY' || isAnyAwake(this.#workflow.plan, state))
      this.#workflow.waiting.NORMAL.add(waiting);
    if (columns.status === 'SCHEDULED' && columns.scheduled !== null) this.wakeAt(columns.scheduled);
    const due = nextRetryAt(this.#workflow.rules, state);
    if (due !== null) this.offerSegment(state, due);
  }

  /** A segment of the order is due for recovery from then on. */
  offerSegment({ orderId, columns }: OrderState, due: Micros): void {
    if (this.#workflow.runningInstances.length === 0) return;
    if (due <= this.now()) this.#workflow.waiting.RECOVERY.add({ orderId, priority: columns.priority });
    else this.wakeAt(due);
  }

  /** Makes sure that the timer stands no later than this. */
  wakeAt(due: Micros): void {
    if (this.#timer && this.#timer.due <= due) return;
    const { clock } = this.#parts;
    const waitMs = Math.max(0, (due - clock.nowMicros()) / 1000);
    this.#arm({ due, dueMs: clock.monotonicMs() + waitMs });
  }

  /**
   * Waits until either clock has reached the time: the monotonic one, so that setting the wall clock back delays nothing,
   * or the wall clock, so that setting it forward makes dates come true. For the latter a long wait looks up every minute.
   */
  #arm({ due, dueMs }: Omit<DueTimer, 'timer'>): void {
    this.#timer?.timer.cancel();
    const { clock } = this.#parts;
    const waitMs = Math.min(dueMs - clock.monotonicMs(), (due - clock.nowMicros()) / 1000, longestLookMs);
    const timer = clock.after(Math.max(0, waitMs), () => {
      this.#timer = undefined;
      if (clock.nowMicros() < due && clock.monotonicMs() < dueMs) return this.#arm({ due, dueMs });
      this.#reached = { due, atMs: clock.monotonicMs() };
      this.read();
    });
    this.#timer = { due, dueMs, timer };
  }

  stop(): void {
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    this.#workflow.waiting.NORMAL.clear();
    this.#workflow.waiting.RECOVERY.clear();
  }

  /** What marks it as over stands in here: between the last look and a later mark a request would be lost. */
  async #readWhileStale(): Promise<void> {
    this.#isReading = true;
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
    this.#isReading = false;
  }

  async #readOnce(): Promise<void> {
    const { store } = this.#parts;
    const { waiting, rules, plan } = this.#workflow;
    const { recoverDelayMicros, asyncDelayMicros } = rules;
    const query = { workflowId: plan.workflowId, now: this.now(), limit: fetchLimit };
    const ready = await store.findReadyOrders({ ...query, except: waiting.NORMAL.ids });
    const retries = await store.findDueRetries({
      ...query,
      recoverDelayMicros,
      asyncDelayMicros,
      except: waiting.RECOVERY.ids,
    });
    // Stopped while reading: nothing waits here any more.
    if (this.#workflow.runningInstances.length === 0) return;
    waiting.NORMAL.isWhole = ready.length < fetchLimit;
    waiting.RECOVERY.isWhole = retries.length < fetchLimit;
    for (const order of ready) waiting.NORMAL.add(order);
    for (const order of retries) waiting.RECOVERY.add(order);
    const next = await store.nextDue({
      workflowId: plan.workflowId,
      after: query.now,
      recoverDelayMicros,
      asyncDelayMicros,
    });
    if (next !== undefined && this.#workflow.runningInstances.length > 0) this.wakeAt(next);
  }
}
