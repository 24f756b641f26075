import type { OrderChange } from '../../../schemas/model/order.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { Micros } from '../../../schemas/model/data.ts';
import { publishOrderEvents } from '../events/order-events.ts';
import type { RunnerHost } from '../../isolation/runner-host.ts';
import type { OrderState } from '../machine/state.ts';
import { transition } from '../machine/transition.ts';
import type { Effect, MachineChange, Occasion, OrderEvent, Refusal, Transition } from '../machine/transition-types.ts';
import { isRefusal } from '../machine/transition-types.ts';
import { detachStatus } from '../hooks/order-hooks.ts';
import { auditOf } from './audit.ts';
import type { ExecutionInstance } from './execution-instance.ts';
import { engineItself, type EngineParts } from './parts.ts';
import type { SensitiveData } from '../sensitive/sensitive-data.ts';
import { Journal, withErrorIds } from './recorder.ts';
import type { Store } from '../store/store.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

export interface ApplyOptions {
  /** Give the decision up when the store cannot write now. */
  readonly isOffer?: boolean;
  /** For the audit: the request that asked for it. */
  readonly source?: string;
  readonly who?: string;
  readonly at?: Micros;
  /** A hook asks for it: it does not wait for what the hook runs before. */
  readonly isInHook?: boolean;
}

/** Does what follows a decision that is on disk. */
export interface OrderOwner {
  perform(order: LiveOrder, effect: Effect): void;
  /** The workflow's `detach`, before the status is recorded. */
  detach(order: LiveOrder, status: OrderStatus): Promise<void>;
  /** An error is on disk. */
  errorRecorded(order: LiveOrder, error: Extract<OrderChange, { type: 'error' }>): void;
  /** The order's status is another one on disk. */
  statusChanged(order: LiveOrder, before: OrderStatus, after: OrderStatus): void;
  /** A decision could not be recorded at all. */
  abandon(order: LiveOrder, error: unknown): void;
}

/**
 * One order in memory. Each event is decided at once, against the newest state, and handed to the store; its events and
 * effects follow when it is on disk. So decisions of one order never wait for each other, and never overtake each other.
 */
export class LiveOrder {
  readonly workflow: WorkflowRuntime;
  /** The instance that works on it, while one does. */
  execution: ExecutionInstance | undefined;
  state: OrderState;
  readonly #parts: EngineParts;
  readonly #journal: Journal;
  readonly #owner: OrderOwner;
  /** A `detach` hook runs; decisions after it wait, so that they follow each other. */
  #detaching: Promise<void> | undefined;

  constructor(parts: EngineParts, workflow: WorkflowRuntime, state: OrderState, owner: OrderOwner) {
    this.#parts = parts;
    this.workflow = workflow;
    this.state = state;
    this.#owner = owner;
    this.#journal = new Journal(parts.store, parts.outage);
  }

  /** Where its code runs: in a runner of its own while a debugger watches it. */
  get host(): RunnerHost {
    return this.#parts.debug.hostOf(this.state.orderId) ?? this.workflow.host;
  }

  /** For what is read of it and of others. */
  get store(): Store {
    return this.#parts.store;
  }

  /** Where its sensitive data is read and changed. */
  get sensitive(): SensitiveData {
    return this.#parts.sensitive;
  }

  /**
   * Resolves when nothing of the order is on its way to the disk. Who offers a decision (which may fail and is then undone)
   * or takes the order up waits for this first, so that no decision stands on one that is undone.
   */
  async settled(): Promise<void> {
    while (this.#detaching) await this.#detaching;
    await this.#journal.settled();
  }

  /** Decides about one event. The answer is there at once; `recorded` resolves after the commit. */
  apply(event: OrderEvent, options: ApplyOptions = {}): { readonly recorded: Promise<void> } | Refusal {
    const answer = transition(this.workflow.rules, this.#occasion(options), this.state, event);
    if (isRefusal(answer)) return answer;
    return { recorded: this.commit(answer, event.type, options) };
  }

  /** An event that nobody waits for, and that is never refused: what a call came to. */
  tell(event: OrderEvent): void {
    try {
      const answer = this.apply(event);
      if ('refused' in answer) throw new Error(`${event.type} was refused: ${answer.refused.info}`);
      answer.recorded.catch((error: unknown) => this.#owner.abandon(this, error));
    } catch (error) {
      this.#owner.abandon(this, error);
    }
  }

  /** Records a transition that was decided elsewhere (creation), then tells of it and does what follows. */
  async commit(decided: Transition, kind: string, options: ApplyOptions = {}): Promise<void> {
    const before = this.state;
    this.state = decided.state;
    const changes = this.#changesOf(decided.changes, options);
    if (changes.length > 0) {
      const { orderId, workflowId } = decided.state;
      const decision = { orderId, workflowId, at: decided.state.modified, changes };
      const detaching = options.isInHook === true ? undefined : this.#detach(before, decided);
      if (detaching) await detaching;
      try {
        await this.#journal.record(decision, kind, options);
      } catch (error) {
        // Only an offer fails, and nothing is decided on top of an offer that is not on disk.
        this.state = before;
        throw error;
      }
      this.#parts.audit.tell(changes.filter((change) => change.type === 'audit'));
      for (const change of changes) if (change.type === 'error') this.#owner.errorRecorded(this, change);
      if (changes.some(({ type }) => type === 'sensitive-purged')) this.#parts.sensitive.purged(orderId);
      publishOrderEvents(this.#parts.events, this.workflow.plan, decided.state, this.execution?.executionId, changes);
    }
    const [old, now] = [before.columns.status, decided.state.columns.status];
    if (old !== now) this.#owner.statusChanged(this, old, now);
    for (const effect of decided.effects) this.#owner.perform(this, effect);
  }

  #detach(before: OrderState, { state }: Transition): Promise<void> | undefined {
    const status = detachStatus(before.columns.status, state.columns.status);
    if (status === undefined || !this.workflow.hasHook('detach')) return this.#detaching;
    const turn = (this.#detaching ?? Promise.resolve())
      .then(() => this.#owner.detach(this, status))
      .finally(() => {
        if (this.#detaching === turn) this.#detaching = undefined;
      });
    this.#detaching = turn;
    return turn;
  }

  #changesOf(changes: readonly MachineChange[], options: ApplyOptions): readonly OrderChange[] {
    const rows = withErrorIds(this.#parts.store, changes);
    const purge = this.#parts.sensitive.purgeWith(this.state.orderId, rows);
    return [...rows, ...purge, ...auditOf(this.#parts.options, rows, options)];
  }

  #occasion(options: ApplyOptions): Occasion {
    return { at: options.at ?? this.#parts.clock.nowMicros(), who: options.who ?? engineItself };
  }
}
