import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asId, type OrderId } from '../../../../schemas/model/ids.ts';
import { SystemClock } from '../../../../server/base/clock.ts';
import { ProcessRunnerHost } from '../../../../server/isolation/process-runner-host.ts';
import { EngineHarness, tester } from '../../../support/engine-harness.ts';
import { waitFor } from '../../../support/wait.ts';

/** A workflow's class and a step, as people write them; what they see is kept in dynamic data. */
const code = `
const { NormalStep, Workflow } = require('ordo');
exports.workflow = class extends Workflow {
  async oneTimeInit(instance) {
    await instance.instanceData.update({ rate: 7, name: instance.workflow.name });
  }
  async attach(order) {
    await order.tempData.update({ token: 'T' });
    await order.sensitiveData.update({ skey: 'customer', svalue: 'C-1' }, { iban: 'X' }, { aliases: ['buyer'] });
  }
  async detach(order, status, external) {
    await order.dynamicData.update({ detached: [status, external ?? null] });
  }
  async errorHandler(order, error, definition, info) {
    await order.addNote([error, definition === undefined ? 'none' : definition.status, info].join(' '));
  }
};
exports.steps = {
  'pay:1.0': class extends NormalStep {
    async primary(order) {
      const buyer = await order.sensitiveData.get({ alias: 'buyer' });
      const { status } = await order.info.getWorkflowInstanceData();
      order.stepWarning('ODD', 'a warning');
      await order.dynamicData.update({
        rate: order.instanceData.get('rate'),
        token: order.tempData.get('token'),
        iban: buyer.data.iban,
        warehouse: order.configItems.warehouse,
        status,
        executed: [await order.info.stepExecuted('pay'), await order.info.stepExecuted('ship')],
        refused: await order.setBlocked().catch((error) => error.code),
      });
    }
  },
  'ship:1.0': class extends NormalStep { primary() {} },
};
`;

test('a workflow class, instance data, sensitive data, information and configuration items in a real runner', async (t) => {
  const clock = new SystemClock();
  const harness = await EngineHarness.start({ clock, runner: new ProcessRunnerHost({ clock }) });
  t.after(() => harness.close());
  const hooks = ['oneTimeInit', 'attach', 'detach', 'errorHandler'];
  await harness.deploy({
    steps: ['pay', 'ship <- pay'],
    workflow: { className: 'Orders', hooks },
    step: { configItems: [{ name: 'warehouse', type: 'string', default_value: 'main' }] },
    code,
    bundle: 'workflow-class',
  });
  const request = { staticdata: {}, external_order_instanceid: 'EXT' };
  const { workflow_instanceid } = await harness.engine.orders.create('orders', request, tester);
  const orderId = asId<OrderId>(workflow_instanceid);
  await waitFor('the order', async () => (await harness.statusOf(orderId)) === 'COMPLETE');
  await waitFor('the note', async () => (await harness.get(orderId)).notes.length > 0);
  const order = await harness.get(orderId);
  assert.deepEqual(order.dynamicdata, {
    rate: 7,
    token: 'T',
    iban: 'X',
    warehouse: 'main',
    status: 'IN-PROGRESS',
    executed: [true, false],
    refused: 'BLOCK-ERROR',
    detached: ['COMPLETE', 'EXT'],
  });
  assert.deepEqual(
    order.notes.map(({ note }) => note),
    ['ODD none a warning'],
  );
});
