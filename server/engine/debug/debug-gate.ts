import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { RunnerHost } from '../../isolation/runner-host.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { CallEffect, CallEvent } from '../machine/transition-types.ts';

/** What execution asks before it calls user code. */
export interface DebugGate {
  /** Makes the call; that of a watched order only when its session lets it. Never rejects unless `call` does. */
  around(order: LiveOrder, effect: CallEffect, call: () => Promise<CallEvent>): Promise<CallEvent>;
  /** The runner of the session that watches the order. */
  hostOf(orderId: number): RunnerHost | undefined;
  statusChanged(orderId: number, status: OrderStatus): void;
}
