import type { JsonValue } from '../../../schemas/model/data.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { DebugCommand, DebugMessage } from '../../../schemas/protocol/debug.ts';
import type { InspectableRunnerHost, RunnerHost } from '../../isolation/runner-host.ts';
import { type DebugOperations, type DebugPeer, EngineRefusal } from '../engine.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { CallEffect, CallEvent } from '../machine/transition-types.ts';
import type { DebugGate } from './debug-gate.ts';
import { DebugSession } from './debug-session.ts';

/** The debug sessions of one engine, and which orders they watch. An order has one session at most. */
export class DebugSessions implements DebugGate, DebugOperations {
  readonly #createHost: () => InspectableRunnerHost;
  readonly #watched = new Map<number, DebugSession>();
  readonly #sessions = new Set<DebugSession>();

  /** `createHost` makes the runners of one session: processes of its own. */
  constructor(createHost: () => InspectableRunnerHost) {
    this.#createHost = createHost;
  }

  open(send: (message: DebugMessage) => void): DebugPeer {
    const session = new DebugSession(this.#createHost, send);
    this.#sessions.add(session);
    return {
      perform: (command) => this.#perform(session, command),
      close: () => this.#close(session),
    };
  }

  around(order: LiveOrder, effect: CallEffect, call: () => Promise<CallEvent>): Promise<CallEvent> {
    return this.#watched.get(order.state.orderId)?.around(order, effect, call) ?? call();
  }

  hostOf(orderId: number): RunnerHost | undefined {
    return this.#watched.get(orderId)?.host;
  }

  statusChanged(orderId: number, status: OrderStatus): void {
    this.#watched.get(orderId)?.send({ type: 'order-status', orderId, status });
  }

  /** Lets everything go; calls that are held before they began are not made. */
  async stop(): Promise<void> {
    for (const session of this.#sessions) session.abandonHeld();
    await Promise.all([...this.#sessions].map((session) => this.#close(session)));
  }

  async #perform(session: DebugSession, command: DebugCommand): Promise<JsonValue> {
    if (command.type === 'watch') return this.#watch(session, command.orderId);
    if (command.type !== 'unwatch') return session.perform(command);
    if (this.#watched.get(command.orderId) === session) this.#forget(session, command.orderId);
    return null;
  }

  #watch(session: DebugSession, orderId: number): null {
    const other = this.#watched.get(orderId);
    if (other !== undefined && other !== session) {
      throw new EngineRefusal(
        'ORDER-DEBUGGED',
        `Order ${orderId} is in another debug session; end that one first.`,
        409,
      );
    }
    this.#watched.set(orderId, session);
    return null;
  }

  #forget(session: DebugSession, orderId: number): void {
    this.#watched.delete(orderId);
    session.letGo(orderId);
  }

  async #close(session: DebugSession): Promise<void> {
    this.#sessions.delete(session);
    for (const [orderId, owner] of this.#watched) if (owner === session) this.#forget(session, orderId);
    await session.close();
  }
}
