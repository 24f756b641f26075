import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { asId, type OrderId, type StepId } from '../../../schemas/model/ids.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import type { OrderDataEdit } from '../../engine/engine.ts';
import { readYaml } from '../http/yaml-body.ts';
import { anything, flag, hash, integer, text } from './argument-kinds.ts';
import { notFound } from './refusals.ts';
import { optional, required, route, type ApiContext, type ArgumentTable, type Route, type ValuesOf } from './route.ts';
import { anyShape, ok, textShape } from './shapes.ts';
import { writeYamlData } from '../http/yaml-data.ts';

const stepArguments = {
  stepid: required(integer(1), 'Id of the step.'),
  ind: optional(integer(0), 'Element of an array step; 0 by default.'),
};
const yamlText = text({ max: 64 * 1024, expects: 'a text of YAML' });
const newData = { newdata: required(hash, 'The data, a hash.') };
const newYaml = { newdata: required(yamlText, 'The data as a text of YAML.') };

type Target = 'staticData' | 'dynamicData';
const capital = (target: Target | 'stepData'): string => `yaml${target[0]?.toUpperCase()}${target.slice(1)}`;

/** An order's data, looked at and edited, as JSON and as YAML with types (manual: REST API, orders). */
export const orderDataRoutes: readonly Route[] = [
  ...(['staticData', 'dynamicData'] as const).map((target) =>
    route({
      method: 'GET',
      path: 'orders/{order}',
      action: capital(target),
      text: `The ${words(target)} as a text of YAML, with their types.`,
      result: textShape,
      run: async ({ context, path }) => writeYamlData((await context.engine.orders.data(path.order))[target]),
    }),
  ),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'stepData',
    text: 'The dynamic data of a step.',
    arguments: stepArguments,
    result: anyShape,
    run: async ({ context, path, arguments: given }) => plain(await stepData(context, path.order, given)),
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'yamlStepData',
    text: 'The dynamic data of a step as a text of YAML, with their types.',
    arguments: stepArguments,
    result: textShape,
    run: async ({ context, path, arguments: given }) => writeYamlData(await stepData(context, path.order, given)),
  }),
  edit('staticData', 'Replace the static data; they must fit the workflow’s staticdata-type.', newData, (given) => ({
    target: 'staticData',
    how: 'replace',
    data: given.newdata,
  })),
  edit(
    'dynamicData',
    'Replace the dynamic data; without newdata they are cleared.',
    { newdata: optional(hash, 'The data, a hash.') },
    (given) => ({ target: 'dynamicData', how: 'replace', data: given.newdata ?? null }),
  ),
  edit(
    'stepData',
    'Replace the data of a step, for example what a form holds; without newdata they are cleared.',
    { ...stepArguments, newdata: optional(hash, 'The data, a hash.') },
    (given) => ({ ...stepOf(given), how: 'replace', data: given.newdata ?? null }),
  ),
  edit('updateDynamicData', 'Set keys of the dynamic data; the others stay.', newData, (given) => ({
    target: 'dynamicData',
    how: 'merge',
    data: given.newdata,
  })),
  edit(
    'updateDynamicDataPath',
    'Set the value at one path of the dynamic data.',
    {
      path: required(text({ max: 1000 }), 'Keys with dots between them, for example "address.city".'),
      value: optional(anything, 'The value; null when absent.'),
    },
    (given) => ({ target: 'dynamicData', how: 'set-path', path: given.path, value: given.value ?? null }),
  ),
  ...(['staticData', 'dynamicData'] as const).map((target) =>
    edit(capital(target), `Replace the ${words(target)} from a text of YAML.`, newYaml, (given) => ({
      target,
      how: 'replace',
      data: readYaml(given.newdata),
      isTagged: true,
    })),
  ),
  edit(
    'yamlStepData',
    'Replace the data of a step from a text of YAML.',
    { ...stepArguments, ...newYaml },
    (given) => ({ ...stepOf(given), how: 'replace', data: readYaml(given.newdata), isTagged: true }),
  ),
  edit('yamlUpdateDynamicData', 'Set keys of the dynamic data from a text of YAML.', newYaml, (given) => ({
    target: 'dynamicData',
    how: 'merge',
    data: readYaml(given.newdata),
    isTagged: true,
  })),
  edit(
    'yamlUpdateDynamicDataPath',
    'Set the value at one path of the dynamic data from a text of YAML.',
    {
      path: required(text({ max: 1000 }), 'Keys with dots between them, for example "address.city".'),
      value: required(yamlText, 'The value as a text of YAML.'),
    },
    (given) => ({
      target: 'dynamicData',
      how: 'set-path',
      path: given.path,
      value: readYaml(given.value),
      isTagged: true,
    }),
  ),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'updateKeys',
    text: 'Replace the order keys; names from the workflow’s keylist.',
    arguments: {
      orderkeys: required(hash, 'Hash from key name to a value or a list of values.'),
      truncate: optional(flag, 'Cut values that are too long instead of refusing them.'),
    },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      const options = { truncate: given.truncate ?? false };
      await context.engine.orders.updateKeys(path.order, given.orderkeys as never, options, caller);
      return 'OK' as const;
    },
  }),
];

function edit<A extends ArgumentTable>(
  action: string,
  about: string,
  table: A,
  editOf: (given: ValuesOf<A>) => OrderDataEdit,
): Route {
  return route({
    method: 'PUT',
    path: 'orders/{order}',
    action,
    text: about,
    arguments: table,
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.orders.editData(path.order, editOf(given), caller);
      return 'OK' as const;
    },
  });
}

function words(target: Target): string {
  return target === 'staticData' ? 'static data' : 'dynamic data';
}

interface ElementArguments {
  readonly stepid: number;
  readonly ind: number | undefined;
}

function stepOf({ stepid, ind }: ElementArguments): { target: 'stepData'; stepId: StepId; ind: number } {
  return { target: 'stepData', stepId: asId<StepId>(stepid), ind: ind ?? 0 };
}

async function stepData(context: ApiContext, orderId: OrderId, given: ElementArguments): Promise<JsonText | null> {
  const { stepId, ind } = stepOf(given);
  const { steps } = await context.engine.orders.data(orderId);
  const found = steps.find((step) => step.stepId === stepId && step.ind === ind);
  if (found === undefined) throw notFound(`Step ${stepId} element ${ind} was never executed in order ${orderId}.`);
  return found.data;
}

function plain(data: JsonText | null): JsonValue {
  return data === null ? null : plainFromData(data);
}
