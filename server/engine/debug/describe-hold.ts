import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import type { HeldOrder, HeldOutcome, Hold } from '../../../schemas/protocol/debug.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import { stepKey } from '../machine/state.ts';
import type { CallEffect, CallEvent } from '../machine/transition-types.ts';

/** A held order as a debugger shows it. */
export function describeHold(
  hold: number,
  order: LiveOrder,
  effect: CallEffect,
  outcome: HeldOutcome | undefined,
): Hold {
  const { plan } = order.workflow;
  const step = plan.stepById.get(effect.stepId);
  return {
    hold,
    when: outcome === undefined ? 'before' : 'after',
    step: { stepId: effect.stepId, identity: step?.identity ?? `${effect.stepId}:`, ind: effect.ind },
    segmentId: step?.segmentId ?? 0,
    method: effect.method,
    mode: effect.mode,
    attempt: effect.attempt,
    order: describeOrder(order, effect),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** What became of a call, in the debugger's words. */
export function outcomeOf(event: CallEvent): HeldOutcome {
  switch (event.type) {
    case 'call-threw':
    case 'error-raised':
      return { kind: 'threw', error: { error: event.error.error, info: event.error.info } };
    case 'call-not-made':
      return { kind: 'not-made', error: { error: event.error.error, info: event.error.info } };
    case 'call-lost':
      return { kind: 'lost', error: { error: 'RUNNER-LOST', info: event.info } };
    case 'call-timed-out':
      return { kind: 'timed-out', error: { error: 'STEP-TIMEOUT', info: event.info } };
    case 'call-returned':
      return { kind: 'returned', ...(event.value === undefined ? {} : { value: parsed(event.value) }) };
    case 'array-returned':
      return { kind: 'returned', value: event.elements.map(parsed) };
  }
}

function describeOrder({ state, workflow }: LiveOrder, { stepId, ind }: CallEffect): HeldOrder {
  const { columns } = state;
  return {
    orderId: state.orderId,
    parentOrderId: state.parentOrderId,
    externalOrderId: state.externalOrderId,
    workflow: workflow.program,
    status: columns.status,
    priority: columns.priority,
    retries: columns.retries,
    errors: columns.errors,
    warnings: columns.warnings,
    staticData: parsed(state.staticData),
    dynamicData: parsed(state.dynamicData),
    stepData: parsed(state.steps.get(stepKey(stepId, ind))?.data ?? null),
    tempData: parsed(state.tempData),
    orderKeys: state.keys,
    steps: [...state.steps.values()].map((row) => ({
      identity: workflow.plan.stepById.get(row.stepId)?.identity ?? `${row.stepId}:`,
      ind: row.ind,
      status: row.status,
    })),
  };
}

function parsed(text: JsonText | null): JsonValue {
  return text === null ? null : (JSON.parse(text) as JsonValue);
}
