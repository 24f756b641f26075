import { runWorker } from '../base/spawn.ts';
import { processEntry } from '../base/resources.ts';
import { pipeChannel } from './channel.ts';
import { clock } from './clock.ts';
import { startRunner } from './runner.ts';

/** File descriptors the host gives to each runner process beside the standard three. */
export const channelFd = 3;
export const lifelineFd = 4;

/** One program in a process of its own. */
export function runAsProcess(): void {
  // A thread of its own watches whether the host lives: an endless loop in user code would hide its end from this one.
  runWorker(processEntry('runner'), { data: { role: 'watchdog' }, env: {}, isQuiet: true }).unref();
  // Kept from before user code runs.
  const exit = process.exit.bind(process);
  startRunner(
    pipeChannel(channelFd, () => exit(0)),
    clock,
  );
}
