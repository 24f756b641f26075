import { asId, type StepId } from '../../../schemas/model/ids.ts';
import type { StepElement } from '../../engine/engine.ts';
import { integer, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { optional, required, route, type Route } from './route.ts';
import { ok, one } from './shapes.ts';

const element = {
  stepid: required(integer(1), 'Id of the step.'),
  ind: optional(integer(0), 'Element of an array step; 0 by default.'),
};
const anyStep = {
  stepid: optional(integer(1), 'Only forms of this step.'),
  stepname: optional(text({ max: 240 }), 'Only forms of a step of this name.'),
};

/** Queue entries of an order, and the forms by which people answer them (manual: user interaction). */
export const orderFormRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: 'workflows/{workflow}',
    action: 'lockUserInteractionStep',
    text: 'Take the next form of the workflow that waits for a person; 404 when there is none.',
    arguments: anyStep,
    result: one('FormHash'),
    run: async ({ context, path, arguments: given, caller }) =>
      context.engine.orders.lockForm({ workflow: path.workflow, ...stepOf(given) }, caller),
  }),
  route({
    method: 'POST',
    path: 'orders/{order}',
    action: 'lockUserInteractionStep',
    text: 'Take the next form of the order that waits for a person; 404 when there is none.',
    arguments: anyStep,
    result: one('FormHash'),
    run: async ({ context, path, arguments: given, caller }) =>
      context.engine.orders.lockForm({ orderId: path.order, ...stepOf(given) }, caller),
  }),
  route({
    method: 'POST',
    path: 'orders/{order}',
    action: 'releaseUserInteractionStepLock',
    text: 'Give back a form that you have taken.',
    arguments: element,
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.orders.releaseForm(path.order, elementOf(given), caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'POST',
    path: 'orders/{order}',
    action: 'breakUserInteractionStepLock',
    text: 'Take a form away from whoever has taken it.',
    arguments: { ...element, note: required(text(), 'Why; kept as a note of the order.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.orders.breakFormLock(path.order, elementOf(given), given.note, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'GET',
    path: 'orders/{order}/async-queue',
    text: 'The queue entry of one step, with its data.',
    arguments: element,
    result: one('QueueEntryHash'),
    run: async ({ context, path, arguments: given }) => context.engine.orders.queueEntry(path.order, elementOf(given)),
  }),
  route({
    method: 'POST',
    path: 'orders/{order}/async-queue',
    action: 'correct',
    text: 'Say that the step is done: its entry becomes RECEIVED and its `end` does not run.',
    arguments: element,
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      const { engine } = context;
      const entry = await engine.orders.queueEntry(path.order, elementOf(given));
      await engine.queues.correct(entry.queuename, entry.queuekey, caller);
      return 'OK' as const;
    },
  }),
];

function elementOf(given: { readonly stepid: number; readonly ind: number | undefined }): StepElement {
  return { stepId: asId<StepId>(given.stepid), ind: given.ind ?? 0 };
}

function stepOf(given: { readonly stepid: number | undefined; readonly stepname: string | undefined }) {
  return present({
    stepId: given.stepid === undefined ? undefined : asId<StepId>(given.stepid),
    stepName: given.stepname,
  });
}
