import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { processEntry } from '../../../server/base/resources.ts';
import { runOrdo } from './run-ordo.ts';

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runOrdo(['complete', '--', ...words]);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion offers', () => {
  test('commands', async () => {
    assert.deepEqual(await complete('st'), ['stop', 'status']);
    assert.deepEqual(await complete('order', 'un'), ['uncancel', 'unblock', 'unlock']);
    assert.ok((await complete('')).includes('deploy') && !(await complete('')).includes('complete'));
  });
  test('options of the command and of all commands', async () => {
    assert.deepEqual(await complete('deploy', '--p'), ['--prune', '--project']);
  });
  test('values of an option', async () => {
    assert.deepEqual(await complete('order', 'list', '--status', 'RE'), ['READY', 'RETRY']);
  });
  test('nothing for the value of an option that is free, so that the shell offers files', async () => {
    assert.deepEqual(await complete('--project', ''), []);
  });
  test('shells', async () => {
    assert.deepEqual(await complete('completion', ''), ['bash', 'zsh', 'fish']);
  });
});

describe('the script of', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-completion-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'ordo'), `#!/bin/sh\nexec "${process.execPath}" "${processEntry('ordo')}" "$@"\n`, {
    mode: 0o755,
  });
  const env = { ...process.env, PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` };

  test('bash completes in a real bash', () => {
    const script = `eval "$(ordo completion bash)"
COMP_WORDS=(ordo order can); COMP_CWORD=2; _ordo_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const run = spawnSync('bash', ['-c', script], { env, encoding: 'utf8' });
    assert.deepEqual([run.stderr, run.stdout], ['', 'cancel\n']);
  });

  for (const shell of ['zsh', 'fish']) {
    test(`${shell} names the program and how it asks`, async () => {
      const { stdout } = await runOrdo(['completion', shell]);
      assert.match(stdout, /ordo complete -- /);
      assert.match(stdout, shell === 'zsh' ? /^#compdef ordo/ : /complete -c ordo/);
    });
  }
});
