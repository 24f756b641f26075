import { StoreRefusal, type OrderCreated, type OrderDecision } from '../store.ts';
import type { OrderStatements } from './order-statements.ts';

type Keys = Readonly<Record<string, readonly string[]>>;
type UniqueKeys = NonNullable<OrderCreated['uniqueKeys']>[number];

/** Adds keys to those the order has. */
export function putKeys(statements: OrderStatements, { orderId, workflowId }: OrderDecision, keys: Keys): void {
  for (const [name, values] of Object.entries(keys)) {
    for (const value of values) statements.putKey.run(orderId, name, value, workflowId);
  }
}

/** Throws DUPLICATE-ORDER-KEY when another order of the scope has one of the keys (manual: create order). */
export function refuseDuplicateKeys(statements: OrderStatements, decision: OrderDecision, unique: UniqueKeys): void {
  for (const [name, values] of Object.entries(unique.keys)) {
    for (const value of values) {
      const owners = findOwners(statements, decision, unique.scope, name, value);
      if (owners.length === 0) continue;
      const orders = owners.length === 1 ? `order ${owners[0]}` : `orders ${owners.join(', ')}`;
      throw new StoreRefusal('DUPLICATE-ORDER-KEY', `The key ${name} = "${value}" exists already in ${orders}`);
    }
  }
}

function findOwners(
  statements: OrderStatements,
  { orderId, workflowId }: OrderDecision,
  scope: UniqueKeys['scope'],
  name: string,
  value: string,
): readonly number[] {
  const rows =
    scope === 'global'
      ? statements.findKeyInSystem.all(name, value, orderId)
      : scope === 'workflow-name'
        ? statements.findKeyInWorkflowName.all(name, value, orderId, workflowId)
        : statements.findKeyInWorkflow.all(name, value, orderId, workflowId);
  return (rows as { id: number }[]).map(({ id }) => id);
}
