import type { Command } from 'commander';
import { throwIfCancelled } from '../../base/cancel.ts';
import { CliError } from '../cli-error.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import { waitForEnd } from '../process-end.ts';
import type { Answering } from '../program.ts';
import { wholeNumber } from './arguments.ts';

/** `ordo stop`: the manual's orderly shutdown. */
export function addStop(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('stop')
    .summary('shut the engine down')
    .description(
      'Shuts the engine down: running steps end first, nothing new starts. Waits until the process has ended.',
    )
    .option('--timeout <seconds>', 'how long to wait for the end', wholeNumber(0), 60)
    .addHelpText('after', '\nExamples:\n  ordo stop\n  ordo stop --key shop-1f2e3d4c --timeout 10')
    .action(async (_options: unknown, command: Command) => {
      answering(await stop(cli, command.optsWithGlobals<GlobalOptions & { timeout: number }>()));
    });
}

async function stop(cli: Cli, options: GlobalOptions & { timeout: number }): Promise<Answer> {
  const { client, file } = await openEngine(cli, options);
  cli.out.progress(`Stopping the engine ${file.instanceKey} …`);
  await client.shutdown();
  if (!(await waitForEnd(cli.clock, file.pid, { timeoutMs: options.timeout * 1000, signal: cli.signal }))) {
    throwIfCancelled(cli.signal, 'Waiting');
    throw new CliError('STOP-TIMEOUT', `The engine (process ${file.pid}) still runs after ${options.timeout} s.`, {
      remedy: 'A step may take long: see `ordo log`. Wait longer with `--timeout`.',
    });
  }
  return {
    document: { instanceKey: file.instanceKey, pid: file.pid, stopped: true },
    print: () => cli.out.line(`The engine ${file.instanceKey} has stopped.`),
  };
}
