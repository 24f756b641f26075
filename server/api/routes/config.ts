import type { JsonValue } from '../../../schemas/model/data.ts';
import type { ConfigItemHash } from '../../../schemas/protocol/rest.ts';
import type { ConfigTarget, WorkflowReference } from '../../engine/engine.ts';
import { anything, flag, text } from './argument-kinds.ts';
import { optional, required, route, type Route } from './route.ts';
import { hashOf, listOfShape, one } from './shapes.ts';

const value = required(anything, 'The value, of the type of the item.');
const isTemplate = optional(flag, 'The value is a template such as `$static:address.city`.', 'is_templated_string');
const name = required(text({ max: 280 }), 'Name of the item, with its prefix.');
const itemResult = one('ConfigItemHash');
const changed = one('ConfigChange');
const removed = hashOf<{ info: string; deleted: boolean; value: JsonValue }>({
  info: { type: 'string' },
  deleted: { type: 'boolean' },
  value: {},
});

const ofStep = ({ step }: { readonly step: string }): ConfigTarget => ({ level: 'step', step });
const ofWorkflow = ({ workflow }: { readonly workflow: WorkflowReference }): ConfigTarget => ({
  level: 'workflow',
  workflow,
});
const inWorkflow = (path: { readonly workflow: WorkflowReference; readonly step: string }): ConfigTarget => ({
  level: 'step',
  ...path,
});
const global: ConfigTarget = { level: 'global' };

/** Values of configuration items (manual: REST API, configuration items). */
export const configRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'steps/{step}/config',
    text: 'The configuration items of a step, with the values of its own level.',
    result: listOfShape('ConfigItemHash'),
    run: async ({ context, path }): Promise<readonly ConfigItemHash[]> => context.engine.config.list(ofStep(path)),
  }),
  route({
    method: 'GET',
    path: 'steps/{step}/config/{name}',
    text: 'One configuration item of a step.',
    result: itemResult,
    run: async ({ context, path }) => context.engine.config.get(ofStep(path), path.name),
  }),
  route({
    method: 'PUT',
    path: 'steps/{step}/config/{name}',
    text: 'Sets the value of an item for this step.',
    arguments: { value, is_value_templated_string: isTemplate },
    result: changed,
    run: ({ context, path, arguments: given, caller }) =>
      context.engine.config.set(ofStep(path), path.name, valueOf(given), caller),
  }),
  route({
    method: 'DELETE',
    path: 'steps/{step}/config/{name}',
    text: 'Removes the value; that of the next level is in force then.',
    result: removed,
    run: ({ context, path, caller }) => context.engine.config.remove(ofStep(path), path.name, caller),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/config',
    text: 'The values that a workflow sets for items of its steps.',
    result: listOfShape('ConfigItemHash'),
    run: async ({ context, path }): Promise<readonly ConfigItemHash[]> => context.engine.config.list(ofWorkflow(path)),
  }),
  route({
    method: 'POST',
    path: 'workflows/{workflow}/config',
    text: 'Sets the value of an item of the workflow’s steps for this workflow.',
    arguments: { name, value, is_value_templated_string: isTemplate },
    result: changed,
    run: ({ context, path, arguments: given, caller }) =>
      context.engine.config.set(ofWorkflow(path), given.name, valueOf(given), caller),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/config/{name}',
    text: 'One value of a workflow.',
    result: itemResult,
    run: async ({ context, path }) => context.engine.config.get(ofWorkflow(path), path.name),
  }),
  route({
    method: 'PUT',
    path: 'workflows/{workflow}/config/{name}',
    text: 'Sets the value of an item for this workflow.',
    arguments: { value, is_value_templated_string: isTemplate },
    result: changed,
    run: ({ context, path, arguments: given, caller }) =>
      context.engine.config.set(ofWorkflow(path), path.name, valueOf(given), caller),
  }),
  route({
    method: 'DELETE',
    path: 'workflows/{workflow}/config/{name}',
    text: 'Removes the workflow’s value; the global one is in force then.',
    result: removed,
    run: ({ context, path, caller }) => context.engine.config.remove(ofWorkflow(path), path.name, caller),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/stepinfo/{step}/config',
    text: 'The items of a step with the values in force in this workflow.',
    result: listOfShape('ConfigItemHash'),
    run: async ({ context, path }): Promise<readonly ConfigItemHash[]> => context.engine.config.list(inWorkflow(path)),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/stepinfo/{step}/config/{name}',
    text: 'One item of a step with the value in force in this workflow.',
    result: itemResult,
    run: async ({ context, path }) => context.engine.config.get(inWorkflow(path), path.name),
  }),
  route({
    method: 'GET',
    path: 'system/config',
    text: 'Global values of configuration items, and the items that may have one.',
    result: listOfShape('ConfigItemHash'),
    run: async ({ context }): Promise<readonly ConfigItemHash[]> => context.engine.config.list(global),
  }),
  route({
    method: 'POST',
    path: 'system/config',
    text: 'Sets a global value.',
    arguments: { name, value, is_value_templated_string: isTemplate },
    result: changed,
    run: ({ context, arguments: given, caller }) =>
      context.engine.config.set(global, given.name, valueOf(given), caller),
  }),
  route({
    method: 'GET',
    path: 'system/config/{name}',
    text: 'One global value.',
    result: itemResult,
    run: async ({ context, path }) => context.engine.config.get(global, path.name),
  }),
  route({
    method: 'PUT',
    path: 'system/config/{name}',
    text: 'Sets a global value.',
    arguments: { value, is_value_templated_string: isTemplate },
    result: changed,
    run: ({ context, path, arguments: given, caller }) =>
      context.engine.config.set(global, path.name, valueOf(given), caller),
  }),
  route({
    method: 'DELETE',
    path: 'system/config/{name}',
    text: 'Removes a global value.',
    result: removed,
    run: ({ context, path, caller }) => context.engine.config.remove(global, path.name, caller),
  }),
];

function valueOf(given: { readonly value: JsonValue; readonly is_value_templated_string: boolean | undefined }) {
  return { value: given.value, isTemplate: given.is_value_templated_string === true };
}
