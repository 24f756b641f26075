import type { WorkflowId } from '../../../schemas/model/ids.ts';
import { groupings, type ProcessingFilter } from '../../engine/store/queries.ts';
import { dateTime, flag, integer, listOf, oneOf } from './argument-kinds.ts';
import { present } from './present.ts';
import { RequestRefusal } from './refusals.ts';
import { optional, route, type ApiContext, type Route, type ValuesOf } from './route.ts';
import { listOfShape } from './shapes.ts';
import { workflowReference } from './workflow-reference.ts';

const ofOne = {
  mindate: optional(dateTime, 'Only orders that ended at this date or later; by default a day ago.'),
  maxdate: optional(dateTime, 'Only orders that ended at this date or before.'),
  seconds: optional(integer(1, 315_360_000), 'Instead of mindate: orders of the last so many seconds.'),
  global: optional(flag, 'One row over all workflows.'),
  grouping: optional(oneOf(groupings), 'One row for each hour, day, month or year.'),
};
const ofAll = { ...ofOne, wfids: optional(listOf(workflowReference), 'Only these workflows.', 'workflowid') };
const about = 'How many orders ended COMPLETE, and how long they took: in all, and IN-PROGRESS.';

/** Throughput and durations (manual: REST API, processingSummary). */
export const processingRoutes: readonly Route[] = [
  ...(['orders', 'workflows'] as const).map((path) =>
    route({
      method: 'GET',
      path,
      action: 'processingSummary',
      text: about,
      arguments: ofAll,
      result: listOfShape('ProcessingRow'),
      run: async ({ context, arguments: given }) => {
        const ids = given.wfids?.map((workflow) => context.engine.workflows.resolve(workflow));
        return context.engine.orders.processingSummary(filterOf(context, given, ids));
      },
    }),
  ),
  route({
    method: 'GET',
    path: 'workflows/{workflow}/orders',
    action: 'processingSummary',
    text: about,
    arguments: ofOne,
    result: listOfShape('ProcessingRow'),
    run: async ({ context, path, arguments: given }) => {
      const ids = [context.engine.workflows.resolve(path.workflow)];
      return context.engine.orders.processingSummary(filterOf(context, given, ids));
    },
  }),
];

const daySeconds = 24 * 3600;

function filterOf(
  context: ApiContext,
  given: ValuesOf<typeof ofOne>,
  workflowIds: readonly WorkflowId[] | undefined,
): ProcessingFilter {
  if (given.mindate !== undefined && given.seconds !== undefined) {
    throw new RequestRefusal(409, 'ARGUMENT-ERROR', 'Give either mindate or seconds, not both.');
  }
  const since = context.clock.nowMicros() - (given.seconds ?? daySeconds) * 1_000_000;
  const minCompleted = given.mindate ?? since;
  if (given.maxdate !== undefined && given.maxdate < minCompleted) {
    throw new RequestRefusal(409, 'ARGUMENT-ERROR', 'maxdate is before the first date that is asked for.');
  }
  return {
    global: given.global ?? false,
    minCompleted,
    ...present({ maxCompleted: given.maxdate, grouping: given.grouping, workflowIds }),
  };
}
