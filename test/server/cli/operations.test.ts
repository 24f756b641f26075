import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runnableRelease, startTestHost, type TestHost } from '../../support/test-host.ts';
import { runCliHere, type CliRun } from '../../support/run-cli.ts';

describe('ordo operates an engine', () => {
  let host: TestHost;

  before(async () => {
    host = await startTestHost(undefined);
    const shop = runnableRelease({ name: 'shop', steps: ['pay'], workflow: { keylist: ['customer'] } }, { pay: '' });
    const asking = runnableRelease(
      { name: 'asking', steps: ['ask [AsyncStep]', 'arrive [EventStep]'] },
      { ask: '', arrive: '' },
    );
    for (const release of [shop, asking]) {
      const answer = (await host.request('POST', 'releases', release)).body as { installed: boolean };
      assert.ok(answer.installed, JSON.stringify(answer));
    }
  });
  after(() => host.stop('the test ended'));

  const ordo = (...args: readonly string[]): Promise<CliRun> =>
    runCliHere([...args, '--key', 'test', '--state', path.join(host.home, 'state')], host.home);
  async function ok(...args: readonly string[]): Promise<string> {
    const run = await ordo(...args);
    assert.equal(run.code, 0, `ordo ${args.join(' ')}: ${run.stderr}${run.stdout}`);
    return run.stdout;
  }
  const json = async <T>(...args: readonly string[]): Promise<T> => JSON.parse(await ok(...args, '--json')) as T;
  async function newOrder(customer = 'A'): Promise<string> {
    const body = { staticdata: { n: 1 }, orderkeys: { customer } };
    const answer = await host.request('POST', 'workflows/shop/createOrder', body);
    return String((answer.body as { workflow_instanceid: number }).workflow_instanceid);
  }
  const order = (id: string): Promise<Record<string, unknown>> => json('order', 'show', id);

  test('priority, date, lock, notes, data and keys of an order', async () => {
    const id = await newOrder();
    assert.match(await ok('order', 'priority', id, '7'), /priority 7/);
    await ok('order', 'reschedule', id, '2035-01-01');
    await ok('order', 'lock', id, '--note', 'asking the customer');
    await ok('order', 'note', id, 'they', 'called');
    assert.match(await ok('order', 'notes', id), /they called[\s\S]*asking the customer/);
    await ok('order', 'edit', id, '--set', '{"checked": true}');
    await ok('order', 'edit', id, '--path', 'address.city', '--value', 'Berlin');
    await ok('order', 'keys', id, 'customer=B', 'customer=C');
    const shown = await order(id);
    assert.deepEqual([shown['priority'], shown['workflowstatus']], [7, 'SCHEDULED']);
    assert.notEqual(shown['operator_lock'], null);
    assert.deepEqual(shown['dynamicdata'], { checked: true, address: { city: 'Berlin' } });
    assert.deepEqual(shown['keys'], { customer: ['B', 'C'] });
    await ok('order', 'unlock', id);
    assert.equal((await order(id))['operator_lock'], null);
  });

  test('orders are found by a filter; a dry run changes nothing; a refusal is exit code 1 with the engine’s words', async () => {
    const id = await newOrder('filtered');
    const filter = ['--order-key', 'customer=filtered'];
    assert.match(
      await ok('order', 'cancel', ...filter, '--dry-run'),
      new RegExp(`Order ${id}: would cancel → CANCELED`),
    );
    assert.equal((await order(id))['workflowstatus'], 'READY');
    assert.match(await ok('order', 'cancel', ...filter), /cancel → CANCELED/);
    const again = await ordo('order', 'cancel', id);
    assert.notEqual(again.code, 0);
    assert.match(again.stderr, /CANCEL-WORKFLOW-ERROR/);
    const none = await ordo('order', 'cancel');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /No order is named/);
  });

  test('queues: early answers are kept, listed, shown and canceled', async () => {
    await ok('queue', 'insert', 'answers', 'K1', '--data', '{"booking": "OK"}');
    assert.match(await ok('queue', 'list'), /answers/);
    assert.match(await ok('queue', 'entries', 'answers'), /K1 +EARLY/);
    assert.deepEqual((await json<{ data: unknown }>('queue', 'show', 'answers', 'K1')).data, { booking: 'OK' });
    const refused = await ordo('queue', 'update', 'answers', 'nobody', '--data', '1');
    assert.match(refused.stderr, /INVALID-KEY/);
    await ok('queue', 'cancel', 'answers', 'K1');
    assert.match(await ok('queue', 'entries', 'answers'), /No entries/);
  });

  test('events: posted once and for all', async () => {
    assert.match(await ok('event', 'types'), /arrivals/);
    assert.match(await ok('event', 'post', 'arrivals', 'ship-1'), /is posted/);
    assert.match(await ok('event', 'post', 'arrivals', 'ship-1'), /had been posted already/);
    assert.match(await ok('event', 'list', 'arrivals', '--posted'), /ship-1 +yes/);
    assert.equal((await json<{ event_posted: boolean }>('event', 'show', 'arrivals', 'ship-1')).event_posted, true);
  });

  test('error definitions: created, listed, changed and deleted', async () => {
    await ok('error', 'set', 'CARD-TIMEOUT', '--status', 'RETRY', '--retry-delay', '30', '--description', 'no answer');
    assert.match(await ok('error', 'list'), /CARD-TIMEOUT +global +MAJOR +RETRY +30/);
    await ok('error', 'set', 'CARD-TIMEOUT', '--severity', 'MINOR', '--business', '-w', 'shop');
    assert.match(await ok('error', 'list', '-w', 'shop'), /CARD-TIMEOUT +workflow +shop +MINOR/);
    await ok('error', 'delete', 'CARD-TIMEOUT');
    assert.match((await ordo('error', 'delete', 'CARD-TIMEOUT')).stderr, /INVALID-ERROR/);
  });

  test('workflows: settings and options', async () => {
    await ok('workflow', 'sla', 'shop', '60');
    await ok('workflow', 'option', 'shop', 'recover_delay=9');
    await ok('workflow', 'disable', 'shop');
    const shop = await json<Record<string, unknown>>('workflow', 'show', 'shop');
    assert.deepEqual([shop['sla_threshold'], shop['enabled']], [60, false]);
    assert.equal((shop['options'] as Record<string, unknown>)['recover_delay'], 9);
    await ok('workflow', 'enable', 'shop');
    assert.match((await ordo('workflow', 'option', 'shop', 'recover_delay=soon')).stderr, /WORKFLOW-OPTION-ERROR/);
    assert.match(await ok('workflow', 'segments', 'asking'), /segmentid/);
  });

  test('configuration items: listed, and an unknown one refused', async () => {
    assert.match(await ok('config', 'list'), /No configuration items|name/);
    assert.notEqual((await ordo('config', 'set', 'nothing', '1', '-w', 'shop', '-s', 'pay')).code, 0);
  });
});
