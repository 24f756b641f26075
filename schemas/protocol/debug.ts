import type { JsonObject, JsonValue } from '../model/data.ts';
import type { OrderStatus } from '../model/status.ts';
import type { ObjectIdentity, StepMethod } from '../model/steps.ts';

/**
 * Messages of `WS /debug`: one debug session on one connection. Orders that a session watches are held before and after
 * each call of user code, until the session lets them go on; when the connection ends, they run on. Where to stop, and
 * what that means to a person, is for the debugger to decide: the engine holds at each of these places.
 */
export type DebugRequest = { readonly id: number } & DebugCommand;

export type DebugCommand =
  /** Holds this order from its next call on. */
  | { readonly type: 'watch'; readonly orderId: number }
  /** Lets the order run on and forgets it. */
  | { readonly type: 'unwatch'; readonly orderId: number }
  | { readonly type: 'go'; readonly hold: number; readonly how?: GoOn }
  /** Changes data of the held order; in its history as changed by the debugger. */
  | {
      readonly type: 'set-data';
      readonly hold: number;
      readonly target: DebugTarget;
      /** Keys from the top; array indexes as text. */
      readonly path: readonly string[];
      readonly value: JsonValue;
    }
  /** Opens or closes the inspector of the session's own runner. */
  | { readonly type: 'inspector'; readonly hold: number; readonly open: boolean }
  /** SIGKILL for the session's runner, as if it had crashed here. */
  | { readonly type: 'kill-runner'; readonly hold: number };

export type DebugTarget = 'staticData' | 'dynamicData' | 'stepData';

/** How a held order goes on. */
export type GoOn =
  /** Before a call: makes it. After one: takes its result. */
  | { readonly action: 'run' }
  /** Instead of the call, or of its result: the step ends with this error. */
  | { readonly action: 'raise'; readonly error: string; readonly info: string };

export type DebugMessage =
  | { readonly type: 'answer'; readonly id: number; readonly result: JsonValue }
  | { readonly type: 'refused'; readonly id: number; readonly error: string; readonly info: string }
  | { readonly type: 'held'; readonly hold: Hold }
  /** A watched order has another status. */
  | { readonly type: 'order-status'; readonly orderId: number; readonly status: OrderStatus };

/** A watched order that stands still. */
export interface Hold {
  readonly hold: number;
  readonly when: 'before' | 'after';
  readonly step: { readonly stepId: number; readonly identity: ObjectIdentity; readonly ind: number };
  readonly segmentId: number;
  readonly method: StepMethod;
  readonly mode: 'NORMAL' | 'RECOVERY';
  readonly attempt: number;
  readonly order: HeldOrder;
  /** After a call: what became of it. */
  readonly outcome?: HeldOutcome;
}

export interface HeldOutcome {
  readonly kind: 'returned' | 'threw' | 'lost' | 'timed-out' | 'not-made';
  readonly value?: JsonValue;
  readonly error?: { readonly error: string; readonly info: string };
}

/** The order with its data as it stands. Sensitive data is never part of it. */
export interface HeldOrder {
  readonly orderId: number;
  readonly parentOrderId: number | null;
  readonly externalOrderId: string | null;
  readonly workflow: ObjectIdentity;
  readonly status: OrderStatus;
  readonly priority: number;
  readonly retries: number;
  readonly errors: number;
  readonly warnings: number;
  readonly staticData: JsonValue;
  readonly dynamicData: JsonValue;
  readonly stepData: JsonValue;
  readonly tempData: JsonValue;
  readonly orderKeys: JsonObject;
  /** Steps that were begun, in no order. */
  readonly steps: readonly { readonly identity: ObjectIdentity; readonly ind: number; readonly status: string }[];
}
