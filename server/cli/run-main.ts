import { SystemClock } from '../base/clock.ts';
import type { Cli } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './run.ts';
import { Output } from './terminal/output.ts';

/** Runs the command line of this process and answers its exit code. */
export async function runMain(): Promise<number> {
  endQuietlyOnClosedPipe();
  const { stdin, stdout, stderr, env } = process;
  const cli: Cli = {
    out: new Output({ stdout, stderr, env }),
    stdin,
    stderr,
    cwd: process.cwd(),
    env,
    clock: new SystemClock(),
    ...abortOnInterrupt(),
    canAsk: stdin.isTTY && stderr.isTTY,
  };
  return runCli(process.argv.slice(2), cli);
}

/** The first Ctrl+C asks the command to stop, the second one ends the process. */
function abortOnInterrupt(): Pick<Cli, 'signal' | 'releaseSignals'> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const releaseSignals = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  return { signal: controller.signal, releaseSignals };
}

/** `ordo order list | head` is not a fault. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    throw error;
  });
}
