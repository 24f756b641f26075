import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { resourcePath } from '../../../server/base/resources.ts';

/** Runs a piece of code in a process that is watched as an engine's is. */
function run(code: string): { status: number | null; output: string } {
  const module = JSON.stringify(resourcePath('server/host/process-events.ts'));
  const program = `
    const { watchProcess } = await import(${module});
    const say = (text) => process.stdout.write(text + '\\n');
    const watch = watchProcess((line) => say('told ' + line.split('\\n')[0]));
    const host = {
      stop: async (reason) => say('stop ' + reason),
      unexpected: (text) => say('recorded ' + text.split('\\n')[0]),
    };
    const soon = (action) => setTimeout(action, 20);
    ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('an unexpected error in the engine’s process', () => {
  test('is told and recorded, and the process goes on', () => {
    const { status, output } = run(`
      watch.serving(host);
      soon(() => { throw new Error('one'); });
      soon(() => void Promise.reject(new Error('two')));
      setTimeout(() => say('alive'), 100);`);
    assert.equal(status, 0, output);
    for (const line of ['told Unexpected: Error: one', 'recorded Error: one', 'recorded Error: two', 'alive'])
      assert.ok(output.includes(line), output);
  });
  test('that does not end ends the process with 99', () => {
    const { status, output } = run(`watch.serving(host); setInterval(() => { throw new Error('again'); }, 5);`);
    assert.equal(status, 99, output);
    assert.match(output, /Too many unexpected errors/);
  });
});

describe('a signal', () => {
  test('stops the host once; a second one ends the process at once', () => {
    const { status, output } = run(`
      watch.serving(host);
      setInterval(() => {}, 1000);
      soon(() => process.kill(process.pid, 'SIGTERM'));
      setTimeout(() => { say('still here'); process.kill(process.pid, 'SIGINT'); }, 150);`);
    assert.equal(status, 130, output);
    assert.equal(output, 'stop SIGTERM\nstill here\n');
  });
  test('during the start ends the process at once', () => {
    assert.equal(run(`setInterval(() => {}, 1000); soon(() => process.kill(process.pid, 'SIGTERM'));`).status, 143);
  });
  test('is left to others when the watch is over', () => {
    assert.equal(
      run(
        `watch.dispose(); process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); soon(() => process.kill(process.pid, 'SIGTERM'));`,
      ).status,
      7,
    );
  });
});
