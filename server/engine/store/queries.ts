import type { OrderId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { Micros } from '../../../schemas/model/data.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type {
  ErrorInstanceRow,
  HistoryRow,
  NoteRow,
  OrderRow,
  SessionRow,
  StepInstanceRow,
} from '../../../schemas/protocol/rest.ts';

/** Read-only questions of people and tools, answered on reader connections. Rows carry the manual's column names. */
export interface OrderQueries {
  searchOrders(filter: OrderFilter): Promise<readonly OrderRow[]>;
  /** The row plus `staticdata`, `dynamicdata` (as stored text) and keys; undefined = no such order. */
  findOrder(orderId: OrderId): Promise<StoredOrderView | undefined>;
  stepInstances(orderId: OrderId): Promise<readonly StepInstanceRow[]>;
  errorInstances(filter: ErrorFilter): Promise<readonly ErrorInstanceRow[]>;
  notes(orderId: OrderId, limit: number): Promise<readonly NoteRow[]>;
  history(orderId: OrderId, page: { readonly after: number; readonly limit: number }): Promise<readonly HistoryRow[]>;
  /** Number of orders by status, for all workflows at once. */
  countOrders(filter: {
    readonly modifiedSince?: Micros;
  }): Promise<readonly { readonly workflowId: WorkflowId; readonly status: OrderStatus; readonly count: number }[]>;
  sessions(limit: number): Promise<readonly SessionRow[]>;
}

/** `GET orders` (manual): alternate spellings are resolved by the API before this point. */
export interface OrderFilter {
  readonly ids?: readonly OrderId[];
  readonly workflowIds?: readonly WorkflowId[];
  readonly statuses?: readonly OrderStatus[];
  readonly keyName?: string;
  readonly keyValue?: string;
  readonly minStarted?: Micros;
  readonly maxStarted?: Micros;
  readonly minModified?: Micros;
  readonly maxModified?: Micros;
  readonly sort: OrderSortColumn;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

export const orderSortColumns = [
  'workflow_instanceid',
  'started',
  'modified',
  'completed',
  'priority',
  'workflowstatus',
  'name',
] as const;
export type OrderSortColumn = (typeof orderSortColumns)[number];

export interface ErrorFilter {
  readonly orderId?: OrderId;
  readonly workflowId?: WorkflowId;
  readonly error?: string;
  readonly severity?: string;
  readonly retry?: boolean;
  readonly businessError?: boolean;
  readonly minCreated?: Micros;
  readonly maxCreated?: Micros;
  readonly limit: number;
  readonly offset: number;
}

export interface StoredOrderView {
  readonly row: OrderRow;
  readonly externalOrderId: string | null;
  readonly staticData: string | null;
  readonly dynamicData: string | null;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}
