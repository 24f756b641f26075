import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';

const options = async (harness: EngineHarness) => (await harness.engine.workflows.get('orders')).options;

test('workflow options: system options that a workflow may override are set for it alone, checked, and survive a deploy', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  await harness.engine.workflows.setOptions('orders', { recover_delay: '7' }, tester);
  assert.equal((await options(harness))['recover_delay'], 7);
  await harness.deploy({ steps: ['pay', 'ship <- pay'] }, { start: false });
  assert.equal((await options(harness))['recover_delay'], 7);
  const wrong = harness.engine.workflows.setOptions('orders', { recover_delay: 'soon' }, tester);
  assert.equal(await refusalOf(wrong), 'WORKFLOW-OPTION-ERROR');
  await harness.engine.workflows.setOptions('orders', { recover_delay: null }, tester);
  assert.equal((await options(harness))['recover_delay'], 60);
});

test('workflow options: a workflow that declares options accepts only those and the system’s; all are set or none', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'], workflow: { options: { colour: 'Colour of the parcel' } } });
  await harness.engine.workflows.setOptions('orders', { colour: 'red' }, tester);
  const mixed = harness.engine.workflows.setOptions('orders', { colour: 'blue', size: 3 }, tester);
  assert.equal(await refusalOf(mixed), 'WORKFLOW-OPTION-ERROR');
  assert.equal((await options(harness))['colour'], 'red');
});

test('deprecated: a deprecated workflow stops, cannot be started, and comes back', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await harness.engine.workflows.setDeprecated('orders', true, tester), 1);
  assert.equal(harness.engine.executions.list().length, 0);
  assert.equal(await refusalOf(harness.engine.workflows.start('orders', tester)), 'WORKFLOW-START-ERROR');
  await harness.engine.workflows.setDeprecated('orders', false, tester);
  await harness.engine.workflows.start('orders', tester);
});
