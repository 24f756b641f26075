import { severities } from '../../../schemas/model/errors.ts';
import { asId, type OrderId, type WorkflowId } from '../../../schemas/model/ids.ts';
import type { ErrorFilter } from '../../engine/store/queries.ts';
import { dateTime, flag, integer, oneOf, text } from './argument-kinds.ts';
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
  workflowid: optional(workflowReference, 'Workflow by id, name or name:version.', 'name'),
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
      severity: given.severity,
      retry: given.retry,
      businessError: given.business_error,
      minCreated: given.mindate,
      maxCreated: given.maxdate,
    }),
    limit: given.limit ?? 100,
    offset: given.offset ?? 0,
  };
}
