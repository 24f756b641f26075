import { Socket } from 'node:net';
import { lifelineFd } from './process-role.ts';

/**
 * Runs in a thread of its own and ends the process when its host has gone, even when user code loops for ever: nobody is
 * left to commit what it does, and a new engine may run the same step again.
 */
export function watchParent(): void {
  const lifeline = new Socket({ fd: lifelineFd, readable: true, writable: false });
  const end = (): void => endProcessGroup();
  lifeline.on('end', end);
  lifeline.on('close', end);
  lifeline.on('error', end);
  lifeline.resume();
}

/** The process and what its code started: the host made it the leader of a group. */
export function endProcessGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}
