import type { OrderChange } from '../../../schemas/model/order.ts';
import { type OrderId, type WorkflowId } from '../../../schemas/model/ids.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import { childStatus } from '../machine/elements.ts';
import { stateFromStored, type OrderState } from '../machine/state.ts';
import { transition } from '../machine/transition.ts';
import {
  type CallEffect,
  type CallEvent,
  type Effect,
  isRefusal,
  type OrderEvent,
  type Transition,
} from '../machine/transition-types.ts';
import { EngineRefusal } from '../engine.ts';
import { callInit } from '../hooks/call-hook.ts';
import { attachOrder, detachOrder, handleError } from '../hooks/order-hooks.ts';
import type { Mode } from '../machine/state.ts';
import { callStep } from './call-step.ts';
import { DueOrders } from './due-orders.ts';
import { ExecutionInstance } from './execution-instance.ts';
import { LiveOrder } from './live-order.ts';
import { LiveOrders } from './live-orders.ts';
import { engineItself, type EngineParts } from './parts.ts';
import type { StepWaits } from './step-waits.ts';
import { type Choice, chooseNext, findPlace } from './places.ts';
import { type Deployment, WorkflowRuntime } from './workflow-runtime.ts';

/** Takes waiting orders up, by priority, then age, as long as there are places; lets go of those that are released. */
export class Dispatcher {
  readonly orders: LiveOrders;
  readonly #parts: EngineParts;
  readonly #workflows = new Map<WorkflowId, WorkflowRuntime>();
  readonly #due = new Map<WorkflowRuntime, DueOrders>();
  #lastExecutionId = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.orders = new LiveOrders((orderId) => this.#load(orderId));
    parts.outage.onReopen(() => this.fill());
  }

  get workflows(): ReadonlyMap<WorkflowId, WorkflowRuntime> {
    return this.#workflows;
  }

  /** Makes a deployed workflow known, or gives a known one its new definition. */
  define(deployment: Deployment): WorkflowRuntime {
    const known = this.#workflows.get(deployment.workflow.workflowId);
    if (known) known.redefine(deployment);
    const workflow = known ?? new WorkflowRuntime(this.#parts, deployment, (opened) => this.readWaiting(opened));
    this.#workflows.set(deployment.workflow.workflowId, workflow);
    return workflow;
  }

  forget(workflowId: WorkflowId): void {
    this.#workflows.delete(workflowId);
  }

  startInstance(workflow: WorkflowRuntime): ExecutionInstance {
    this.#lastExecutionId += 1;
    const instance = new ExecutionInstance(workflow, this.#lastExecutionId, this.#parts.clock.nowMicros());
    workflow.instances.push(instance);
    this.initialize(instance);
    return instance;
  }

  /** Runs `oneTimeInit`, if the workflow has it; the instance takes orders when it has ended well. */
  initialize(instance: ExecutionInstance): void {
    const { workflow } = instance;
    if (!workflow.hasHook('oneTimeInit')) {
      instance.ready = Promise.resolve();
      return this.readWaiting(workflow);
    }
    instance.isInitializing = true;
    instance.ready = callInit(instance).then((end) => {
      instance.isInitializing = false;
      if (end) throw new EngineRefusal('WORKFLOW-START-ERROR', `oneTimeInit: ${end.error.error}: ${end.error.info}`);
      this.readWaiting(workflow);
    });
  }

  /** Resolves when the instance's steps in progress have ended and its orders are released. */
  async stopInstance(instance: ExecutionInstance): Promise<void> {
    const { workflow } = instance;
    const stopped = instance.stop();
    if (workflow.runningInstances.length === 0) this.#dueOf(workflow).stop();
    await stopped;
    const index = workflow.instances.indexOf(instance);
    if (index >= 0) workflow.instances.splice(index, 1);
  }

  readWaiting(workflow: WorkflowRuntime): void {
    this.#dueOf(workflow).read();
  }

  /** An order that an operator changed, or that could not be taken up at its creation, waits from now on. */
  offer(workflow: WorkflowRuntime, state: OrderState): void {
    this.#dueOf(workflow).offer(state);
    this.fill();
  }

  /**
   * Takes a new order in. With a free place it is taken up in the decision that creates it, so that creation, claim and
   * the begin of the first steps are one commit; otherwise it waits.
   */
  async admit(
    workflow: WorkflowRuntime,
    created: Transition,
    request: { readonly who: string; readonly source: string },
  ): Promise<void> {
    const order = this.#liveOrder(workflow, created.state);
    const { orderId } = created.state;
    const instance = this.#placeForNew(workflow, created.state);
    const decided = instance ? this.#beginAtOnce(workflow, created) : created;
    instance?.occupy(order, 'NORMAL');
    const recorded = order.commit(decided, 'create', { ...request, isOffer: true });
    this.orders.adopt(order, recorded);
    try {
      await recorded;
    } catch (error) {
      instance?.leave(orderId);
      this.orders.release(orderId);
      this.fill();
      throw error;
    }
    if (instance) return;
    this.orders.release(orderId);
    this.offer(workflow, order.state);
  }

  /** Takes up what waits, as far as there are places. */
  fill(): void {
    if (this.#parts.outage.isClosed) return;
    const maxOrders = this.#parts.options.number('max-concurrent-orders');
    const all = [...this.#workflows.values()];
    for (let next = chooseNext(all, maxOrders); next; next = chooseNext(all, maxOrders)) this.#takeNext(next);
    for (const workflow of all) if (workflow.runningInstances.length > 0) this.#dueOf(workflow).readMore();
  }

  #takeNext(choice: Choice): void {
    const waiting = choice.workflow.waiting[choice.mode].take();
    if (!waiting) return;
    // In work already: a segment of it that is due goes on beside the others, in the place that the order has.
    if (choice.workflow.instances.some((instance) => instance.has(waiting.orderId))) {
      return void this.#takeAlong(choice, waiting.orderId).catch((error: unknown) =>
        this.#report(waiting.orderId, 'could not go on with a segment', error),
      );
    }
    choice.instance.reserve(waiting.orderId, choice.mode);
    const takenUp = this.#takeUp(choice, waiting.orderId).catch((error: unknown) => {
      choice.instance.leave(waiting.orderId);
      this.#report(waiting.orderId, 'could not be taken up', error);
      return false;
    });
    // What was read may have ended since: its place is free for the next one, which nothing else would tell.
    void takenUp.then((isTaken) => (isTaken ? undefined : this.fill()));
  }

  /** True when the order is worked on now; otherwise its place is free again. */
  async #takeUp({ workflow, instance, mode }: Choice, orderId: OrderId): Promise<boolean> {
    const order = await this.orders.hold(orderId);
    if (!order) {
      instance.leave(orderId);
      return false;
    }
    await order.settled();
    // Stopped while the order was read, or someone else works on it.
    if (instance.isStopping || order.execution) return this.#giveBack(order, instance);
    instance.occupy(order, mode);
    if (!(await this.#attach(order, instance, mode))) return this.#giveBack(order, instance);
    const pickedUp = { type: 'picked-up', mode, sessionId: this.#parts.sessionId } as const;
    const answer = order.apply(pickedUp, { at: this.#dueOf(workflow).now() });
    if ('refused' in answer) return this.#giveBack(order, instance);
    await answer.recorded.catch((error: unknown) => this.#abandon(order, error));
    return true;
  }

  /** The workflow's `attach`; false when the order is not to be taken up after it. */
  async #attach(order: LiveOrder, instance: ExecutionInstance, mode: Mode): Promise<boolean> {
    if (!order.workflow.hasHook('attach')) return true;
    const isWanted = await attachOrder(order, mode);
    await order.settled();
    if (order.state.columns.status === 'SCHEDULED') this.#dueOf(order.workflow).offer(order.state);
    return isWanted && !instance.isStopping;
  }

  async #takeAlong({ workflow, mode }: Choice, orderId: OrderId): Promise<void> {
    await this.orders.with(orderId, async (order) => {
      if (!order?.execution) return;
      const pickedUp = { type: 'picked-up', mode, sessionId: this.#parts.sessionId } as const;
      const answer = order.apply(pickedUp, { at: this.#dueOf(workflow).now() });
      if (!('refused' in answer)) await answer.recorded;
    });
  }

  /** Tells an order of something outside of it; what it may go on with then is taken up. */
  async tellOrder(orderId: OrderId, event: OrderEvent): Promise<void> {
    await this.orders.with(orderId, async (order) => {
      if (!order) return;
      if (!order.execution) await order.settled();
      const answer = order.apply(event);
      if ('refused' in answer) return;
      await answer.recorded;
      if (!order.execution) this.offer(order.workflow, order.state);
    });
  }

  #giveBack(order: LiveOrder, instance: ExecutionInstance): false {
    this.#leave(order, instance);
    return false;
  }

  #perform(order: LiveOrder, effect: Effect): void {
    switch (effect.type) {
      case 'call':
        void this.#call(order, effect).then((event) => {
          if (event.type === 'call-not-made') order.workflow.gate.close(`${event.error.error}: ${event.error.info}`);
          order.tell(event);
        });
        return;
      case 'released': {
        const instance = order.execution;
        if (instance) this.#leave(order, instance);
        if (effect.dueAt !== null) this.#dueOf(order.workflow).offer(order.state);
        return this.fill();
      }
      case 'due':
        this.#dueOf(order.workflow).offerSegment(order.state, effect.dueAt);
        return this.fill();
      case 'awake':
        return this.offer(order.workflow, order.state);
      case 'retry-child':
        return this.#tellLater(effect.orderId, { type: 'retry' });
      case 'stop-execution': {
        const instance = order.execution;
        if (instance) this.onFatal(instance, effect.error);
        return;
      }
    }
  }

  #call(order: LiveOrder, effect: CallEffect): Promise<CallEvent> {
    return this.#parts.debug.around(order, effect, () => callStep(order, effect, this.waits));
  }

  /** A child's status is that of the step it is bound to, through all levels (manual: subworkflow steps). */
  #tellParent({ state }: LiveOrder, before: OrderStatus, after: OrderStatus): void {
    if (!state.isSubworkflow || state.parentOrderId === null) return;
    if (childStatus(before) === 'WAITING' && childStatus(after) === 'WAITING') return;
    this.#tellLater(state.parentOrderId, { type: 'child-changed', child: state.orderId, status: after });
  }

  #tellLater(orderId: OrderId, event: OrderEvent): void {
    this.tellOrder(orderId, event).catch((error: unknown) =>
      this.#report(orderId, `could not be told (${event.type})`, error),
    );
  }

  /** Set by whoever puts the engine together: queues, events and subworkflows stand on the dispatcher. */
  waits: StepWaits = noWaits;

  /** Set by the owner of the execution instances. */
  onFatal: (instance: ExecutionInstance, error: string) => void = () => undefined;

  #beginAtOnce(workflow: WorkflowRuntime, created: Transition): Transition {
    const occasion = { at: created.state.modified, who: engineItself };
    const pickedUp = { type: 'picked-up', mode: 'NORMAL', sessionId: this.#parts.sessionId } as const;
    const begun = transition(workflow.rules, occasion, created.state, pickedUp);
    if (isRefusal(begun)) throw new Error(`Order ${created.state.orderId}: ${begun.refused.info}`);
    return { state: begun.state, changes: [...created.changes, ...begun.changes], effects: begun.effects };
  }

  /** A place for an order that nobody is waiting before. */
  #placeForNew(workflow: WorkflowRuntime, state: OrderState): ExecutionInstance | undefined {
    const { NORMAL } = workflow.waiting;
    if (state.columns.status !== 'READY' || this.#parts.outage.isClosed) return undefined;
    // What attach decides comes before any step, so creation is a decision of its own.
    if (workflow.hasHook('attach')) return undefined;
    if (workflow.runningInstances.length === 0 || NORMAL.size > 0 || !NORMAL.isWhole) return undefined;
    const all = [...this.#workflows.values()];
    return findPlace(workflow, 'NORMAL', all, this.#parts.options.number('max-concurrent-orders'));
  }

  #leave(order: LiveOrder, instance: ExecutionInstance): void {
    instance.leave(order.state.orderId);
    this.orders.release(order.state.orderId);
  }

  async #load(orderId: OrderId): Promise<LiveOrder | undefined> {
    const stored = await this.#parts.store.loadOrder(orderId);
    const workflow = stored && this.#workflows.get(stored.workflowId);
    return workflow && this.#liveOrder(workflow, stateFromStored(stored));
  }

  #liveOrder(workflow: WorkflowRuntime, state: OrderState): LiveOrder {
    return new LiveOrder(this.#parts, workflow, state, {
      perform: (order, effect) => this.#perform(order, effect),
      abandon: (order, error) => this.#abandon(order, error),
      detach: (order, status) => detachOrder(order, status),
      errorRecorded: (order, error) => this.#tellErrorHandler(order, error),
      statusChanged: (order, before, after) => {
        this.#parts.debug.statusChanged(order.state.orderId, after);
        this.#tellParent(order, before, after);
      },
    });
  }

  /** The order stays in memory until its handler has ended. */
  #tellErrorHandler(order: LiveOrder, error: Extract<OrderChange, { type: 'error' }>): void {
    if (!order.workflow.hasHook('errorHandler')) return;
    const handled = this.orders.with(order.state.orderId, () => handleError(order, error));
    handled.catch((failure: unknown) => this.#report(order.state.orderId, 'could not be told of an error', failure));
  }

  /** A decision that the store refuses for good is a fault of ours: the order stays as it is on disk until a restart. */
  #abandon(order: LiveOrder, error: unknown): void {
    const instance = order.execution;
    if (instance) this.#leave(order, instance);
    this.#report(order.state.orderId, 'was abandoned; the next start of the engine recovers it', error);
    this.fill();
  }

  #report(orderId: OrderId, what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#parts.log.error(`Order ${orderId} ${what}: ${detail}`);
    this.#parts.alerts.raiseTransient(
      { type: 'SYSTEM', id: String(orderId), alert: 'ORDER-FAULT' },
      `Order ${orderId} ${what}.`,
    );
  }

  #dueOf(workflow: WorkflowRuntime): DueOrders {
    const due = this.#due.get(workflow) ?? new DueOrders(this.#parts, workflow, () => this.fill());
    this.#due.set(workflow, due);
    return due;
  }
}

const noWaits: StepWaits = {
  submitAsyncKey: () => Promise.reject(new Error('There are no queues')),
  bindEvent: () => Promise.reject(new Error('There are no events')),
  bindSubworkflow: () => Promise.reject(new Error('There are no subworkflows')),
};
