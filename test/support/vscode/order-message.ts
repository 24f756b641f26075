import type { ToOrderPage } from '../../../schemas/protocol/order-page.ts';
import type { HistoryRow, OrderHash, StepInstanceRow } from '../../../schemas/protocol/rest.ts';

/** An order with everything that the page shows: two steps, an error, keys, data and history. */
export function orderMessage(change: Partial<OrderHash> = {}): ToOrderPage & { type: 'order' } {
  return { type: 'order', order: { ...order, ...change }, history };
}

const begun = '2026-01-01T00:00:00.000Z';

function step(stepid: number, stepname: string, stepstatus: StepInstanceRow['stepstatus']): StepInstanceRow {
  return {
    workflow_instanceid: 7,
    stepid,
    ind: 0,
    stepname,
    stepversion: '1.0',
    steptype: 'NORMAL',
    stepstatus,
    retries: null,
    attempt: stepid,
    skip: false,
    started: begun,
    completed: stepstatus === 'COMPLETE' ? '2026-01-01T00:00:01.500Z' : null,
  };
}

const order: OrderHash = {
  workflow_instanceid: 7,
  workflowid: 1,
  name: 'process-shop-order',
  version: '1.0',
  workflowstatus: 'RETRY',
  workflowstatus_orig: null,
  status_sessionid: 1,
  parent_workflow_instanceid: null,
  external_order_instanceid: 'A-1',
  synchronous: false,
  business_error: false,
  operator_lock: null,
  note_count: 0,
  warning_count: 0,
  error_count: 1,
  retry_count: 1,
  custom_status: null,
  priority: 500,
  scheduled: null,
  started: begun,
  completed: null,
  modified: begun,
  staticdata: { orderNumber: 'S-1' },
  dynamicdata: { reservation: 'R-1' },
  keys: { orderNumber: ['S-1'] },
  StepInstances: [step(1, 'reserve-stock', 'COMPLETE'), step(2, 'take-payment', 'RETRY')],
  ErrorInstances: [
    {
      error_instanceid: 3,
      workflow_instanceid: 7,
      workflowid: 1,
      name: 'process-shop-order',
      version: '1.0',
      stepid: 2,
      stepname: 'take-payment',
      ind: 0,
      severity: 'MAJOR',
      retry: true,
      error: 'CARD-TIMEOUT',
      description: 'The payment system did not answer',
      info: 'after 5 s',
      business_error: false,
      created: begun,
    },
  ],
  notes: [],
  stepdata: [],
  HierarchyInfo: {},
  AuditEvents: [],
  LastModified: begun,
  author: '',
  patch: null,
  deprecated: false,
  autostart: 0,
  max_instances: null,
  actions: [],
};

const history: readonly HistoryRow[] = [1, 2].map((sequence) => ({
  sequence,
  time: begun,
  who: 'engine',
  transition: sequence === 1 ? 'order-created' : 'step-begun',
  status: 'READY',
  previous_status: null,
  segmentid: 0,
  stepid: null,
  stepname: null,
  ind: null,
  attempt: null,
  patch: sequence === 1 ? { orderNumber: 'S-1' } : null,
}));
