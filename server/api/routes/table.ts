import { queueRoutes } from './async-queues.ts';
import { auditRoutes } from './audit.ts';
import { bulkOrderRoutes } from './bulk-orders.ts';
import { configRoutes } from './config.ts';
import { createOrderRoutes } from './create-order.ts';
import { errorRoutes } from './errors.ts';
import { executionRoutes } from './executions.ts';
import { listenerRoutes } from './listeners.ts';
import { loggerRoutes } from './loggers.ts';
import { withListArguments } from './list-arguments.ts';
import { jobActionRoutes } from './job-actions.ts';
import { jobRoutes } from './jobs.ts';
import { openApiRoutes } from './openapi.ts';
import { orderFormRoutes } from './order-forms.ts';
import { orderDataRoutes } from './order-data.ts';
import { orderLockRoutes } from './order-locks.ts';
import { orderRoutes } from './orders.ts';
import { propertyRoutes } from './properties.ts';
import { processingRoutes } from './processing.ts';
import { releaseRoutes } from './releases.ts';
import type { Route } from './route.ts';
import { sensitiveRoutes } from './sensitive.ts';
import { stepRoutes } from './steps.ts';
import { optionRoutes, systemRoutes } from './system.ts';
import { syncEventRoutes } from './sync-events.ts';
import { workflowActionRoutes } from './workflow-actions.ts';
import { workflowRoutes } from './workflows.ts';

const rows: readonly Route[] = [
  ...systemRoutes,
  ...optionRoutes,
  ...listenerRoutes,
  ...loggerRoutes,
  ...propertyRoutes,
  ...auditRoutes,
  ...workflowRoutes,
  ...createOrderRoutes,
  ...workflowActionRoutes,
  ...executionRoutes,
  ...orderRoutes,
  ...orderDataRoutes,
  ...orderLockRoutes,
  ...orderFormRoutes,
  ...queueRoutes,
  ...syncEventRoutes,
  ...processingRoutes,
  ...bulkOrderRoutes,
  ...errorRoutes,
  ...jobRoutes,
  ...jobActionRoutes,
  ...stepRoutes,
  ...configRoutes,
  ...sensitiveRoutes,
  ...releaseRoutes,
  ...openApiRoutes,
];

/** Every call of the API. Adding a call adds a row in one of these. */
export const routes: readonly Route[] = rows.map(withListArguments);
