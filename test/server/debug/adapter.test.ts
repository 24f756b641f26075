import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { resourcePath } from '../../../server/base/resources.ts';
import { DebugClient } from '../../support/debug-client.ts';
import { deploy, type EngineHome, ProjectEngine } from '../../support/project-engine.ts';

describe('debugging an order over the Debug Adapter Protocol', { concurrency: false }, () => {
  let home: EngineHome;
  let engine: ProjectEngine;
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-debug-'));

  before(async () => {
    home = { folder: path.join(root, 'debugged'), stateHome: path.join(root, 'state') };
    cpSync(resourcePath('test', 'fixtures', 'debugged'), home.folder, { recursive: true });
    engine = await ProjectEngine.start(home, { options: ['recover_delay=1'] });
    await deploy(home);
  });
  after(async () => {
    await engine.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const workflowFile = (): string => path.join(home.folder, 'count.workflow.yaml');

  /** A session up to the point where breakpoints are set. */
  async function open(t: TestContext, args: object): Promise<{ client: DebugClient; launched: Promise<unknown> }> {
    const client = new DebugClient(home);
    t.after(() => client.end());
    await client.request('initialize', {
      adapterID: 'ordo',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
    });
    const launched = client.request('orderId' in args ? 'attach' : 'launch', {
      project: home.folder,
      key: 'shop',
      ...args,
    });
    launched.catch(() => undefined);
    await Promise.race([client.next('initialized'), launched.catch(() => undefined)]);
    return { client, launched };
  }

  async function run(
    t: TestContext,
    args: object,
    setUp: (client: DebugClient) => Promise<unknown>,
  ): Promise<DebugClient> {
    const { client, launched } = await open(t, args);
    await setUp(client);
    await client.request('configurationDone');
    await launched;
    return client;
  }

  const launchArguments = { workflow: 'count', order: { from: 10 } };

  async function orderOf(client: DebugClient) {
    const { threads } = await client.request<{ threads: { name: string }[] }>('threads');
    return engine.waitForEnd(Number(/\d+/.exec(threads[0]?.name ?? '')?.[0]));
  }

  test('a breakpoint on a line of the workflow stops before the step, with its place and data', async (t) => {
    const client = await run(t, launchArguments, async (session) => {
      const answer = await session.request<{ breakpoints: { verified: boolean; line: number }[] }>('setBreakpoints', {
        source: { path: workflowFile() },
        breakpoints: [{ line: 9 }],
      });
      assert.deepEqual(
        answer.breakpoints.map(({ verified, line }) => [verified, line]),
        [[true, 9]],
      );
    });
    const stop = await client.stopped();
    assert.equal(stop.reason, 'breakpoint');
    assert.deepEqual(await client.where(stop), [
      'second:1.0 primary (before) @ count.workflow.yaml:9',
      'count:1.0 segment 0 @ count.workflow.yaml:2',
    ]);
    assert.deepEqual((await client.scope('Static Data')).values, { from: '10' });
    assert.deepEqual((await client.scope('Dynamic Data')).values, { count: '11' });
    assert.equal(
      (await client.request<{ result: string }>('evaluate', { expression: 'dynamicData.count + 1' })).result,
      '12',
    );
    await client.request('continue', { threadId: stop.threadId });
    await client.next('terminated');
    assert.deepEqual((await orderOf(client)).dynamicdata, { count: 13 });
  });

  test('steps from step to step, and a value that is set counts', async (t) => {
    const client = await run(t, { ...launchArguments, stopOnEntry: true }, () => Promise.resolve());
    const entry = await client.stopped();
    assert.equal(entry.reason, 'entry');
    await client.request('next', { threadId: entry.threadId });
    const second = await client.stopped();
    assert.match((await client.where(second))[0] ?? '', /^second:1\.0 primary \(before\)/);
    const { reference } = await client.scope('Dynamic Data');
    await client.request('setVariable', { variablesReference: reference, name: 'count', value: '100 * 2' });
    assert.deepEqual((await client.scope('Dynamic Data')).values, { count: '200' });
    await client.request('continue', { threadId: second.threadId });
    await client.next('terminated');
    const order = await orderOf(client);
    assert.deepEqual(order.dynamicdata, { count: 202 });
    const history = await engine.client.history(order.workflow_instanceid);
    assert.ok(history.some(({ who, transition }) => who === 'debugger' && transition.includes('edited')));
  });

  test('conditions, hit counts and log points', async (t) => {
    const client = await run(t, launchArguments, async (session) => {
      await session.request('setBreakpoints', {
        source: { path: workflowFile() },
        breakpoints: [
          { line: 7, logMessage: 'first with {staticData.from}' },
          { line: 9, condition: 'dynamicData.count > 1000' },
          { line: 10, hitCondition: '1' },
        ],
      });
    });
    const stop = await client.stopped();
    assert.match((await client.where(stop))[0] ?? '', /^third/);
    assert.match(client.output, /first with 10/);
    const { threads } = await client.request<{ threads: { name: string }[] }>('threads');
    await client.request('disconnect');
    const order = await engine.waitForEnd(Number(/\d+/.exec(threads[0]?.name ?? '')?.[0]));
    assert.equal(order.workflowstatus, 'COMPLETE');
  });

  test('an error is raised by hand, stops, and ends the order', async (t) => {
    const client = await run(t, launchArguments, (session) =>
      session.request('setFunctionBreakpoints', { breakpoints: [{ name: 'second' }] }),
    );
    await client.stopped();
    await client.request('evaluate', { expression: '.raise OUT-OF-PAPER no paper', context: 'repl' });
    await client.next('terminated');
    const order = await orderOf(client);
    assert.equal(order.workflowstatus, 'ERROR');
    const errors = await engine.client.orderErrors(order.workflow_instanceid);
    assert.deepEqual(
      errors.map(({ error, info }) => [error, info]),
      [['OUT-OF-PAPER', 'no paper']],
    );
  });

  test('watched data stops when it changes', async (t) => {
    const client = await run(t, { ...launchArguments, stopOnEntry: true }, () => Promise.resolve());
    const entry = await client.stopped();
    await client.request('next', { threadId: entry.threadId });
    const second = await client.stopped();
    const { reference } = await client.scope('Dynamic Data');
    const info = await client.request<{ dataId: string }>('dataBreakpointInfo', {
      variablesReference: reference,
      name: 'count',
    });
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    await client.request('continue', { threadId: second.threadId });
    const changed = await client.stopped();
    assert.equal(changed.reason, 'data breakpoint');
    assert.match((await client.where(changed))[0] ?? '', /^second:1\.0 primary \(after\)/);
    await client.request('disconnect');
  });

  test('a debugger that dies leaves no order stuck', async (t) => {
    const client = await run(t, { ...launchArguments, stopOnEntry: true }, () => Promise.resolve());
    await client.stopped();
    const { threads } = await client.request<{ threads: { name: string }[] }>('threads');
    client.end();
    const order = await engine.waitForEnd(Number(/\d+/.exec(threads[0]?.name ?? '')?.[0]));
    assert.equal(order.workflowstatus, 'COMPLETE');
  });

  test('the engine is killed at a stop: it comes back, and the order stops at the same step in recovery', async (t) => {
    const client = await run(t, launchArguments, (session) =>
      session.request('setFunctionBreakpoints', { breakpoints: [{ name: 'second' }] }),
    );
    await client.stopped();
    await client.request('evaluate', { expression: '.kill engine', context: 'repl' });
    await engine.exited;
    engine = await ProjectEngine.start(home, { options: ['recover_delay=1'] });
    const again = await client.stopped();
    assert.match((await client.where(again))[0] ?? '', /^second:1\.0/);
    const { values } = await client.scope('Order');
    assert.equal(values['mode'], '"RECOVERY"');
    await client.request('continue', { threadId: again.threadId });
    await client.next('terminated');
    assert.deepEqual((await orderOf(client)).dynamicdata, { count: 13 });
  });

  test('other orders run on while one is stopped', async (t) => {
    const client = await run(t, { ...launchArguments, stopOnEntry: true }, () => Promise.resolve());
    await client.stopped();
    const { workflow_instanceid: other } = await engine.client.createOrder('count', { staticdata: { from: 1 } });
    assert.equal((await engine.waitForEnd(other)).workflowstatus, 'COMPLETE');
    await client.request('disconnect');
  });

  test('wrong arguments are refused with what to write', async (t) => {
    const { launched } = await open(t, { workflow: 'count', orderId: 1 });
    await assert.rejects(launched, /either "workflow".*or "orderId"/);
    const { client, launched: unknown } = await open(t, { workflow: 'nothing-of-that-name' });
    await client.request('configurationDone');
    await assert.rejects(unknown, /nothing-of-that-name/);
  });
});
