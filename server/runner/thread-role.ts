import type { WorkerParent } from '../base/spawn.ts';
import { threadChannel } from './channel.ts';
import { clock } from './clock.ts';
import { startRunner } from './runner.ts';

/** One program in a thread of the shared process. */
export function runAsThread(parent: WorkerParent): void {
  startRunner(threadChannel(parent), clock);
}
