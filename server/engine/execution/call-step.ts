import type { OrderSnapshot, RaisedError } from '../../../schemas/protocol/runner.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { faultPoint } from '../../base/fault-points.ts';
import { logSafe } from '../../base/logger.ts';
import { ApiCallError, type CallOutcome, type CallPeer, type StepCall } from '../../isolation/runner-host.ts';
import { configItemsText } from '../config/config-data.ts';
import { orderSources } from '../config/order-sources.ts';
import type { PlanStep } from '../machine/plan.ts';
import { type OrderState, stepKey } from '../machine/state.ts';
import type { CallEffect, CallEvent } from '../machine/transition-types.ts';
import { fingerprintOf, readElements } from './array-fingerprint.ts';
import type { LiveOrder } from './live-order.ts';
import type { StepWaits } from './step-waits.ts';
import { performApiCall } from './user-api.ts';

/** Calls user code in its runner and answers what became of it, as an event for the machine. Never rejects. */
export async function callStep(order: LiveOrder, effect: CallEffect, waits: StepWaits): Promise<CallEvent> {
  const { stepId, ind } = effect;
  const { workflow } = order;
  const step = workflow.plan.stepById.get(stepId);
  if (!step) return notMade(effect, { error: 'STEP-REMOVED-ERROR', info: 'The step was just removed.' });
  try {
    const program = await workflow.programSpec();
    faultPoint('call.before-invoke');
    const outcome = await order.host.invoke(program, callOf(order, step, effect), peerOf(order, step, effect, waits));
    faultPoint('call.after-invoke');
    return { stepId, ind, ...(effect.method === 'array' ? elementsOf(outcome) : eventOf(outcome)) };
  } catch (error) {
    // The bundle's file could not be written or read.
    return notMade(effect, { error: 'PROGRAM-LOAD-ERROR', info: String(error) });
  }
}

type WithoutElement<T> = T extends unknown ? Omit<T, 'stepId' | 'ind'> : never;

function eventOf(outcome: CallOutcome): WithoutElement<CallEvent> {
  switch (outcome.kind) {
    case 'returned': {
      const value = outcome.value === undefined ? {} : { value: outcome.value };
      return { type: 'call-returned', ...value, ...delayOf(outcome) };
    }
    case 'threw':
      return { type: 'call-threw', error: outcome.error, ...delayOf(outcome) };
    case 'lost':
      return { type: 'call-lost', info: `${outcome.reason}: ${outcome.detail}` };
    case 'timed-out':
      return { type: 'call-timed-out', info: `No result after ${outcome.afterMs / 1000} s.` };
    case 'not-loaded':
      return { type: 'call-not-made', error: outcome.error, retryAt: 0 };
  }
}

/** What `array` returned are elements. */
function elementsOf(outcome: CallOutcome): WithoutElement<CallEvent> {
  if (outcome.kind !== 'returned') return eventOf(outcome);
  const elements = readElements(outcome.value);
  return { type: 'array-returned', elements, fingerprint: fingerprintOf(elements) };
}

function delayOf(outcome: { readonly retryDelaySeconds?: number }): { retryDelaySeconds?: number } {
  return outcome.retryDelaySeconds === undefined ? {} : { retryDelaySeconds: outcome.retryDelaySeconds };
}

/** The order waits for the program, not for a delay: it is due at once when the program can be loaded again. */
function notMade({ stepId, ind }: CallEffect, error: RaisedError): CallEvent {
  return { type: 'call-not-made', stepId, ind, error, retryAt: 0 };
}

function callOf(order: LiveOrder, step: PlanStep, effect: CallEffect): StepCall {
  return {
    step: step.identity,
    method: effect.method,
    order: snapshotOf(order, step, effect),
    ...(effect.arguments.length === 0 ? {} : { arguments: effect.arguments }),
    ...(step.timeoutSeconds === undefined ? {} : { timeoutMs: step.timeoutSeconds * 1000 }),
  };
}

function snapshotOf(order: LiveOrder, step: PlanStep, effect: CallEffect): OrderSnapshot {
  const { state, workflow } = order;
  const { plan } = workflow;
  return {
    orderId: state.orderId,
    workflow: {
      workflowId: plan.workflowId,
      name: plan.name,
      version: plan.version,
      ...(plan.patch === undefined ? {} : { patch: plan.patch }),
    },
    step: { stepId: step.stepId, name: step.name, version: step.version, ind: effect.ind },
    mode: effect.mode,
    attempt: effect.attempt,
    priority: state.columns.priority,
    started: isoFromMicros(state.columns.started),
    executionId: order.execution?.executionId ?? 0,
    orderKeys: state.keys,
    ...optionalParts(order, state, step, effect),
  };
}

function optionalParts(
  order: LiveOrder,
  state: OrderState,
  step: PlanStep,
  effect: CallEffect,
): Partial<OrderSnapshot> {
  const stepData = state.steps.get(stepKey(step.stepId, effect.ind))?.data ?? null;
  const sources = orderSources(state, step, effect.ind, order.execution?.executionId ?? 0);
  const configItems = configItemsText(order.workflow.configItemsOf(step.identity), sources);
  return {
    ...(state.externalOrderId === null ? {} : { externalOrderId: state.externalOrderId }),
    ...(state.parentOrderId === null ? {} : { parentOrderId: state.parentOrderId }),
    ...(state.staticData === null ? {} : { staticData: state.staticData }),
    ...(state.dynamicData === null ? {} : { dynamicData: state.dynamicData }),
    ...(stepData === null ? {} : { stepData }),
    ...(state.tempData === null ? {} : { tempData: state.tempData }),
    ...instanceData(order),
    ...(configItems === undefined ? {} : { configItems }),
  };
}

function instanceData({ execution }: LiveOrder): Pick<OrderSnapshot, 'instanceData'> {
  const data = execution?.data ?? null;
  return data === null ? {} : { instanceData: data };
}

/** What the running call may ask of the engine, under its order's identity. */
function peerOf(order: LiveOrder, step: PlanStep, { stepId, ind, attempt }: CallEffect, waits: StepWaits): CallPeer {
  const { log } = order.workflow;
  const prefix = `order ${order.state.orderId} step ${step.name}${ind === 0 ? '' : `[${ind}]`} attempt ${attempt}: `;
  const isRunning = (): boolean => order.state.calls.has(stepKey(stepId, ind));
  return {
    api: (call) => {
      if (isRunning()) return performApiCall(order, stepId, ind, call, waits);
      const info = 'The step has ended; await the calls of the order API before the method returns.';
      return Promise.reject(new ApiCallError('CALL-ENDED', info));
    },
    raised: (error) => {
      if (isRunning()) order.tell({ type: 'error-raised', stepId, ind, error });
    },
    log: (line) => log.log(line.level, prefix + logSafe(line.text)),
  };
}
