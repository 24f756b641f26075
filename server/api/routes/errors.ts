import { severities, type ErrorDefinition, type ErrorStatus } from '../../../schemas/model/errors.ts';
import type { ErrorDefinitionHash } from '../../../schemas/protocol/rest.ts';
import type { ErrorOperations } from '../../engine/engine.ts';
import { flag, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { named, namingArguments } from './naming.ts';
import { present } from './present.ts';
import { notFound } from './refusals.ts';
import { optional, required, route, type Route, type ValuesOf } from './route.ts';
import { listOrNames, ok, one, textShape } from './shapes.ts';
import { workflowReference } from './workflow-reference.ts';

const statuses: readonly ErrorStatus[] = ['ERROR', 'RETRY', 'CANCELED'];

const attributes = {
  description: optional(text(), 'What it means.'),
  severity: optional(oneOf(severities), 'MAJOR by default.'),
  status: optional(oneOf(statuses), 'Status it gives: ERROR (default), RETRY or CANCELED.'),
  business_flag: optional(flag, 'Whether it is a business error.'),
  retry_delay_secs: optional(integer(0, 315_360_000), 'Only with status RETRY.'),
};
const errorName = required(text({ max: 240 }), 'Error code.', 'name');
const workflowArguments = {
  workflowid: optional(workflowReference, 'Workflow by id, name or name:version.', 'workflow', 'wf'),
  forceworkflow: optional(flag, 'Make it a definition of the workflow even when no global one exists.'),
};
const listArguments = { ...namingArguments, errors: optional(listOf(text({ max: 240 })), 'Only these codes.') };

/** Error definitions, global and of workflows (manual: REST API, workflow errors). */
export const errorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'errors',
    aliases: ['search'],
    text: 'All error definitions.',
    arguments: {
      ...listArguments,
      filter: optional(oneOf(['global', 'workflow']), 'Only global ones, or only those of workflows.'),
      wf: optional(workflowReference, 'Only those of this workflow.'),
    },
    result: listOrNames('ErrorDefinitionHash'),
    run: async ({ context, arguments: given }) => {
      const { errors } = context.engine;
      const rows = given.wf === undefined ? errors.all() : errors.ofWorkflow(given.wf);
      const kept = rows.filter((row) => given.filter === undefined || row.type === given.filter);
      return shown(kept, given);
    },
  }),
  route({
    method: 'GET',
    path: 'errors/global',
    text: 'The global error definitions.',
    arguments: listArguments,
    result: listOrNames('ErrorDefinitionHash'),
    run: async ({ context, arguments: given }) => shown(context.engine.errors.global(), given),
  }),
  route({
    method: 'GET',
    path: 'errors/workflow',
    text: 'The error definitions of all workflows.',
    arguments: listArguments,
    result: listOrNames('ErrorDefinitionHash'),
    run: async ({ context, arguments: given }) => {
      const ofWorkflows = context.engine.errors.all().filter((row) => row.type === 'workflow');
      return shown(ofWorkflows, given);
    },
  }),
  route({
    method: 'GET',
    path: 'errors/workflow/{workflow}',
    text: 'The error definitions of one workflow.',
    arguments: listArguments,
    result: listOrNames('ErrorDefinitionHash'),
    run: async ({ context, path, arguments: given }) => shown(context.engine.errors.ofWorkflow(path.workflow), given),
  }),
  route({
    method: 'GET',
    path: 'errors/{error}',
    text: 'One error definition; the global one when there are several.',
    result: one('ErrorDefinitionHash'),
    run: async ({ context, path }) => find(context.engine.errors, path.error),
  }),
  ...creation(undefined, 'Create an error definition: global if none exists, else of the workflow.', 'create'),
  ...creation('createOrUpdate', 'Create an error definition, or change it.', 'createOrUpdate'),
  ...updates(),
  route({
    method: 'DELETE',
    path: 'errors/{error}',
    text: 'Delete an error definition.',
    arguments: { workflowid: workflowArguments.workflowid },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.errors.remove(path.error, present({ workflow: given.workflowid }), caller);
      return 'OK' as const;
    },
  }),
];

function creation(action: string | undefined, about: string, method: 'create' | 'createOrUpdate'): readonly Route[] {
  const named = action === undefined ? {} : { action };
  return [
    route({
      method: 'POST',
      path: 'errors',
      ...named,
      text: about,
      arguments: { error: errorName, ...attributes, ...workflowArguments },
      result: textShape,
      run: async ({ context, arguments: given, caller }) => {
        const options = present({ workflow: given.workflowid, forceWorkflow: given.forceworkflow });
        return context.engine.errors[method](definition(given), options, caller);
      },
    }),
    route({
      method: 'POST',
      path: 'errors/global',
      ...named,
      text: `${about} Always global.`,
      arguments: { error: errorName, ...attributes },
      result: textShape,
      run: async ({ context, arguments: given, caller }) =>
        context.engine.errors[method](definition(given), {}, caller),
    }),
    route({
      method: 'POST',
      path: 'errors/workflow/{workflow}',
      ...named,
      text: `${about} Always of this workflow.`,
      arguments: { error: errorName, ...attributes },
      result: textShape,
      run: async ({ context, path, arguments: given, caller }) => {
        const options = { workflow: path.workflow, forceWorkflow: true };
        return context.engine.errors[method](definition(given), options, caller);
      },
    }),
  ];
}

function updates(): readonly Route[] {
  return [
    route({
      method: 'PUT',
      path: 'errors/global/{error}',
      aliases: ['update'],
      text: 'Change a global error definition.',
      arguments: attributes,
      result: textShape,
      run: async ({ context, path, arguments: given, caller }) =>
        context.engine.errors.update(path.error, change(given), {}, caller),
    }),
    route({
      method: 'PUT',
      path: 'errors/workflow/{workflow}/{error}',
      aliases: ['update'],
      text: 'Change an error definition of one workflow.',
      arguments: attributes,
      result: textShape,
      run: async ({ context, path, arguments: given, caller }) =>
        context.engine.errors.update(path.error, change(given), { workflow: path.workflow }, caller),
    }),
    route({
      method: 'PUT',
      path: 'errors/{error}',
      aliases: ['update'],
      text: 'Change an error definition.',
      arguments: { ...attributes, workflowid: workflowArguments.workflowid },
      result: textShape,
      run: async ({ context, path, arguments: given, caller }) =>
        context.engine.errors.update(path.error, change(given), present({ workflow: given.workflowid }), caller),
    }),
  ];
}

function change(given: ValuesOf<typeof attributes>): Partial<ErrorDefinition> {
  return present({
    description: given.description,
    severity: given.severity,
    status: given.status,
    business: given.business_flag,
    retryDelaySeconds: given.retry_delay_secs,
  });
}

/** Defaults of a new definition: MAJOR, ERROR, no business error (manual: error definition attributes). */
function definition(given: ValuesOf<typeof attributes> & { readonly error: string }): ErrorDefinition {
  return { description: '', severity: 'MAJOR', status: 'ERROR', business: false, ...change(given), error: given.error };
}

function find(errors: ErrorOperations, name: string): ErrorDefinitionHash {
  const found = errors.global().find((row) => row.error === name) ?? errors.all().find((row) => row.error === name);
  if (found === undefined) throw notFound(`There is no error definition "${name}".`);
  return found;
}

function shown(
  rows: readonly ErrorDefinitionHash[],
  given: ValuesOf<typeof listArguments>,
): readonly ErrorDefinitionHash[] | readonly string[] {
  const kept = rows.filter((row) => given.errors?.includes(row.error) ?? true);
  return named(kept, given, (row) => ({ name: row.error, description: row.description }));
}
