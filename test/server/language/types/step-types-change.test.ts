import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { namedSteps } from '../../../../server/language/typescript/order-types-named.ts';
import { withProject } from '../../../support/language-project.ts';

test('a class rests on the order types that it names, and on all when it names them in another way', () => {
  assert.deepEqual(namedSteps("primary(order: OrderOf<'pay'>)"), ['pay']);
  assert.deepEqual(namedSteps('primary(order: OrderOf< \'pay\' >): OrderOf<"ship">'), ['pay', 'ship']);
  assert.deepEqual(namedSteps('const x = 1;'), []);
  assert.equal(namedSteps('function f<S extends string>(order: OrderOf<S>)'), undefined);
  assert.equal(namedSteps("type T = StepOrders['pay']"), undefined);
});

test('a class gets new problems when the type of its orders changes, and loses them when it changes back', () =>
  withProject(
    {
      'shop.workflow.yaml': workflow('string', ''),
      'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n',
      'pay.step.ts':
        "import { NormalStep, type OrderOf } from 'ordo';\nexport class Pay extends NormalStep {\n  primary(order: OrderOf<'pay'>) {\n    const sku: string = order.staticData.sku;\n    order.log.info(sku);\n  }\n}\n",
      'ship.step.yaml': 'type: step\nname: ship\nversion: "1.0"\n',
      'ship.step.ts': "import { NormalStep } from 'ordo';\nexport class Ship extends NormalStep {\n  primary() {}\n}\n",
    },
    async (project) => {
      const codes = async (): Promise<readonly string[]> => (await project.check()).map(({ code }) => code);
      const edit = (text: string): void => project.updateFile(path.join(project.root, 'shop.workflow.yaml'), text);
      assert.deepEqual(await codes(), []);
      edit(workflow('string', ', "ship:1.0"'));
      assert.deepEqual(await codes(), []);
      edit(workflow('integer', ', "ship:1.0"'));
      assert.deepEqual(await codes(), ['ORDO-TS-002']);
      edit(workflow('string', ''));
      assert.deepEqual(await codes(), []);
    },
  ));

function workflow(type: string, more: string): string {
  return `type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nstaticdata-type: { type: object, required: [sku], properties: { sku: { type: ${type} } } }\nsteps: ["pay:1.0"${more}]\n`;
}
