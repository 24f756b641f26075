import { statusCodes, statusOf, type StatusCode } from '../../../../schemas/model/status.ts';
import type { OrderColumns } from '../store.ts';
import type { Statement } from './open-database.ts';
import type { OrderStatements } from './order-statements.ts';

type ColumnName = keyof OrderColumns;
type Sql = number | string | null;

interface Column<Value> {
  /** Name in the table. */
  readonly sql: string;
  toSql(value: Value): Sql;
  fromSql(value: Sql): Value;
}

const plain = <Value>(sql: string): Column<Value> => ({
  sql,
  toSql: (value) => value as Sql,
  fromSql: (value) => value as Value,
});
const flag = (sql: string): Column<boolean> => ({ sql, toSql: Number, fromSql: (value) => value === 1 });

/** The machine's names of an order's columns and the table's, in the order in which statements bind them. */
const columns: { readonly [Name in ColumnName]: Column<OrderColumns[Name]> } = {
  status: {
    sql: 'workflowstatus',
    toSql: (status) => statusCodes[status],
    fromSql: (code) => statusOf(code as StatusCode),
  },
  originalStatus: {
    sql: 'workflowstatus_orig',
    toSql: (status) => (status === null ? null : statusCodes[status]),
    fromSql: (code) => (code === null ? null : statusOf(code as StatusCode)),
  },
  sessionId: plain('status_sessionid'),
  synchronous: flag('synchronous'),
  priority: plain('priority'),
  scheduled: plain('scheduled'),
  started: plain('started'),
  completed: plain('completed'),
  warnings: plain('warnings'),
  errors: plain('errors'),
  retries: plain('retries'),
  businessError: flag('business_error'),
  customStatus: plain('custom_status'),
  operatorLock: plain('operator_lock'),
};

export const orderColumnNames = Object.keys(columns) as readonly ColumnName[];

/** One column's value as the table holds it. */
export function columnValue(order: OrderColumns, name: ColumnName): Sql {
  return (columns[name] as Column<unknown>).toSql(order[name]);
}

/** The machine's columns out of a row of the table. */
export function orderColumnsOf(row: Readonly<Record<string, Sql>>): OrderColumns {
  return Object.fromEntries(
    orderColumnNames.map((name) => {
      const column = columns[name] as Column<unknown>;
      return [name, column.fromSql(row[column.sql] ?? null)];
    }),
  ) as unknown as OrderColumns;
}

/** The update of just these columns (a bit each, by `orderColumnNames`); decisions use few combinations, each is prepared once. */
export function updateOrderStatement(statements: OrderStatements, changed: number): Statement {
  const known = statements.orderUpdates.get(changed);
  if (known !== undefined) return known;
  const assignments = orderColumnNames
    .filter((_, index) => changed & (1 << index))
    .map((name) => `${columns[name].sql} = ?`);
  const sql = `UPDATE workflow_instance SET ${[...assignments, 'modified = ?'].join(', ')} WHERE workflow_instanceid = ?`;
  const statement = statements.db.prepare(sql);
  statements.orderUpdates.set(changed, statement);
  return statement;
}
