import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RaisedError } from '../../schemas/protocol/runner.ts';
import type { CallPeer, StepCall } from '../../server/isolation/runner-host.ts';
import { failing, startEngine } from '../support/conformance.ts';
import { tester } from '../support/engine-harness.ts';
import { Latch, StepError } from '../support/scripted-runner.ts';

const raise = (error: Partial<RaisedError> & { error: string }) => (_: StepCall, peer: CallPeer) =>
  peer.raised({ info: '', ...error });

test('error handling: an undefined error is MAJOR and gives ERROR; dependents do not run', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'NEVER-HEARD-OF') } });
  await harness.deploy({ steps: ['pay', 'ship <- pay'] });
  const orderId = await harness.run();
  const order = await harness.get(orderId);
  assert.equal(order.workflowstatus, 'ERROR');
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'ERROR' });
  const [error] = order.ErrorInstances;
  assert.deepEqual(
    [error?.error, error?.severity, error?.retry, error?.stepname, error?.ind, error?.info],
    ['NEVER-HEARD-OF', 'MAJOR', false, 'pay', 0, 'NEVER-HEARD-OF was thrown'],
  );
  assert.equal(order.error_count, 1);
});

test('error handling: an independent branch goes on when a step fails', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'BAD') } });
  await harness.deploy({ steps: ['start', 'pay <- start', 'pack <- start', 'label <- pack', 'ship <- label, pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await harness.stepsOf(orderId), {
    start: 'COMPLETE',
    pay: 'ERROR',
    pack: 'COMPLETE',
    label: 'COMPLETE',
  });
});

test('error handling: the alternative name is looked up when the first is not defined', async (t) => {
  const error = new StepError('ECONNREFUSED', { alternative: 'SOCKET-CONNECT-ERROR' });
  const harness = await startEngine(t, { script: { pay: failing(1, error) } });
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await harness.statusOf(await harness.run()), 'RETRY');
});

test('error handling: the definition of the workflow goes before the global one', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'RETRY-ERROR') } });
  await harness.deploy({ steps: ['pay'], errors: [{ error: 'RETRY-ERROR', status: 'ERROR', level: 'WORKFLOW' }] });
  assert.equal(await harness.statusOf(await harness.run()), 'ERROR');
});

for (const severity of ['MINOR', 'WARNING', 'INFO', 'NONE'] as const) {
  test(`severities: ${severity} is logged and does not change the step's status`, async (t) => {
    const harness = await startEngine(t, { script: { pay: raise({ error: 'LIGHT' }) } });
    await harness.deploy({ steps: ['pay', 'ship <- pay'], errors: [{ error: 'LIGHT', severity, status: 'ERROR' }] });
    const order = await harness.get(await harness.run());
    assert.equal(order.workflowstatus, 'COMPLETE');
    assert.deepEqual([order.ErrorInstances[0]?.severity, order.ErrorInstances[0]?.retry], [severity, false]);
    const counted = { MINOR: [1, 0], WARNING: [0, 1], INFO: [0, 0], NONE: [0, 0] }[severity];
    assert.deepEqual([order.error_count, order.warning_count], counted);
  });
}

test('severities: stepWarning never touches the status, whatever the definition says', async (t) => {
  const harness = await startEngine(t, { script: { pay: raise({ error: 'BAD', severity: 'WARNING' }) } });
  await harness.deploy({ steps: ['pay'], errors: [{ error: 'BAD', severity: 'FATAL', status: 'ERROR' }] });
  const order = await harness.get(await harness.run());
  assert.deepEqual([order.workflowstatus, order.warning_count], ['COMPLETE', 1]);
});

test('severities: stepError with a MAJOR error lets the method go on and decides the status at its end', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, {
    script: {
      pay: async (_, peer) => {
        peer.raised({ error: 'BAD', info: 'no funds' });
        await latch.wait();
      },
    },
  });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'IN-PROGRESS');
  assert.equal((await harness.get(orderId)).ErrorInstances.length, 1);
  latch.open();
  await harness.settle();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
});

const orders = [
  ['a first ERROR is not downgraded by a later RETRY', ['BAD', 'RETRY-ERROR'], 'ERROR'],
  ['a later ERROR replaces an earlier RETRY', ['RETRY-ERROR', 'BAD'], 'ERROR'],
  ['two RETRY errors give RETRY', ['RETRY-ERROR', 'RETRY-ERROR'], 'RETRY'],
] as const;

for (const [what, errors, status] of orders) {
  test(`several errors in one step: ${what}`, async (t) => {
    const pay = (_: StepCall, peer: CallPeer): void => errors.forEach((error) => peer.raised({ error, info: '' }));
    const harness = await startEngine(t, { script: { pay } });
    await harness.deploy({ steps: ['pay'] });
    assert.equal(await harness.statusOf(await harness.run()), status);
  });
}

test('severities: FATAL gives the status and stops the execution instance, with an ongoing alert', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'DOOM') } });
  await harness.deploy({ steps: ['pay'], errors: [{ error: 'DOOM', severity: 'FATAL', status: 'ERROR' }] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(harness.engine.executions.list(), []);
  assert.equal(harness.engine.alerts.list()[0]?.alert, 'FATAL-ERROR');
  assert.equal(harness.engine.health().health, 'RED');
  const waiting = await harness.run();
  assert.equal(await harness.statusOf(waiting), 'READY');
  await harness.engine.workflows.start('orders', tester);
  await harness.settle();
  assert.equal(await harness.statusOf(waiting), 'COMPLETE');
  assert.equal(harness.engine.health().health, 'GREEN');
});

test('a definition with status CANCELED: the step is ERROR, the order CANCELED, its saved status ERROR', async (t) => {
  const latch = new Latch();
  const harness = await startEngine(t, { script: { pay: failing(1, 'STOP-IT'), pack: () => latch.wait() } });
  await harness.deploy({ steps: ['pay', 'pack'], errors: [{ error: 'STOP-IT', status: 'CANCELED' }] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'IN-PROGRESS');
  latch.open();
  await harness.settle();
  const order = await harness.get(orderId);
  assert.deepEqual([order.workflowstatus, order.workflowstatus_orig], ['CANCELED', 'ERROR']);
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'ERROR', pack: 'COMPLETE' });
});

test('business errors: the flag stands only while the status is due to one', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'BUSINESS-RETRY-ERROR') } });
  await harness.deploy({ steps: ['pay'] });
  const orderId = await harness.run();
  const failed = await harness.get(orderId);
  assert.deepEqual([failed.workflowstatus, failed.business_error], ['RETRY', true]);
  assert.equal(failed.ErrorInstances[0]?.business_error, true);
  await harness.pass(60);
  const done = await harness.get(orderId);
  assert.deepEqual([done.workflowstatus, done.business_error], ['COMPLETE', false]);
});

test('status aggregation: ERROR outranks RETRY', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1), pack: failing(1, 'BAD') } });
  await harness.deploy({ steps: ['pay', 'pack'] });
  const orderId = await harness.run();
  assert.equal(await harness.statusOf(orderId), 'ERROR');
  assert.deepEqual(await harness.stepsOf(orderId), { pay: 'RETRY', pack: 'ERROR' });
});

test('an error without a name is UNKNOWN-ERROR', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, new StepError('')) } });
  await harness.deploy({ steps: ['pay'] });
  const order = await harness.get(await harness.run());
  assert.equal(order.ErrorInstances[0]?.error, 'UNKNOWN-ERROR');
});

test('error definitions by API: a change holds from the next error on', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(2, 'CARD-DOWN') } });
  await harness.deploy({ steps: ['pay'] });
  assert.equal(await harness.statusOf(await harness.run()), 'ERROR');
  const definition = {
    error: 'CARD-DOWN',
    description: 'x',
    severity: 'MAJOR',
    status: 'RETRY',
    business: false,
  } as const;
  assert.equal(await harness.engine.errors.create(definition, {}, tester), 'CREATED-GLOBAL');
  assert.equal(await harness.statusOf(await harness.run()), 'RETRY');
});

test('error definitions: what operations changed is left alone by later deploys; what nobody changed follows them', async (t) => {
  const harness = await startEngine(t, { script: { pay: failing(1, 'BAD') } });
  const errors = (status: 'ERROR' | 'RETRY', level: 'GLOBAL' | 'WORKFLOW') => [
    { error: 'BAD', status, level },
    { error: 'OTHER', status, level },
  ];
  for (const level of ['GLOBAL', 'WORKFLOW'] as const) {
    const name = level.toLowerCase();
    await harness.deploy({ name, steps: ['pay'], errors: errors('ERROR', level) });
    const place = level === 'GLOBAL' ? {} : { workflow: name };
    await harness.engine.errors.update('BAD', { severity: 'MINOR' }, place, tester);
    await harness.deploy(
      { name, steps: ['pay'], errors: errors('RETRY', level), bundle: `second-${name}` },
      { start: false },
    );
    const rows = level === 'GLOBAL' ? harness.engine.errors.global() : harness.engine.errors.ofWorkflow(name);
    const found = rows.filter(({ error, type }) => ['BAD', 'OTHER'].includes(error) && type === name);
    assert.deepEqual(
      found.map((row) => [row.error, row.severity, row.status, row.manually_updated]),
      [
        ['BAD', 'MINOR', 'ERROR', true],
        ['OTHER', 'MAJOR', 'RETRY', false],
      ],
      level,
    );
  }
});

test('error definitions: with auto-error-update false a deploy only creates new global ones', async (t) => {
  const harness = await startEngine(t, { options: { 'auto-error-update': false } });
  await harness.deploy({ steps: ['pay'], errors: [{ error: 'BAD', status: 'ERROR', level: 'GLOBAL' }] });
  const errors = [
    { error: 'BAD', status: 'RETRY', level: 'GLOBAL' },
    { error: 'NEW', status: 'RETRY', level: 'GLOBAL' },
  ] as const;
  await harness.deploy({ steps: ['pay'], errors, bundle: 'second' }, { start: false });
  const found = harness.engine.errors.global().filter(({ error }) => ['BAD', 'NEW'].includes(error));
  assert.deepEqual(
    found.map(({ error, status }) => [error, status]),
    [
      ['BAD', 'ERROR'],
      ['NEW', 'RETRY'],
    ],
  );
});
