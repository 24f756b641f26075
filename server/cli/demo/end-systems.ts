import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnDetached } from '../../base/spawn.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../cli.ts';

/** Where the systems around the shop listen (extension/sample/end-systems). */
export interface Addresses {
  readonly pid: number;
  readonly stock: string;
  readonly payment: string;
  readonly carrier: string;
  readonly mail: string;
}

export interface EndSystems {
  readonly addresses: Addresses;
  readonly dataFolder: string;
  /** False when they ran before. */
  readonly isOurs: boolean;
  stop(): void;
}

const startTimeoutMs = 20_000;

/** The end systems of a project: those that run already, or new ones; they answer to the engine whose state is in `engines`. */
export async function startEndSystems(cli: Cli, projectFolder: string, engines: string): Promise<EndSystems> {
  const dataFolder = path.join(projectFolder, 'end-systems', 'data');
  const running = await findRunning(dataFolder);
  if (running !== undefined) return { addresses: running, dataFolder, isOurs: false, stop: () => undefined };
  const entry = path.join(projectFolder, 'end-systems', 'main.mjs');
  if (!existsSync(entry)) {
    throw new CliError('NO-END-SYSTEMS', `The project ${projectFolder} has no end systems (end-systems/main.mjs).`, {
      remedy: 'Name a project that was made from the sample with `--project`.',
    });
  }
  await mkdir(dataFolder, { recursive: true });
  const logFile = path.join(dataFolder, 'end-systems.log');
  const { pid, exited } = await spawnDetached({ entry, cwd: projectFolder, logFile, env: environmentOf(cli, engines) });
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  const deadline = cli.clock.monotonicMs() + startTimeoutMs;
  for (;;) {
    const addresses = await findRunning(dataFolder);
    if (addresses?.pid === pid) return { addresses, dataFolder, isOurs: true, stop: () => stop(pid) };
    if (hasEnded || cli.clock.monotonicMs() > deadline) throw notStarted(logFile);
    await delay(50);
  }
}

/** The addresses that the file names, if the systems really answer there. */
async function findRunning(dataFolder: string): Promise<Addresses | undefined> {
  const file = path.join(dataFolder, 'addresses.json');
  if (!existsSync(file)) return undefined;
  try {
    const addresses = JSON.parse(readFileSync(file, 'utf8')) as Addresses;
    const answer = await fetch(`${addresses.stock}/health`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? addresses : undefined;
  } catch {
    // Half-written, or left behind by a process that was killed.
    return undefined;
  }
}

function environmentOf(cli: Cli, engines: string): Record<string, string> {
  const set = Object.entries(cli.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(set), ORDO_HOME: engines };
}

function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function notStarted(logFile: string): CliError {
  return new CliError('END-SYSTEMS-ERROR', 'The end systems of the sample did not start.', {
    remedy: `Their output is in ${logFile}.`,
  });
}
