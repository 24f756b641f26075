import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { EngineClient } from '../../../server/api/client/client.ts';
import { connectToProject, readEngineFile } from '../../../server/api/client/engine-file.ts';
import { runnableRelease, waitForStatus } from '../../support/test-host.ts';
import { waitFor } from '../../support/wait.ts';
import { newHome, serve, serveReady } from './serve.ts';

/** Installs a workflow `slow` whose step takes so long, starts it and answers an order whose step code runs. */
async function runSlowOrder(client: EngineClient, body: string): Promise<number> {
  const bodies = { wait: `await order.dynamicData.update({ begun: true }); ${body}`, then: '' };
  const answer = await client.installRelease(
    runnableRelease({ name: 'slow', steps: ['wait', 'then <- wait'] }, bodies),
  );
  assert.ok(answer.installed, JSON.stringify(answer.problems));
  const { workflow_instanceid: order } = await client.createOrder('slow', { staticdata: {} });
  await client.call('PUT', 'workflows/slow?action=start');
  await waitFor(
    'the step to begin',
    async () => JSON.stringify((await client.order(order)).dynamicdata) === '{"begun":true}',
  );
  return order;
}

describe('a running engine', () => {
  test('keeps everything to its owner: folders 700, files 600, loopback only', async (t) => {
    const { stateFolder, file } = await serveReady(t, newHome(t));
    const check = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const full = path.join(folder, entry.name);
        const mode = statSync(full).mode & 0o777;
        assert.equal(mode, entry.isDirectory() ? 0o700 : 0o600, `${full} has mode ${mode.toString(8)}`);
        if (entry.isDirectory()) check(full);
      }
    };
    check(stateFolder);
    assert.equal(statSync(stateFolder).mode & 0o777, 0o700);
    assert.deepEqual(listeningAddresses(file.pid), ['0100007F']);
  });

  test('is found by its project and key, and only while it lives', async (t) => {
    const home = newHome(t, 'qorus.instance-key = served\n');
    const ready = await serveReady(t, home);
    const found = await connectToProject(home.folder, { stateHome: home.stateHome });
    assert.equal(found?.file.pid, ready.child.pid);
    assert.equal((await found?.client.system())?.['instance-key'], 'served');
    ready.child.kill('SIGKILL');
    await ready.exited;
    assert.ok(existsSync(path.join(ready.stateFolder, 'engine.json')), 'a crash leaves the file');
    assert.equal(await readEngineFile('served', { stateHome: home.stateHome }), undefined);
  });

  test('refuses a second engine of its key, even while it is stopped by SIGSTOP', async (t) => {
    const home = newHome(t);
    const first = await serveReady(t, home);
    const seconds = [serve(t, home, '--dev'), serve(t, home, '--dev')];
    for (const second of seconds) {
      assert.equal((await second.exited).code, 7);
      assert.match(second.output(), /An engine with the key "served" is running already/);
    }
    first.child.kill('SIGSTOP');
    const third = serve(t, home, '--dev');
    assert.equal((await third.exited).code, 7, third.output());
    first.child.kill('SIGCONT');
    await first.client.system();
  });

  test('starts again after SIGKILL without any manual step, and its orders go on', async (t) => {
    const home = newHome(t);
    const first = await serveReady(t, home);
    const order = await runSlowOrder(first.client, 'await new Promise((done) => setTimeout(done, 1500));');
    first.child.kill('SIGKILL');
    await first.exited;
    const second = await serveReady(t, home, '-o', 'recover_delay=0');
    assert.equal((await second.client.order(order)).workflowstatus, 'RETRY');
    const log = readFileSync(path.join(second.file.logFolder, 'OMQ-served-qorus-core.log'), 'utf8');
    assert.match(log, /WARNING: Session \d+ \(process \d+ on .*\) ended without closing; recovering it/);
    assert.match(log, /Recovered: 1 steps, 1 segments and 1 orders are RETRY now/);
    await second.client.call('PUT', 'workflows/slow?action=start');
    await waitForStatus(second.client, order, 'COMPLETE');
  });
});

describe('the shutdown (manual: system shutdown)', () => {
  test('by SIGTERM, SIGINT and the API ends with 0, closes the session and removes engine.json', async (t) => {
    const home = newHome(t);
    for (const end of ['SIGTERM', 'SIGINT', 'api'] as const) {
      const ready = await serveReady(t, home);
      if (end === 'api') await ready.client.shutdown();
      else ready.child.kill(end);
      assert.deepEqual(await ready.exited, { code: 0, signal: null }, end);
      assert.equal(existsSync(path.join(ready.stateFolder, 'engine.json')), false);
    }
    const last = await serveReady(t, home);
    const sessions = (await last.client.call('GET', 'system/sessions')) as { status: string }[];
    assert.deepEqual(sessions.map((session) => session.status).sort(), ['ACTIVE', 'COMPLETE', 'COMPLETE', 'COMPLETE']);
  });

  test('lets running steps end, refuses new orders meanwhile, and says SYSTEM_SHUTDOWN last', async (t) => {
    const home = newHome(t);
    const ready = await serveReady(t, home);
    const events: SystemEvent[] = [];
    const stream = ready.client.events((more) => events.push(...more), undefined, { since: 0 });
    t.after(() => stream.close());
    await waitFor('the events', () => events.length > 0);
    const order = await runSlowOrder(ready.client, 'await new Promise((done) => setTimeout(done, 1500));');
    ready.child.kill('SIGTERM');
    await sleep(300);
    await assert.rejects(ready.client.createOrder('slow', { staticdata: {} }), (error: Error & { err?: string }) => {
      assert.equal(error.err, 'SHUTDOWN-IN-PROGRESS');
      return true;
    });
    assert.deepEqual(await ready.exited, { code: 0, signal: null });
    assert.equal(events[0]?.eventstr, 'SYSTEM_STARTUP');
    assert.equal(events.at(-1)?.eventstr, 'SYSTEM_SHUTDOWN');
    assert.ok(events.some((event) => event.eventstr === 'WORKFLOW_STOP'));
    const again = await serveReady(t, home);
    const steps = (await again.client.order(order)).StepInstances;
    assert.deepEqual(
      steps.map((step) => [step.stepname, step.stepstatus]),
      [['wait', 'COMPLETE']],
    );
  });

  test('ends a step that does not end after the grace time, and the step is retried', async (t) => {
    const home = newHome(t);
    const ready = await serveReady(t, home, '-o', 'shutdown-grace=1');
    const order = await runSlowOrder(ready.client, 'for (;;);');
    const start = performance.now();
    ready.child.kill('SIGTERM');
    assert.deepEqual(await ready.exited, { code: 0, signal: null });
    assert.ok(performance.now() - start < 6000, `${performance.now() - start} ms`);
    const again = await serveReady(t, home);
    assert.equal((await again.client.order(order)).StepInstances[0]?.stepstatus, 'RETRY');
  });

  test('by a second signal is fast, and the next start recovers', async (t) => {
    const home = newHome(t);
    const ready = await serveReady(t, home, '-o', 'shutdown-grace=60');
    const order = await runSlowOrder(ready.client, 'await new Promise(() => setTimeout(() => {}, 1e6));');
    ready.child.kill('SIGTERM');
    await sleep(300);
    const start = performance.now();
    ready.child.kill('SIGTERM');
    assert.deepEqual(await ready.exited, { code: 143, signal: null }, ready.output());
    assert.ok(performance.now() - start < 2000);
    const again = await serveReady(t, home);
    assert.equal((await again.client.order(order)).workflowstatus, 'RETRY');
  });

  test('answers the requests in progress before it closes', async (t) => {
    const ready = await serveReady(t, newHome(t));
    await runSlowOrder(ready.client, 'await new Promise((done) => setTimeout(done, 1000));');
    const waiting = ready.client.call('PUT', 'system?action=shutdownWait');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ready.client.call('GET', 'workflows').then(() => 'answered')),
    );
    assert.deepEqual([...new Set(answers)], ['answered']);
    assert.equal(await waiting, 'OK');
    assert.equal((await ready.exited).code, 0);
  });
});

/** Addresses (hexadecimal, as the kernel has them) on which a process listens, IPv4 and IPv6. */
function listeningAddresses(pid: number): readonly string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        // It was closed while we looked.
        return undefined;
      }
    }),
  );
  const rows = ['tcp', 'tcp6'].flatMap((family) =>
    readFileSync(`/proc/net/${family}`, 'utf8').trim().split('\n').slice(1),
  );
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row[3] === '0A' && inodes.has(row[9]))
    .map((row) => (row[1] ?? '').split(':')[0] ?? '');
}
