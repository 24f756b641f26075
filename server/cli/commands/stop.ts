import type { Command } from 'commander';
import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../../base/cancel.ts';
import { CliError } from '../cli-error.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';

/** `ordo stop`: the manual's orderly shutdown. */
export function addStop(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('stop')
    .summary('shut the engine down')
    .description(
      'Shuts the engine down: running steps end first, nothing new starts. Waits until the process has ended.',
    )
    .option('--timeout <seconds>', 'how long to wait for the end', Number, 60)
    .addHelpText('after', '\nExamples:\n  ordo stop\n  ordo stop --key shop-1f2e3d4c --timeout 10')
    .action(async (_options: unknown, command: Command) => {
      answering(await stop(cli, command.optsWithGlobals<GlobalOptions & { timeout: number }>()));
    });
}

async function stop(cli: Cli, options: GlobalOptions & { timeout: number }): Promise<Answer> {
  const { client, file } = await openEngine(cli, options);
  cli.out.progress(`Stopping the engine ${file.instanceKey} …`);
  await client.shutdown();
  await waitForEnd(cli, file.pid, options.timeout);
  return {
    document: { instanceKey: file.instanceKey, pid: file.pid, stopped: true },
    print: () => cli.out.line(`The engine ${file.instanceKey} has stopped.`),
  };
}

async function waitForEnd(cli: Cli, pid: number, timeoutSeconds: number): Promise<void> {
  const deadline = cli.clock.monotonicMs() + timeoutSeconds * 1000;
  while (isAlive(pid)) {
    throwIfCancelled(cli.signal, 'Waiting');
    if (cli.clock.monotonicMs() > deadline) {
      throw new CliError('STOP-TIMEOUT', `The engine (process ${pid}) still runs after ${timeoutSeconds} s.`, {
        remedy: 'A step may take long: see `ordo log`. Wait longer with `--timeout`.',
      });
    }
    await delay(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
