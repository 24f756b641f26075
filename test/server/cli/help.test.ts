import assert from 'node:assert/strict';
import { type Command } from 'commander';
import { describe, test } from 'node:test';
import { SystemClock } from '../../../server/base/clock.ts';
import { buildProgram } from '../../../server/cli/program.ts';
import { Output } from '../../../server/cli/terminal/output.ts';
import { runCliHere } from '../../support/run-cli.ts';
import { runOrdo } from './run-ordo.ts';

const { stdin, stdout, stderr, env } = process;
const program = buildProgram(
  {
    out: new Output({ stdout, stderr, env }),
    stdin,
    stderr,
    cwd: '/',
    env,
    clock: new SystemClock(),
    signal: new AbortController().signal,
    releaseSignals: () => undefined,
    canAsk: false,
  },
  () => undefined,
);

/** Words of every command that people can see. */
function commandLines(command: Command, before: readonly string[] = []): readonly (readonly string[])[] {
  return command.commands
    .filter((child) => child.name() !== 'help' && child.name() !== 'complete')
    .flatMap((child) => {
      const words = [...before, child.name()];
      return [words, ...commandLines(child, words)];
    });
}

/** Commands that only hold others. */
const families = program.commands.filter((command) => command.commands.length > 0).map((command) => command.name());

describe('every command explains itself:', () => {
  for (const words of commandLines(program)) {
    test(`ordo ${words.join(' ')} --help`, async () => {
      const run = await runCliHere([...words, '--help']);
      assert.equal(run.code, 0);
      assert.equal(run.stderr, '');
      assert.match(run.stdout, new RegExp(`Usage: ordo ${words.join(' ')}`));
      const isFamily = words.length === 1 && families.includes(words[0] ?? '');
      assert.match(run.stdout, isFamily ? /Commands:/ : /Examples:\n(?: {2}\S|.*\n)/);
      assert.match(run.stdout, /--json/, 'global options are shown too');
    });
  }
});

test('ordo alone shows the commands, the options and the exit codes', async () => {
  const run = await runOrdo([]);
  assert.equal(run.code, 0);
  for (const part of ['Usage: ordo', 'serve', 'deploy', '--project', 'Exit codes:', '3    no engine runs']) {
    assert.ok(run.stdout.includes(part), part);
  }
  assert.ok(!/\u001b/.test(run.stdout), 'no colour without a terminal');
});

test('ordo --version prints the version alone', async () => {
  const run = await runOrdo(['--version']);
  assert.match(run.stdout, /^\d+\.\d+\.\d+\n$/);
});

test('an older Node is told what to do before anything is loaded', async () => {
  const pretend = "data:text/javascript,Object.defineProperty(process.versions,'napi',{value:'9'})";
  const run = await runOrdo(['status'], { node: ['--import', pretend] });
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^error: Ordo needs Node\.js 22\.14 or newer; this is v/);
});
