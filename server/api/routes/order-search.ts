import { asId, type OrderId, type WorkflowId } from '../../../schemas/model/ids.ts';
import { orderStatuses } from '../../../schemas/model/status.ts';
import { orderSortColumns, type OrderFilter } from '../../engine/store/queries.ts';
import { dateTime, flag, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { optional, type ApiContext, type ValuesOf } from './route.ts';
import { workflowReference } from './workflow-reference.ts';

const weekMicros = 7 * 24 * 3600 * 1_000_000;

/** Filters of `GET orders` with the manual's alternate spellings. */
export const searchArguments = {
  ids: optional(listOf(integer(1)), 'Order ids.', 'workflow_instanceid'),
  workflowid: optional(listOf(workflowReference), 'Workflows by id, name or name:version.', 'wfid', 'workflow', 'name'),
  statuses: optional(listOf(oneOf(orderStatuses)), 'Order statuses.', 'status'),
  keyname: optional(text({ max: 100 }), 'Name of an order key.', 'key'),
  keyvalue: optional(text(), 'Value of that key.'),
  modified: optional(dateTime, 'Oldest change; by default a week ago when neither ids nor keys are given.', 'date'),
  maxmodified: optional(dateTime, 'Newest change.'),
  minstarted: optional(dateTime, 'Oldest creation.'),
  maxstarted: optional(dateTime, 'Newest creation.'),
  sort: optional(oneOf(orderSortColumns), 'Column to sort by; by default the id.'),
  desc: optional(flag, 'Falling order; the default.'),
  limit: optional(integer(1, 10_000), 'Most rows; 100 by default.'),
  offset: optional(integer(0, 100_000_000), 'Rows to leave out first.'),
};

/** Makes the engine's filter from the arguments. */
export function orderFilter(
  context: ApiContext,
  given: ValuesOf<typeof searchArguments>,
  workflowIds: readonly WorkflowId[] | undefined,
): OrderFilter {
  const hasOwnWindow = given.ids !== undefined || given.keyname !== undefined;
  const lastWeek = hasOwnWindow ? undefined : context.clock.nowMicros() - weekMicros;
  return {
    ...present({
      ids: given.ids?.map((id) => asId<OrderId>(id)),
      workflowIds: workflowIds ?? given.workflowid?.map((workflow) => context.engine.workflows.resolve(workflow)),
      statuses: given.statuses,
      keyName: given.keyname,
      keyValue: given.keyvalue,
      minModified: given.modified ?? lastWeek,
      maxModified: given.maxmodified,
      minStarted: given.minstarted,
      maxStarted: given.maxstarted,
    }),
    sort: given.sort ?? 'workflow_instanceid',
    descending: given.desc ?? true,
    limit: given.limit ?? 100,
    offset: given.offset ?? 0,
  };
}
