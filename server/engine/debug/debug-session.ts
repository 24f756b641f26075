import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import type { DebugCommand, DebugMessage, GoOn } from '../../../schemas/protocol/debug.ts';
import type { InspectableRunnerHost } from '../../isolation/runner-host.ts';
import { EngineRefusal } from '../engine.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { CallEffect, CallEvent } from '../machine/transition-types.ts';
import { describeHold, outcomeOf } from './describe-hold.ts';

interface Held {
  readonly order: LiveOrder;
  readonly effect: CallEffect;
  readonly resolve: (how: GoOn | { readonly action: 'abandon' }) => void;
}

type HoldCommand = Exclude<DebugCommand, { type: 'watch' | 'unwatch' }>;

/** One debugger: the orders it holds now, and the runner in which their code runs. */
export class DebugSession {
  readonly send: (message: DebugMessage) => void;
  readonly #createHost: () => InspectableRunnerHost;
  #host: InspectableRunnerHost | undefined;
  readonly #held = new Map<number, Held>();
  /** Calls of one order wait for each other, so that one thing is stopped at a time. */
  readonly #turns = new Map<number, Promise<unknown>>();
  #lastHold = 0;
  #isClosed = false;

  constructor(createHost: () => InspectableRunnerHost, send: (message: DebugMessage) => void) {
    this.#createHost = createHost;
    this.send = send;
  }

  get host(): InspectableRunnerHost {
    this.#host ??= this.#createHost();
    return this.#host;
  }

  /** Makes the call between two holds, after the calls of the same order that came before. */
  around(order: LiveOrder, effect: CallEffect, call: () => Promise<CallEvent>): Promise<CallEvent> {
    const { orderId } = order.state;
    const turn = (this.#turns.get(orderId) ?? Promise.resolve()).then(() => this.#between(order, effect, call));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(orderId, settled);
    return turn;
  }

  /** Lets the order's held call go on as if nobody had looked. */
  letGo(orderId: number): void {
    this.#turns.delete(orderId);
    for (const [hold, { order }] of this.#held) if (order.state.orderId === orderId) this.#go(hold, { action: 'run' });
  }

  abandonHeld(): void {
    for (const hold of [...this.#held.keys()]) this.#go(hold, { action: 'abandon' });
  }

  async perform(command: HoldCommand): Promise<JsonValue> {
    const held = this.#held.get(command.hold);
    if (held === undefined) throw new EngineRefusal('NOT-HELD', 'The order does not stand there any more.', 409);
    switch (command.type) {
      case 'go':
        return this.#go(command.hold, command.how ?? { action: 'run' });
      case 'set-data':
        return setData(held, command);
      case 'inspector':
        return (await this.host.setInspector(held.order.workflow.program, command.open)) ?? null;
      case 'kill-runner':
        this.host.kill(held.order.workflow.program, 'the debugger killed it');
        return null;
    }
  }

  /** Its runners end when their calls have. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#host?.dispose(closeGraceMs);
  }

  async #between(order: LiveOrder, effect: CallEffect, call: () => Promise<CallEvent>): Promise<CallEvent> {
    const { stepId, ind } = effect;
    const before = await this.#hold(order, effect);
    if (before.action === 'raise') return raised(effect, before);
    if (before.action === 'abandon')
      return { type: 'call-lost', stepId, ind, info: 'The engine stopped before the call.' };
    const event = await call();
    const after = await this.#hold(order, effect, event);
    return after.action === 'raise' ? raised(effect, after) : event;
  }

  #hold(order: LiveOrder, effect: CallEffect, event?: CallEvent): Promise<GoOn | { readonly action: 'abandon' }> {
    // Whoever let go of the order while it waited for its turn holds it no more.
    if (this.#isClosed || !this.#turns.has(order.state.orderId)) return Promise.resolve({ action: 'run' });
    this.#lastHold += 1;
    const hold = this.#lastHold;
    return new Promise((resolve) => {
      this.#held.set(hold, { order, effect, resolve });
      const outcome = event === undefined ? undefined : outcomeOf(event);
      this.send({ type: 'held', hold: describeHold(hold, order, effect, outcome) });
    });
  }

  #go(hold: number, how: GoOn | { readonly action: 'abandon' }): JsonValue {
    this.#held.get(hold)?.resolve(how);
    this.#held.delete(hold);
    return null;
  }
}

function raised({ stepId, ind }: CallEffect, { error, info }: { error: string; info: string }): CallEvent {
  return { type: 'call-threw', stepId, ind, error: { error, info } };
}

async function setData(
  { order, effect }: Held,
  { target, path, value }: Extract<HoldCommand, { type: 'set-data' }>,
): Promise<JsonValue> {
  const element = { stepId: effect.stepId, ind: effect.ind };
  const edit = { how: 'set-path', path, value: JSON.stringify(value) as JsonText } as const;
  const answer = order.apply({ type: 'data-edited', target, ...element, edit }, { who: debuggerName });
  if ('refused' in answer) throw new EngineRefusal(answer.refused.error, answer.refused.info, 409);
  await answer.recorded;
  return describeHold(0, order, effect, undefined).order as unknown as JsonValue;
}

/** Who changed the data, in the order's history. */
const debuggerName = 'debugger';
const closeGraceMs = 5_000;
