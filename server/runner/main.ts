/**
 * The runner program: user code and nothing else. Started by `server/isolation` in one of three roles: a process for one
 * program, a supervisor of threads (`--shared`), or one of those threads.
 */
import { workerParent } from '../base/spawn.ts';

const parent = workerParent();
const role =
  parent === undefined ? (process.argv.includes('--shared') ? 'supervisor' : 'process') : threadRole(parent.data);

switch (role) {
  case 'process':
    (await import('./process-role.ts')).runAsProcess();
    break;
  case 'thread':
    if (parent !== undefined) (await import('./thread-role.ts')).runAsThread(parent);
    break;
  case 'watchdog':
    (await import('./watchdog.ts')).watchParent();
    break;
  case 'supervisor':
    (await import('./supervisor.ts')).runAsSupervisor();
    break;
}

function threadRole(data: unknown): 'thread' | 'watchdog' {
  return (data as { role?: unknown }).role === 'watchdog' ? 'watchdog' : 'thread';
}
