import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderTypesNamedIn } from '../../../../server/language/typescript/order-types-named.ts';
import type { StepOrderTypes } from '../../../../server/language/types/step-orders.ts';

const types: StepOrderTypes = { text: 'all', byStep: new Map([['pay', 'type of pay']]) };

test('a class rests on the order types that it names, and on all when it names them in another way', () => {
  assert.equal(orderTypesNamedIn("primary(order: OrderOf<'pay'>)", types), 'type of pay');
  assert.equal(orderTypesNamedIn('primary(order: OrderOf< \'pay\' >): OrderOf<"ship">', types), 'type of pay\n-');
  assert.equal(orderTypesNamedIn('const x = 1;', types), '');
  assert.equal(orderTypesNamedIn('function f<S extends string>(order: OrderOf<S>)', types), 'all');
  assert.equal(orderTypesNamedIn("type T = StepOrders['pay']", types), 'all');
});
