import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { runWorker, spawnDetached, workerParent } from '../../../server/base/spawn.ts';

describe('starting processes and threads', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-spawn-'));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };

  test('a detached program gets its arguments, folder and environment, and writes to the log file', async () => {
    const entry = file(
      'program.mjs',
      'console.log(process.argv.slice(2).join(), process.env.GIVEN, process.cwd()); console.error("second"); process.exitCode = 4;',
    );
    const logFile = path.join(folder, 'program.log');
    const started = await spawnDetached({ entry, args: ['a b', '$c'], cwd: folder, env: { GIVEN: 'yes' }, logFile });
    assert.ok(started.pid > 0);
    assert.deepEqual(await started.exited, { code: 4, signal: null });
    assert.deepEqual(readFileSync(logFile, 'utf8').split('\n').slice(0, 2), [`a b,$c yes ${folder}`, 'second']);
    assert.equal(statSync(logFile).mode & 0o777, 0o600);
  });

  test('a program that cannot be started is an error of the caller', async () => {
    const logFile = path.join(folder, 'none.log');
    await assert.rejects(spawnDetached({ entry: 'x', logFile, nodePath: path.join(folder, 'no-node') }), /ENOENT/);
  });

  test('a worker thread gets its data, answers messages and tells its end', async () => {
    const spawnModule = path.resolve(import.meta.dirname, '../../../server/base/spawn.ts');
    const entry = file(
      'worker.mts',
      `import { workerParent } from ${JSON.stringify(spawnModule)};
       const parent = workerParent();
       parent.onMessage((message) => { if (message === 'end') process.exit(3); parent.post([parent.data, message]); });`,
    );
    const worker = runWorker(entry, { data: { name: 'reader' } });
    const answer = new Promise((resolve) => worker.onMessage(resolve));
    const exit = new Promise((resolve) => worker.onExit(resolve));
    worker.post('hello');
    assert.deepEqual(await answer, [{ name: 'reader' }, 'hello']);
    worker.post('end');
    assert.equal(await exit, 3);
    assert.equal(workerParent(), undefined);
  });

  test('an endless loop in a worker thread can be ended', async () => {
    const worker = runWorker(file('loop.mjs', 'for (;;);'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await worker.terminate();
  });

  test('an uncaught error of a worker thread is told', async () => {
    const worker = runWorker(file('throws.mjs', 'throw new Error("from the thread")'));
    const error = await new Promise<unknown>((resolve) => worker.onError(resolve));
    assert.match(String(error), /from the thread/);
  });
});
