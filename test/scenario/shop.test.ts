import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { countEffects, EndSystems } from '../support/end-systems.ts';
import { findViolations } from '../support/invariants.ts';
import { copySample, type OrderFile, readOrderFiles, type SampleProject } from '../support/project.ts';
import { deploy, ProjectEngine } from '../support/project-engine.ts';

/** The fifty orders of the sample, all at once, on the engine that people use. */
describe('the sample', () => {
  const files = readOrderFiles();
  const orderIds = new Map<string, number>();
  let project: SampleProject;
  let systems: EndSystems;
  let engine: ProjectEngine;

  before(async () => {
    project = copySample();
    systems = await EndSystems.start(project.folder);
    engine = await ProjectEngine.start(project);
    await deploy(project);
    for (const file of files) orderIds.set(file.name, await send(engine, file));
  });
  after(async () => {
    await engine.kill();
    await systems.stop();
    project.remove();
  });

  const idOf = (file: OrderFile): number => orderIds.get(file.name) ?? assert.fail(`${file.name} was not sent`);

  for (const file of files) {
    test(`${file.name} ends ${file.expect.status}`, async () => {
      const order = await engine.waitForEnd(idOf(file));
      const errors = [...new Set(order.ErrorInstances.map(({ error }) => error))].sort();
      assert.equal(order.workflowstatus, file.expect.status);
      assert.deepEqual(errors, [...(file.expect.errors ?? [])].sort());
    });
    test(`${file.name} leaves in the ledger what it says`, async () => {
      await engine.waitForEnd(idOf(file));
      const known = { orderNumber: file.order.staticdata.orderNumber, orderId: idOf(file) };
      const ledger = systems.ledger();
      const { payments = 0, refunds = 0, shipments = 0 } = file.expect;
      assert.deepEqual(
        [
          countEffects(ledger, 'payment', known),
          countEffects(ledger, 'refund', known),
          countEffects(ledger, 'shipment', known),
        ],
        [payments, refunds, shipments],
      );
    });
  }

  test('all of it kept the rules', async () => {
    await engine.waitUntilSettled();
    const acknowledged = files.map((file) => ({ orderId: idOf(file), staticdata: { ...file.order.staticdata } }));
    const violations = findViolations(engine.database, { ledger: systems.ledger(), acknowledged, settled: true });
    assert.deepEqual(violations, []);
  });
});

async function send(engine: ProjectEngine, { workflow, order, scheduleAfterSeconds }: OrderFile): Promise<number> {
  const scheduled =
    scheduleAfterSeconds === undefined
      ? {}
      : { scheduled: new Date(Date.now() + scheduleAfterSeconds * 1000).toISOString() };
  return (await engine.client.createOrder(workflow, { ...order, ...scheduled })).workflow_instanceid;
}
