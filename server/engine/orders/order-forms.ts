import type { JsonText } from '../../../schemas/model/data.ts';
import type { OrderId } from '../../../schemas/model/ids.ts';
import { asId, type StepId } from '../../../schemas/model/ids.ts';
import type { FormHash, QueueEntryHash } from '../../../schemas/protocol/rest.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import { type Caller, EngineRefusal, type OrderOperations, type StepElement } from '../engine.ts';
import { stepKey } from '../machine/state.ts';
import type { FormFilter, OpenForm } from '../store/queries.ts';
import { changeOrder, noSuchOrder, type OperationContext } from './change-order.ts';
import { noteOf } from './order-edits.ts';

type Forms = Pick<OrderOperations, 'lockForm' | 'releaseForm' | 'breakFormLock' | 'queueEntry'>;
type Filter = Parameters<OrderOperations['lockForm']>[0];

/** Several people may ask for the next form at once; whoever comes second takes the one after. */
const mostCandidates = 20;

/** Forms of asynchronous steps with user interaction, which one person at a time works on (manual: user interaction). */
export function orderForms(context: OperationContext): Forms {
  return {
    lockForm: (filter, caller) => lockForm(context, filter, caller),
    releaseForm: async (orderId, element, caller) => {
      await changeOrder(context, orderId, caller, { type: 'form-released', ...element });
    },
    breakFormLock: async (orderId, element, note, caller) => {
      await changeOrder(context, orderId, caller, { type: 'form-lock-broken', ...element, note: noteOf(note) });
    },
    queueEntry: (orderId, element) => queueEntry(context, orderId, element),
  };
}

async function lockForm(context: OperationContext, filter: Filter, caller: Caller): Promise<FormHash> {
  context.checkRunning();
  const { orderId, workflow, stepId, stepName } = filter;
  if (orderId !== undefined && !(await context.parts.store.loadOrder(orderId))) throw noSuchOrder(orderId);
  const asked: FormFilter = {
    ...(orderId === undefined ? {} : { orderId }),
    ...(workflow === undefined ? {} : { workflowId: context.find(workflow).plan.workflowId }),
    ...(stepId === undefined ? {} : { stepId }),
    ...(stepName === undefined ? {} : { stepName }),
    limit: mostCandidates,
  };
  for (const form of await context.parts.store.openForms(asked)) {
    const taken = await takeForm(context, form, caller);
    if (taken) return taken;
  }
  throw new EngineRefusal('USER-INTERACTION-ERROR', 'No form waits there that nobody has taken.', 404);
}

/** Undefined when somebody else was faster or the entry was answered meanwhile. */
async function takeForm(
  context: OperationContext,
  { orderId, stepId, ind, key, queue, queueId }: OpenForm,
  caller: Caller,
): Promise<FormHash | undefined> {
  const element = { stepId: asId<StepId>(stepId), ind };
  try {
    const order = await changeOrder(context, orderId, caller, { type: 'form-locked', ...element });
    const data = order.state.steps.get(stepKey(element.stepId, ind))?.data ?? null;
    return {
      workflow_instanceid: orderId,
      stepid: stepId,
      ind,
      queuekey: key,
      queueid: queueId,
      queuename: queue,
      data: data === null ? null : plainFromData(data),
    };
  } catch (error) {
    if (error instanceof EngineRefusal && (error.error === 'LOCK-ERROR' || error.error === 'INVALID-STATUS'))
      return undefined;
    throw error;
  }
}

async function queueEntry(
  { parts: { store } }: OperationContext,
  orderId: OrderId,
  { stepId, ind }: StepElement,
): Promise<QueueEntryHash> {
  const order = await store.loadOrder(orderId);
  if (!order) throw noSuchOrder(orderId);
  const wait = order.steps.find((step) => step.stepId === stepId && step.ind === ind)?.wait;
  const found = wait?.kind === 'queue' ? await store.queueEntry(wait.queue, wait.key) : undefined;
  if (!found) {
    throw new EngineRefusal(
      'GET-INFO-ERROR',
      `Step ${stepId} element ${ind} of order ${orderId} has no queue entry.`,
      404,
    );
  }
  return { ...found.row, data: found.data === null ? null : plainFromData(found.data as JsonText) };
}
