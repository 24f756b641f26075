import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectToProject } from '../../api/client/engine-file.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { processEntry } from '../../base/resources.ts';
import { spawnDetached } from '../../base/spawn.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../cli.ts';
import type { OpenEngine } from '../engine-access.ts';
import { waitForEnd } from '../process-end.ts';

/** The engine of the demo; its key is its own, so that it never meets the engine of a project. */
export interface DemoEngine extends OpenEngine {
  stop(): Promise<void>;
}

export interface DemoPlace {
  readonly project: string;
  readonly key: string;
  readonly stateHome: string;
  /** It goes on after this process. */
  readonly keep: boolean;
}

const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

/** Starts an engine for the demo, or takes the one that an earlier demo left running. */
export async function startDemoEngine(cli: Cli, place: DemoPlace): Promise<DemoEngine> {
  const running = await connect(place);
  if (running !== undefined) {
    cli.out.note(`The engine of an earlier demo runs (process ${running.file.pid}): using it.`);
    return attach(cli, running, place);
  }
  await mkdir(place.stateHome, { recursive: true, mode: 0o700 });
  const logFile = path.join(place.stateHome, 'start.log');
  const args = ['serve', '--dev', '--project', place.project, '--key', place.key, '--state', place.stateHome];
  const { exited } = await spawnDetached({
    entry: processEntry('ordo'),
    // A demo that is killed takes its engine along: nobody holds it then.
    args: place.keep ? args : [...args, '--leased'],
    cwd: place.project,
    logFile,
  });
  let end: number | null | undefined;
  void exited.then(({ code }) => (end = code));
  const deadline = cli.clock.monotonicMs() + startTimeoutMs;
  for (;;) {
    throwIfCancelled(cli.signal, 'The demo');
    const engine = await connect(place);
    if (engine !== undefined) return attach(cli, engine, place);
    if (end !== undefined || cli.clock.monotonicMs() > deadline) throw notStarted(logFile, end);
    await delay(50);
  }
}

function connect({ project, key, stateHome }: DemoPlace): Promise<OpenEngine | undefined> {
  return connectToProject(project, { key, stateHome });
}

function attach(cli: Cli, engine: OpenEngine, { keep }: DemoPlace): DemoEngine {
  const lease = engine.client.lease('ordo demo');
  return {
    ...engine,
    stop: async () => {
      lease.close();
      if (keep) return;
      await engine.client.shutdown();
      await waitForEnd(cli.clock, engine.file.pid, { timeoutMs: stopTimeoutMs });
    },
  };
}

function notStarted(logFile: string, code: number | null | undefined): CliError {
  const how = code === undefined ? 'was not ready in time' : `ended with exit code ${code}`;
  const said = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n').at(-1) : undefined;
  return new CliError('START-ERROR', `The engine of the demo ${how}.`, {
    remedy: `${said === undefined ? '' : `It said: ${said}\n  `}All of its output is in ${logFile}.`,
  });
}
