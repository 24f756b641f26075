import { severities } from '../../../schemas/model/errors.ts';
import { asId, type OrderId, type WorkflowId } from '../../../schemas/model/ids.ts';
import { orderStatuses } from '../../../schemas/model/status.ts';
import { errorSortColumns, type ErrorFilter } from '../../engine/store/queries.ts';
import { dateTime, flag, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { optional, type ApiContext, type ValuesOf } from './route.ts';
import { workflowReference } from './workflow-reference.ts';

/** Filters of `listErrors` (manual: error search filters). */
export const errorSearchArguments = {
  error: optional(text({ max: 240 }), 'Error code.'),
  severity: optional(oneOf(severities), 'Severity.'),
  retry: optional(flag, 'Whether the error led to a retry.'),
  business_error: optional(flag, 'Whether it is a business error.'),
  workflow_instanceid: optional(integer(1), 'Order id.'),
  error_instanceid: optional(integer(1), 'Id of the error.'),
  description: optional(text(), 'Part of the description.'),
  info: optional(text(), 'Part of the info.'),
  stepid: optional(integer(1), 'Id of the step.'),
  workflowid: optional(workflowReference, 'Workflow by id, name or name:version.', 'name'),
  version: optional(text({ max: 80 }), 'Version of the workflow.'),
  workflowstatus: optional(listOf(oneOf(orderStatuses)), 'Status of the order now.'),
  orderby: optional(oneOf(errorSortColumns), 'Column to sort by; by default the id.', 'sort'),
  desc: optional(flag, 'Falling order; the default.'),
  mindate: optional(dateTime, 'Oldest error.'),
  maxdate: optional(dateTime, 'Newest error.'),
  limit: optional(integer(1, 10_000), 'Most rows; 100 by default.'),
  offset: optional(integer(0, 100_000_000), 'Rows to leave out first.'),
};

/** Makes the engine's filter from the arguments; an order or workflow of the path wins. */
export function errorFilter(
  context: ApiContext,
  given: ValuesOf<typeof errorSearchArguments>,
  path: { readonly orderId?: OrderId; readonly workflowId?: WorkflowId } = {},
): ErrorFilter {
  const orderId = given.workflow_instanceid === undefined ? undefined : asId<OrderId>(given.workflow_instanceid);
  const workflowId = given.workflowid === undefined ? undefined : context.engine.workflows.resolve(given.workflowid);
  return {
    ...present({
      orderId: path.orderId ?? orderId,
      workflowId: path.workflowId ?? workflowId,
      error: given.error,
      errorInstanceId: given.error_instanceid,
      description: given.description,
      info: given.info,
      stepId: given.stepid,
      version: given.version,
      orderStatuses: given.workflowstatus,
      severity: given.severity,
      retry: given.retry,
      businessError: given.business_error,
      minCreated: given.mindate,
      maxCreated: given.maxdate,
    }),
    sort: given.orderby ?? 'error_instanceid',
    descending: given.desc ?? true,
    limit: given.limit ?? 100,
    offset: given.offset ?? 0,
  };
}
