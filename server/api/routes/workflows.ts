import type { JsonObject } from '../../../schemas/model/data.ts';
import { orderStatuses } from '../../../schemas/model/status.ts';
import type { WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { anything, flag, text } from './argument-kinds.ts';
import { errorFilter, errorSearchArguments } from './error-search.ts';
import { named, namingArguments } from './naming.ts';
import { orderFilter, searchArguments } from './order-search.ts';
import { optional, route, type Route } from './route.ts';
import { anyShape, hashById, hashOf, listOfShape, listOrNames, one } from './shapes.ts';

const about = (row: WorkflowHash): { name: string; version: string; description: string } => row;

/** Arguments that the manual's own user interface sends; the answers are the same with and without them. */
const acceptedFilters = {
  date: optional(text(), 'Accepted; counts are of all orders.'),
  sqlcache: optional(flag, 'Accepted; counts are never stale.'),
  lib_source: optional(flag, 'Accepted; sources stay with the release.'),
};

/** Workflows: look (manual: REST API, workflows). What changes them is in workflow-actions.ts and create-order.ts. */
export const workflowRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'workflows',
    aliases: ['list'],
    text: 'All workflows with their order counts and execution instances.',
    arguments: {
      ...namingArguments,
      ...acceptedFilters,
      deprecated: optional(flag, 'Deprecated ones too.'),
      tags: optional(anything, 'Accepted; not used yet.'),
    },
    result: listOrNames('WorkflowHash'),
    run: async ({ context, arguments: given }) => {
      const rows = await context.engine.workflows.list();
      const shown = rows.filter((row) => given.deprecated === true || !row.deprecated);
      return named(shown, given, about);
    },
  }),
  route({
    method: 'GET',
    path: 'workflows',
    action: 'listErrors',
    text: 'Search the errors of all orders.',
    arguments: errorSearchArguments,
    result: listOfShape('ErrorInstanceRow'),
    run: async ({ context, arguments: given }) => context.engine.orders.errorInstances(errorFilter(context, given)),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}',
    text: 'One workflow with its steps and segments.',
    arguments: acceptedFilters,
    result: one('WorkflowHash'),
    run: async ({ context, path }) => context.engine.workflows.get(path.workflow),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}',
    action: 'listErrors',
    text: 'Search the errors of one workflow’s orders.',
    arguments: errorSearchArguments,
    result: listOfShape('ErrorInstanceRow'),
    run: async ({ context, path, arguments: given }) => {
      const workflowId = context.engine.workflows.resolve(path.workflow);
      return context.engine.orders.errorInstances(errorFilter(context, given, { workflowId }));
    },
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}',
    action: 'options',
    text: 'Option values set on the workflow.',
    result: anyShape,
    run: async ({ context, path }) => (await context.engine.workflows.get(path.workflow)).options as JsonObject,
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/instances',
    text: 'Its running execution instances.',
    result: listOfShape('ExecutionInstanceHash'),
    run: async ({ context, path }) => {
      const workflowId = context.engine.workflows.resolve(path.workflow);
      return context.engine.executions.list().filter((instance) => instance.workflowid === workflowId);
    },
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/orders',
    text: 'Search the orders of one workflow.',
    arguments: searchArguments,
    result: listOfShape('OrderRow'),
    run: async ({ context, path, arguments: given }) => {
      const ids = [context.engine.workflows.resolve(path.workflow)];
      return context.engine.orders.search(orderFilter(context, given, ids));
    },
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/orders',
    action: 'listErrors',
    text: 'Search the errors of one workflow’s orders.',
    arguments: errorSearchArguments,
    result: listOfShape('ErrorInstanceRow'),
    run: async ({ context, path, arguments: given }) => {
      const workflowId = context.engine.workflows.resolve(path.workflow);
      return context.engine.orders.errorInstances(errorFilter(context, given, { workflowId }));
    },
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/orders',
    action: 'overview',
    text: 'How many orders it has in each status, and in all.',
    arguments: { date: acceptedFilters.date, sqlcache: acceptedFilters.sqlcache },
    result: hashById<object>({ type: 'integer', description: `${orderStatuses.join(', ')} or TOTAL` }),
    run: async ({ context, path }) => {
      return (await context.engine.workflows.overview(path.workflow)) as unknown as Record<string, object>;
    },
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/segments',
    text: 'How the workflow is cut into segments: front ends, back ends and join segments (ours).',
    result: listOfShape('SegmentHash'),
    run: async ({ context, path }) => context.engine.workflows.segments(path.workflow),
  }),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/stepcounts',
    text: 'Steps at which unfinished orders stand: how many, and how many of them in ERROR or RETRY (ours).',
    result: listOfShape('StepCountRow'),
    run: async ({ context, path }) => context.engine.workflows.stepCounts(path.workflow),
  }),
  route({
    method: 'POST',
    path: 'workflows/{workflow}',
    action: 'kill',
    text: 'Kill the runner of the workflow’s program; its orders recover.',
    result: hashOf<{ status: string; code: number }>({ status: { type: 'string' }, code: { type: 'integer' } }),
    run: async ({ context, path }) => {
      context.engine.workflows.kill(path.workflow);
      return { status: 'OK', code: 0 };
    },
  }),
];
