import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, test } from 'node:test';
import { countEffects, EndSystems } from '../support/end-systems.ts';
import { copySample, type SampleProject } from '../support/project.ts';

let project: SampleProject;
let systems: EndSystems;
beforeEach(async () => {
  project = copySample();
  systems = await EndSystems.start(project.folder);
});
afterEach(async () => {
  await systems.stop();
  project.remove();
});

const charge = { reference: 'S-1/1/a', amount: 100, currency: 'EUR', card: 'card-visa' };
const payments = () => countEffects(systems.ledger(), 'payment', { orderNumber: 'S-1', orderId: 1 });

test('the payment system charges again each time it is asked', async () => {
  await post('payment', '/payments', charge);
  await post('payment', '/payments', charge);
  assert.equal(payments(), 2);
});

test('stock acts once for a reference, however often it is asked', async () => {
  const before = await available('MUG-01');
  for (const _ of [1, 2])
    await call('PUT', 'stock', '/reservations/S-1%2F1%2Fa', { lines: [{ sku: 'MUG-01', quantity: 3 }] });
  assert.equal(await available('MUG-01'), before - 3);
});

test('a lost reply has taken the money, a lost request has not', async () => {
  await assert.rejects(post('payment', '/payments', { ...charge, card: 'card-visa+lost-reply' }));
  assert.equal(payments(), 1);
  await assert.rejects(
    post('payment', '/payments', { ...charge, reference: 'S-2/2/b', card: 'card-visa+lost-request' }),
  );
  assert.equal(countEffects(systems.ledger(), 'payment', { orderNumber: 'S-2', orderId: 2 }), 0);
});

test('a busy system refuses the given number of calls and then works', async () => {
  const statuses = [];
  for (const _ of [1, 2, 3])
    statuses.push((await post('payment', '/payments', { ...charge, card: 'card-visa+fail2' })).status);
  assert.deepEqual(statuses, [503, 503, 201]);
  assert.equal(payments(), 1);
});

test('a slow charge is found as processing before it is done', async () => {
  const slow = post('payment', '/payments', { ...charge, card: 'card-visa+slow1' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(await find('/payments?reference=S-1/1/a'), ['processing']);
  await slow;
  assert.deepEqual(await find('/payments?reference=S-1/1/a'), ['captured']);
});

test('a killed program comes back with all it had done, and without a half-written line', async () => {
  await post('payment', '/payments', charge);
  const before = await available('MUG-01');
  await call('PUT', 'stock', '/reservations/S-1%2F1%2Fa', { lines: [{ sku: 'MUG-01', quantity: 2 }] });
  await systems.stop('SIGKILL');
  appendFileSync(path.join(project.folder, 'end-systems', 'data', 'ledger.jsonl'), '{"n":9,"effect":{"ty');
  systems = await EndSystems.start(project.folder);
  assert.deepEqual(await find('/payments?reference=S-1/1/a'), ['captured']);
  assert.equal(await available('MUG-01'), before - 2);
});

test('a second program on the same ledger is refused', () => {
  const second = spawnSync(process.execPath, [path.join(project.folder, 'end-systems', 'main.mjs')], {
    encoding: 'utf8',
  });
  assert.equal(second.status, 1);
  assert.match(second.stderr, /run already \(process \d+/);
});

test('misbehaviour that is asked for over HTTP meets the next calls only', async () => {
  await systems.control({ system: 'payment', operation: 'charge', behaviour: 'fail', times: 1 });
  assert.equal((await post('payment', '/payments', charge)).status, 503);
  assert.equal((await post('payment', '/payments', charge)).status, 201);
});

test('what is not a request is refused with the reason', async () => {
  const answers = [
    await call('POST', 'payment', '/payments', { amount: 1 }),
    await call('POST', 'payment', '/payments', { ...charge, amount: -1 }),
    await call('POST', 'payment', '/nowhere', {}),
    await fetch(`${systems.addresses.payment}/payments`, { method: 'POST', body: '{' }),
  ];
  assert.deepEqual(
    await Promise.all(answers.map(async (answer) => [answer.status, ((await answer.json()) as { code: string }).code])),
    [
      [422, 'BAD-REQUEST'],
      [422, 'BAD-REQUEST'],
      [404, 'NOT-FOUND'],
      [400, 'BAD-REQUEST'],
    ],
  );
});

type System = 'stock' | 'payment' | 'carrier' | 'mail';

function call(method: string, system: System, pathAndQuery: string, body: object): Promise<Response> {
  return fetch(systems.addresses[system] + pathAndQuery, { method, body: JSON.stringify(body) });
}

function post(system: System, pathAndQuery: string, body: object): Promise<Response> {
  return call('POST', system, pathAndQuery, body);
}

async function available(sku: string): Promise<number> {
  const response = await fetch(`${systems.addresses.stock}/articles/${sku}`);
  return ((await response.json()) as { available: number }).available;
}

async function find(pathAndQuery: string): Promise<string[]> {
  const response = await fetch(systems.addresses.payment + pathAndQuery);
  return ((await response.json()) as { status: string }[]).map((found) => found.status);
}
