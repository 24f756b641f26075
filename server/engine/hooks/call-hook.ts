import type { JsonText } from '../../../schemas/model/data.ts';
import { asId } from '../../../schemas/model/ids.ts';
import type { WorkflowHook } from '../../../schemas/model/steps.ts';
import type { ApiCall, OrderSnapshot, RaisedError } from '../../../schemas/protocol/runner.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { logSafe } from '../../base/logger.ts';
import { ApiCallError, type CallPeer } from '../../isolation/runner-host.ts';
import type { ExecutionInstance } from '../execution/execution-instance.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import { answerDirectly, changeInstanceData, eventOf } from '../execution/user-api.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import type { Mode } from '../machine/state.ts';

/** What became of a hook: nothing to say, or the error that it raised or ended with. */
export type HookEnd = { readonly error: RaisedError } | undefined;

/** Calls a hook about an order. Never rejects. */
export async function callOrderHook(
  order: LiveOrder,
  hook: Exclude<WorkflowHook, 'oneTimeInit'>,
  options: {
    readonly mode: Mode;
    readonly status?: string;
    readonly arguments?: readonly (JsonText | null)[];
    /** Does what only this hook may ask for; undefined = not one of those. */
    readonly own?: (call: ApiCall) => Promise<void> | undefined;
  },
): Promise<HookEnd> {
  const { workflow, state } = order;
  let raised: RaisedError | undefined;
  const isEnded = { value: false };
  const peer: CallPeer = {
    api: async (call) => {
      if (isEnded.value) throw new ApiCallError('CALL-ENDED', `${hook} has ended; await the calls of the order API.`);
      const own = options.own?.(call);
      if (own) return void (await own);
      return answerHook(order, hook, call);
    },
    raised: (error) => {
      if (error.severity !== 'WARNING') raised ??= error;
      else workflow.log.warn(`order ${state.orderId} ${hook}: ${logSafe(`${error.error}: ${error.info}`)}`);
    },
    log: (line) => workflow.log.log(line.level, `order ${state.orderId} ${hook}: ${logSafe(line.text)}`),
  };
  const snapshot = orderSnapshot(order, options.mode);
  const end = await invoke(workflow, hook, snapshot, peer, options.arguments);
  isEnded.value = true;
  return raised ? { error: raised } : end;
}

/** Calls `oneTimeInit`. Never rejects. */
export function callInit(instance: ExecutionInstance): Promise<HookEnd> {
  const { workflow } = instance;
  const peer: CallPeer = {
    api: async (call) => {
      if (changeInstanceData(instance, call)) return undefined;
      throw new ApiCallError('INVALID-FUNCTION-CALL', `oneTimeInit cannot call ${call.name}: there is no order.`);
    },
    raised: () => undefined,
    log: (line) => workflow.log.log(line.level, `oneTimeInit: ${logSafe(line.text)}`),
  };
  return invoke(workflow, 'oneTimeInit', { ...emptySnapshot(workflow), ...instancePart(instance) }, peer);
}

async function invoke(
  workflow: WorkflowRuntime,
  hook: WorkflowHook,
  order: OrderSnapshot,
  peer: CallPeer,
  args?: readonly (JsonText | null)[],
): Promise<HookEnd> {
  try {
    const call = { step: workflow.program, method: hook, order, ...(args === undefined ? {} : { arguments: args }) };
    const outcome = await workflow.host.invoke(await workflow.programSpec(), call, peer);
    switch (outcome.kind) {
      case 'returned':
        return undefined;
      case 'threw':
      case 'not-loaded':
        return { error: outcome.error };
      case 'lost':
        return { error: { error: 'RUNNER-LOST', info: `${outcome.reason}: ${outcome.detail}` } };
      case 'timed-out':
        return { error: { error: 'HOOK-TIMEOUT', info: `No result after ${outcome.afterMs / 1000} s.` } };
    }
  } catch (error) {
    return { error: { error: 'PROGRAM-LOAD-ERROR', info: String(error) } };
  }
}

async function answerHook(order: LiveOrder, hook: string, call: ApiCall): Promise<JsonText | undefined> {
  if (call.name === 'setBlocked') throw new ApiCallError('BLOCK-ERROR', `setBlocked is for attach, not for ${hook}.`);
  if (call.name === 'rescheduleOrder') {
    throw new ApiCallError('RESCHEDULE-ERROR', `rescheduleOrder is for attach, not for ${hook}.`);
  }
  const answer = await answerDirectly(order, call);
  if (answer !== undefined) return answer.value;
  if (call.name === 'updateStepData' || call.name === 'deleteStepDataKeys' || !('name' in call)) throw noStep(hook);
  const event = eventOf(asId(0), 0, call as Parameters<typeof eventOf>[2]);
  if (event === undefined) throw noStep(hook);
  // Beside the decision that a detach hook runs before: it waits for this hook.
  const applied = order.apply(event, { isInHook: true });
  if ('refused' in applied) throw new ApiCallError(applied.refused.error, applied.refused.info);
  await applied.recorded;
  return undefined;
}

function noStep(hook: string): ApiCallError {
  return new ApiCallError('INVALID-FUNCTION-CALL', `This call belongs to a step; ${hook} has none.`);
}

function orderSnapshot(order: LiveOrder, mode: Mode): OrderSnapshot {
  const { state, workflow, execution } = order;
  return {
    ...emptySnapshot(workflow),
    orderId: state.orderId,
    mode,
    priority: state.columns.priority,
    started: isoFromMicros(state.columns.started),
    orderKeys: state.keys,
    ...(state.externalOrderId === null ? {} : { externalOrderId: state.externalOrderId }),
    ...(state.parentOrderId === null ? {} : { parentOrderId: state.parentOrderId }),
    ...(state.staticData === null ? {} : { staticData: state.staticData }),
    ...(state.dynamicData === null ? {} : { dynamicData: state.dynamicData }),
    ...(state.tempData === null ? {} : { tempData: state.tempData }),
    ...(execution ? instancePart(execution) : {}),
  };
}

function instancePart({ executionId, data }: ExecutionInstance): Pick<OrderSnapshot, 'executionId' | 'instanceData'> {
  return { executionId, ...(data === null ? {} : { instanceData: data }) };
}

function emptySnapshot({ plan }: WorkflowRuntime): OrderSnapshot {
  return {
    orderId: 0,
    workflow: {
      workflowId: plan.workflowId,
      name: plan.name,
      version: plan.version,
      ...(plan.patch === undefined ? {} : { patch: plan.patch }),
    },
    step: { stepId: 0, name: '', version: '', ind: 0 },
    mode: 'NORMAL',
    attempt: 1,
    priority: 0,
    started: '',
    executionId: 0,
  };
}
