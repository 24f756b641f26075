import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { ProcessRunnerHost } from '../../../server/isolation/process-runner-host.ts';
import { runnerHostContract } from './contract.ts';
import { call, createHost, disposeHosts, eventually, isAlive, program, RecordingPeer, type Form } from './fixture.ts';

const form: Form = { name: 'process', create: (options) => new ProcessRunnerHost(options) };
runnerHostContract(form);
after(disposeHosts);

describe('a process per program', () => {
  const { host } = createHost(form, { cancelGraceMs: 100 });
  after(() => host.dispose(0));

  test('two programs run in two processes', async () => {
    await Promise.all([call(host, program('healthy', 'a'), 'quick'), call(host, program('healthy', 'b'), 'quick')]);
    assert.equal(new Set(host.runners().map(({ pid }) => pid)).size, 2);
  });

  test('the programs that a killed step had started are gone as well', async () => {
    const peer = new RecordingPeer();
    await call(host, program('misbehaving', 'family'), 'starts-programs-and-hangs', { peer, timeoutMs: 1500 });
    const pids = (peer.texts[0] ?? '').split(',').map(Number);
    assert.equal(pids.length, 10);
    await eventually('they are gone', () => !pids.some(isAlive));
  });

  test('the inspector opens on loopback on demand, stops the time of calls, and closes again', async () => {
    const spec = program('healthy', 'inspected');
    await call(host, spec, 'quick');
    const url = await host.setInspector(spec.program, true);
    assert.match(url ?? '', /^ws:\/\/127\.0\.0\.1:\d+\//);
    const paused = call(host, spec, 'slow', { timeoutMs: 50 });
    assert.deepEqual(await paused, { kind: 'returned' });
    assert.equal(await host.setInspector(spec.program, false), undefined);
    assert.equal((await call(host, spec, 'polite', { timeoutMs: 50 })).kind, 'timed-out');
  });

  test('a spare process takes the next program, and ends with the host', async () => {
    const others = new Set(children(process.pid));
    const { host: spared } = createHost(form, { spares: 1 });
    await call(spared, program('healthy', 'first'), 'quick');
    const isSpare = (pid: number): boolean =>
      !others.has(pid) && !spared.runners().some((runner) => runner.pid === pid);
    let spare: number | undefined;
    await eventually('the spare is there', () => (spare = children(process.pid).find(isSpare)) !== undefined);
    await call(spared, program('healthy', 'second'), 'quick');
    assert.ok(spare !== undefined && !isSpare(spare), 'the second program runs in it');
    await eventually('there is another', () => children(process.pid).some(isSpare));
    await spared.dispose(0);
    await eventually('all have ended', () => children(process.pid).every((pid) => others.has(pid)));
  });

  test('a warmed program answers its first call without a start', async () => {
    const spec = program('healthy', 'warm');
    host.warm(spec);
    await eventually('it is loaded', () => host.runners().some(({ programs }) => programs.includes(spec.program)));
    assert.equal((await call(host, spec, 'quick')).kind, 'returned');
    assert.equal(host.runners().filter(({ programs }) => programs.includes(spec.program)).length, 1);
  });
});

/** Process ids of this process's children. */
function children(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

describe('when the engine is killed', () => {
  for (const step of ['loops', 'never-resolves', 'waits-on-atomics', 'loops-in-microtasks']) {
    test(`a runner whose step ${step.replaceAll('-', ' ')} ends by itself`, async () => {
      const engine = spawn(process.execPath, [path.join(import.meta.dirname, 'programs/engine-to-kill.ts'), step], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await createInterface(engine.stdout)
        [Symbol.asyncIterator]()
        .next()
        .then(({ value }) => [value])) as [string];
      const pid = Number(line);
      assert.ok(isAlive(pid), `runner ${line} lives`);
      engine.kill('SIGKILL');
      await eventually('the runner is gone', () => !isAlive(pid));
    });
  }
});
