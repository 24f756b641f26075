import type { ExecutionInstanceHash } from '../../../schemas/protocol/rest.ts';
import { hash, integer, listOf } from './argument-kinds.ts';
import { notFound } from './refusals.ts';
import { required, route, type ApiContext, type Route } from './route.ts';
import { anyShape, hashOf, listOfShape, ok, textShape } from './shapes.ts';

const stoppedShape = hashOf<{ count: number; workflows: number; msg: string }>({
  count: { type: 'integer' },
  workflows: { type: 'integer' },
  msg: { type: 'string' },
});

/** Execution instances (manual: REST API, execution instances). A number names one, a text those of a workflow. */
export const executionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'exec',
    aliases: ['list'],
    text: 'All running execution instances.',
    result: listOfShape('ExecutionInstanceHash'),
    run: async ({ context }) => context.engine.executions.list(),
  }),
  route({
    method: 'PUT',
    path: 'exec',
    action: 'stopAll',
    text: 'Stop every execution instance.',
    result: stoppedShape,
    run: async ({ context }) => stop(context, context.engine.executions.list()),
  }),
  route({
    method: 'PUT',
    path: 'exec',
    action: 'stopMany',
    text: 'Stop some execution instances.',
    arguments: { args: required(listOf(integer(1), 1000), 'Ids of execution instances.', 'ids') },
    result: stoppedShape,
    run: async ({ context, arguments: given }) =>
      stop(
        context,
        [...new Set(given.args)].flatMap((id) => find(context, String(id))),
      ),
  }),
  route({
    method: 'GET',
    path: 'exec/{execution}',
    text: 'One execution instance by its id, or those of a workflow by its name.',
    result: anyShape,
    run: async ({ context, path }) => {
      const found = find(context, path.execution);
      return (isId(path.execution) ? found[0] : found) as never;
    },
  }),
  route({
    method: 'PUT',
    path: 'exec/{execution}',
    action: 'setOptions',
    text: 'Set options of the workflow that runs; they hold for all its execution instances.',
    arguments: { options: required(hash, 'Hash from option name to value; null takes a value back.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      const workflow = isId(path.execution) ? find(context, path.execution)[0]?.workflowid : path.execution;
      await context.engine.workflows.setOptions(workflow ?? path.execution, given.options, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'GET',
    path: 'exec/{execution}',
    action: 'desc',
    text: 'A line of text for each execution instance.',
    result: textShape,
    run: async ({ context, path }) => find(context, path.execution).map(described).join('\n'),
  }),
  route({
    method: 'PUT',
    path: 'exec/{execution}',
    action: 'stop',
    text: 'Stop one execution instance, or those of a workflow.',
    result: stoppedShape,
    run: async ({ context, path }) => stop(context, find(context, path.execution)),
  }),
];

function described({ executionID, name, version, mode, status, orders, starttime }: ExecutionInstanceHash): string {
  return `${executionID}: ${name}:${version} ${mode} ${status}, ${orders} orders, since ${starttime}`;
}

function isId(text: string): boolean {
  return /^\d+$/.test(text);
}

/** A workflow that exists has none or more instances; an id that does not exist is refused. */
function find(context: ApiContext, text: string): readonly ExecutionInstanceHash[] {
  const all = context.engine.executions.list();
  if (!isId(text)) {
    const workflowId = context.engine.workflows.resolve(text);
    return all.filter((instance) => instance.workflowid === workflowId);
  }
  const found = all.filter((instance) => String(instance.executionID) === text);
  if (found.length === 0) throw notFound(`There is no execution instance ${text}.`);
  return found;
}

async function stop(
  context: ApiContext,
  instances: readonly ExecutionInstanceHash[],
): Promise<{ count: number; workflows: number; msg: string }> {
  await Promise.all(instances.map((instance) => context.engine.executions.stop(instance.executionID)));
  const workflows = new Set(instances.map((instance) => instance.workflowid)).size;
  return {
    count: instances.length,
    workflows,
    msg: `${instances.length} execution instances of ${workflows} workflows stopped`,
  };
}
