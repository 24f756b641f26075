import { statusCodes } from '../../../../../schemas/model/status.ts';
import type { OrderRow } from '../../../../../schemas/protocol/rest.ts';
import type { OrderFilter, OrderQueries, OrderSortColumn, StoredOrderView } from '../../queries.ts';
import { groupKeys } from '../load-order.ts';
import type { Sqlite } from '../open-database.ts';
import { column, Conditions, type Row } from './rows.ts';

type Counts = Awaited<ReturnType<OrderQueries['countOrders']>>;

/** What an order's row is made of. */
export const orderColumns = `o.*, w.name, w.version, d.external_order_instanceid
  FROM workflow_instance o JOIN workflows w USING (workflowid) JOIN order_instance d USING (workflow_instanceid)`;

/** The columns a list may be sorted by; statuses sort by their text, as people see them. */
const sortTerms: Readonly<Record<OrderSortColumn, string>> = {
  workflow_instanceid: 'o.workflow_instanceid',
  started: 'o.started',
  modified: 'o.modified',
  completed: 'o.completed',
  priority: 'o.priority',
  name: 'w.name',
  workflowstatus: `CASE o.workflowstatus ${Object.entries(statusCodes)
    .map(([text, code]) => `WHEN '${code}' THEN '${text}'`)
    .join(' ')} END`,
};

/** Orders that match every part of the filter. */
export function searchOrders(db: Sqlite, filter: OrderFilter): readonly OrderRow[] {
  const direction = filter.descending ? 'DESC' : 'ASC';
  const where = orderConditions(filter);
  const order = `ORDER BY ${sortTerms[filter.sort]} ${direction}, o.workflow_instanceid ${direction}`;
  // The page is found first, so that names and data are looked up for its rows alone.
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT ${orderColumns} WHERE o.workflow_instanceid IN (
         SELECT o.workflow_instanceid FROM workflow_instance o ${filter.sort === 'name' ? 'JOIN workflows w USING (workflowid)' : ''}
         ${where.toString()} ${order} LIMIT ? OFFSET ?) ${order}`,
    )
    .all(...where.values, filter.limit, filter.offset);
  return rows.map(orderRow);
}

function orderConditions(filter: OrderFilter): Conditions {
  const conditions = new Conditions()
    .addList('o.workflow_instanceid', filter.ids)
    .addList('o.workflowid', filter.workflowIds)
    .addList(
      'o.workflowstatus',
      filter.statuses?.map((status) => statusCodes[status]),
    )
    .add('o.started >= ?', filter.minStarted)
    .add('o.started <= ?', filter.maxStarted)
    .add('o.modified >= ?', filter.minModified)
    .add('o.modified <= ?', filter.maxModified);
  return filter.keyName === undefined && filter.keyValue === undefined ? conditions : addKey(conditions, filter);
}

/** Name and value must meet in one key. */
function addKey(conditions: Conditions, { keyName, keyValue }: OrderFilter): Conditions {
  const key = new Conditions().add('keyname = ?', keyName).add('value = ?', keyValue);
  const term = `o.workflow_instanceid IN (SELECT workflow_instanceid FROM order_instance_keys ${key.toString()})`;
  return conditions.addTerm(term, key.values);
}

/** One order with its data as stored, or undefined. */
export function findOrder(db: Sqlite, orderId: number): StoredOrderView | undefined {
  const row = db
    .prepare<[number], Row>(`SELECT d.staticdata, d.dynamicdata, ${orderColumns} WHERE o.workflow_instanceid = ?`)
    .get(orderId);
  if (row === undefined) return undefined;
  const keys = db
    .prepare<[number], { keyname: string; value: string }>(
      'SELECT keyname, value FROM order_instance_keys WHERE workflow_instanceid = ?',
    )
    .all(orderId);
  return {
    row: orderRow(row),
    externalOrderId: column.textOrNull(row, 'external_order_instanceid'),
    staticData: column.textOrNull(row, 'staticdata'),
    dynamicData: column.textOrNull(row, 'dynamicdata'),
    keys: groupKeys(keys),
  };
}

/** Orders by workflow and status. */
export function countOrders(db: Sqlite, filter: { readonly modifiedSince?: number }): Counts {
  const where = new Conditions().add('modified >= ?', filter.modifiedSince);
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT workflowid, workflowstatus, count(*) AS count FROM workflow_instance ${where.toString()}
       GROUP BY workflowstatus, workflowid`,
    )
    .all(...where.values);
  return rows.map((row) => ({
    workflowId: column.number(row, 'workflowid') as Counts[number]['workflowId'],
    status: column.status(row, 'workflowstatus'),
    count: column.number(row, 'count'),
  }));
}

/** One order as lists show it. */
export function orderRow(row: Row): OrderRow {
  return {
    workflow_instanceid: column.number(row, 'workflow_instanceid'),
    workflowid: column.number(row, 'workflowid'),
    name: column.text(row, 'name'),
    version: column.text(row, 'version'),
    workflowstatus: column.status(row, 'workflowstatus'),
    workflowstatus_orig: column.statusOrNull(row, 'workflowstatus_orig'),
    status_sessionid: column.number(row, 'status_sessionid'),
    parent_workflow_instanceid: column.numberOrNull(row, 'parent_workflow_instanceid'),
    external_order_instanceid: column.textOrNull(row, 'external_order_instanceid'),
    synchronous: column.flag(row, 'synchronous'),
    business_error: column.flag(row, 'business_error'),
    operator_lock: column.textOrNull(row, 'operator_lock'),
    note_count: column.number(row, 'note_count'),
    warning_count: column.number(row, 'warnings'),
    error_count: column.number(row, 'errors'),
    retry_count: column.number(row, 'retries'),
    custom_status: column.textOrNull(row, 'custom_status'),
    priority: column.number(row, 'priority'),
    scheduled: column.timeOrNull(row, 'scheduled'),
    started: column.time(row, 'started'),
    completed: column.timeOrNull(row, 'completed'),
    modified: column.time(row, 'modified'),
  };
}
