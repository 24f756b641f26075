import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonText } from '../../schemas/model/data.ts';
import { decodeData } from '../../server/base/tagged-json.ts';
import type { ConfigTarget } from '../../server/engine/engine.ts';
import { refusalOf, startEngine } from '../support/conformance.ts';
import { type EngineHarness, tester } from '../support/engine-harness.ts';
import { sketchRelease, type WorkflowSketch } from '../support/release-builder.ts';

const global: ConfigTarget = { level: 'global' };
const workflow: ConfigTarget = { level: 'workflow', workflow: 'orders' };
const step: ConfigTarget = { level: 'step', step: 'pay' };
const inWorkflow: ConfigTarget = { level: 'step', step: 'pay', workflow: 'orders' };
const warehouse = { name: 'warehouse', description: 'Which', type: 'string', default_value: 'main' };

function sketch(items: readonly JsonObject[], more: Partial<WorkflowSketch> = {}): WorkflowSketch {
  return { steps: ['pay'], step: { configItems: items }, ...more };
}

/** What the step's code gets as `order.configItems` in a new order. */
async function seenByCode(harness: EngineHarness, staticdata: JsonObject = {}): Promise<unknown> {
  let seen: JsonText | undefined;
  harness.runner.script = { pay: (call) => void (seen = call.order.configItems) };
  const orderId = await harness.run({ staticdata });
  assert.equal(await harness.statusOf(orderId), 'COMPLETE');
  return seen === undefined ? undefined : decodeData(seen);
}

const set = (harness: EngineHarness, target: ConfigTarget, name: string, value: unknown) =>
  harness.engine.config.set(target, name, { value: value as string, isTemplate: false }, tester);

test('configuration items: step goes before workflow, workflow before global, global before default', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([warehouse]));
  assert.deepEqual(await seenByCode(harness), { warehouse: 'main' });
  for (const [target, value] of [
    [global, 'g'],
    [workflow, 'w'],
    [step, 's'],
  ] as const) {
    await set(harness, target, 'warehouse', value);
    assert.deepEqual(await seenByCode(harness), { warehouse: value }, 'in force from the next call on');
    const { level, is_set } = harness.engine.config.get(inWorkflow, 'warehouse');
    assert.deepEqual([level, is_set], [target.level, true]);
  }
  for (const [target, left] of [
    [step, 'w'],
    [workflow, 'g'],
    [global, 'main'],
  ] as const) {
    const answer = await harness.engine.config.remove(target, 'warehouse', tester);
    assert.equal(answer.deleted, true);
    assert.deepEqual(await seenByCode(harness), { warehouse: left }, 'the next level holds');
  }
});

test('configuration items: a strictly local one is set at its step only', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([{ ...warehouse, strictly_local: true }]));
  assert.equal(await refusalOf(set(harness, global, 'warehouse', 'g')), 'CONFIG-ITEM-ERROR');
  assert.equal(await refusalOf(set(harness, workflow, 'warehouse', 'w')), 'CONFIG-ITEM-ERROR');
  await set(harness, step, 'warehouse', 's');
  assert.deepEqual(await seenByCode(harness), { warehouse: 's' });
});

test('configuration items: a global value set before a strictly local item is deployed does not reach it', async (t) => {
  const harness = await startEngine(t);
  await set(harness, global, 'warehouse', 'g');
  await harness.deploy(sketch([{ ...warehouse, strictly_local: true }]));
  assert.deepEqual(await seenByCode(harness), { warehouse: 'main' });
});

const wrong = [
  ['int', 1.5],
  ['int', '1'],
  ['float', '1.5'],
  ['bool', 'true'],
  ['string', 1],
  ['date', 'soon'],
  ['hash', []],
  ['list', {}],
  ['string', null],
] as const;
for (const [type, value] of wrong) {
  test(`configuration items: ${JSON.stringify(value)} is refused for type ${type}`, async (t) => {
    const harness = await startEngine(t);
    await harness.deploy(sketch([{ name: 'item', type }]));
    assert.equal(await refusalOf(set(harness, step, 'item', value)), 'CONFIG-ITEM-ERROR');
    assert.equal(harness.engine.config.get(step, 'item').is_set, false);
  });
}

test('configuration items: right values of each type reach the code; with * a value may be null; dates are dates', async (t) => {
  const harness = await startEngine(t);
  const values = { int: 3, float: 1.5, bool: false, string: 'x', hash: { a: 1 }, list: [1], any: [null], '*int': null };
  const types = [...Object.keys(values), 'date'];
  await harness.deploy(sketch(types.map((type) => ({ name: type, type }))));
  for (const [name, value] of Object.entries(values)) await set(harness, step, name, value);
  await set(harness, step, 'date', '2026-03-01T12:00:00Z');
  assert.deepEqual(await seenByCode(harness), { ...values, date: new Date('2026-03-01T12:00:00Z') });
});

test('configuration items: only allowed values are accepted', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([{ ...warehouse, allowed_values: ['main', 'north'] }]));
  assert.equal(await refusalOf(set(harness, step, 'warehouse', 'south')), 'CONFIG-ITEM-ERROR');
  await set(harness, step, 'warehouse', 'north');
});

test('configuration items: an unknown name is refused on step and workflow level', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([warehouse]));
  assert.equal(await refusalOf(set(harness, step, 'other', 'x')), 'CONFIG-ITEM-ERROR');
  assert.equal(await refusalOf(set(harness, workflow, 'other', 'x')), 'CONFIG-ITEM-ERROR');
});

test('configuration items: YAML values of step and workflow hold until operations change them, and then survive deploys', async (t) => {
  const harness = await startEngine(t);
  const items = [
    { ...warehouse, value: 'from-step' },
    { name: 'mode', type: 'string' },
  ];
  const values = [{ name: 'mode', value: 'from-workflow' }];
  await harness.deploy(sketch(items, { workflow: { configItemValues: values } }));
  assert.deepEqual(await seenByCode(harness), { warehouse: 'from-step', mode: 'from-workflow' });
  await set(harness, step, 'warehouse', 'by-hand');
  await harness.engine.config.remove(workflow, 'mode', tester);
  const again = [
    { ...warehouse, value: 'second' },
    { name: 'mode', type: 'string' },
  ];
  const newer = { workflow: { configItemValues: [{ name: 'mode', value: 'second' }] }, bundle: 'second' };
  await harness.deploy(sketch(again, newer), { start: false });
  assert.deepEqual(await seenByCode(harness), { warehouse: 'by-hand' }, 'a removal by hand survives, too');
});

test('configuration items: a value that YAML no longer sets goes with the deploy', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([{ ...warehouse, value: 'from-step' }]));
  await harness.deploy(sketch([warehouse], { bundle: 'second' }), { start: false });
  assert.deepEqual(await seenByCode(harness), { warehouse: 'main' });
});

test('configuration items: they survive a restart of the engine', async (t) => {
  const first = await startEngine(t);
  await first.deploy(sketch([warehouse]));
  await set(first, global, 'warehouse', 'kept');
  const values = (await first.store.loadDefinitions()).configValues;
  assert.deepEqual(
    values.map(({ level, name, value, manuallyUpdated }) => [level, name, value, manuallyUpdated]),
    [['global', 'warehouse', 'kept', true]],
  );
});

test('configuration items: template strings read the order and other items', async (t) => {
  const harness = await startEngine(t);
  const template = (name: string, value: string): JsonObject => ({
    name,
    type: 'any',
    value,
    is_value_templated_string: true,
  });
  await harness.deploy(
    sketch([
      warehouse,
      template('city', '$static:address.city'),
      template('count', '$static:count'),
      template('text', 'order $local:workflow_instanceid to $static:{address.city}, \\$5 from $config:warehouse'),
      template('none', '$dynamic:{nothing.here}??{no value}'),
      template('mapped', '$static:lines.sku'),
      template('self', '$config:self'),
    ]),
  );
  const data = { address: { city: 'Prague' }, count: 3, lines: [{ sku: 'A' }, { sku: 'B' }] };
  assert.deepEqual(await seenByCode(harness, data), {
    warehouse: 'main',
    city: 'Prague',
    count: 3,
    text: 'order 1 to Prague, $5 from main',
    none: 'no value',
    mapped: ['A', 'B'],
  });
});

const refused: readonly (readonly [string, readonly JsonObject[], readonly JsonObject[], string])[] = [
  ['a default of the wrong type', [{ name: 'n', type: 'int', default_value: 'x' }], [], 'ORDO-RELEASE-009'],
  ['a value of the wrong type', [{ name: 'n', type: 'int', value: 'x' }], [], 'ORDO-RELEASE-009'],
  ['a value that is not allowed', [{ name: 'n', allowed_values: ['a'], value: 'b' }], [], 'ORDO-RELEASE-009'],
  ['a workflow value of the wrong type', [{ name: 'n', type: 'int' }], [{ name: 'n', value: 'x' }], 'ORDO-RELEASE-009'],
  ['a workflow value without an item', [{ name: 'n' }], [{ name: 'm', value: 'x' }], 'ORDO-RELEASE-010'],
  [
    'a workflow value of a local item',
    [{ name: 'n', strictly_local: true }],
    [{ name: 'n', value: 'x' }],
    'ORDO-RELEASE-011',
  ],
];
for (const [what, items, values, code] of refused) {
  test(`configuration items at deploy: ${what} is refused, and nothing is installed`, async (t) => {
    const harness = await startEngine(t);
    const release = sketchRelease(sketch(items, { workflow: { configItemValues: values } }));
    const answer = await harness.engine.releases.install(release, tester);
    assert.deepEqual([answer.installed, answer.problems.map((problem) => problem.code)], [false, [code]]);
    assert.deepEqual(await harness.engine.workflows.list(), []);
  });
}

test('configuration items: values of a config-item-values object go to the level they name', async (t) => {
  const harness = await startEngine(t);
  const release = sketchRelease(sketch([warehouse, { name: 'mode', type: 'string' }]));
  const entries = [
    { name: 'mode', value: 'global' },
    {
      name: 'warehouse',
      value: 'north',
      'interface-type': 'step',
      'interface-name': 'pay',
      'interface-version': '1.0',
    },
  ];
  const source = { file: 'values.yaml', hash: '1' };
  const definition = { 'config-item-values': entries };
  const values = { kind: 'config-item-values', name: 'values', description: '', definition, source };
  const answer = await harness.engine.releases.install({ ...release, objects: [values] }, tester);
  assert.deepEqual(answer.problems, []);
  await harness.engine.workflows.start('orders', tester);
  assert.deepEqual(await seenByCode(harness), { warehouse: 'north', mode: 'global' });
});

test('configuration items: the value of a sensitive one is hidden in answers and events', async (t) => {
  const harness = await startEngine(t);
  await harness.deploy(sketch([{ name: 'password', sensitive: true, default_value: 'def-secret' }]));
  await set(harness, step, 'password', 'top-secret');
  assert.deepEqual(await seenByCode(harness), { password: 'top-secret' });
  const shown = JSON.stringify([harness.engine.config.list(inWorkflow), harness.events, harness.logLines]);
  assert.doesNotMatch(shown, /secret/);
});
