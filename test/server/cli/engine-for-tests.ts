import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processEntry } from '../../../server/base/resources.ts';
import { runOrdo, type OrdoRun } from './run-ordo.ts';

/** An `ordo serve --dev` of a project, and `ordo` for it. */
export interface TestEngine {
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<OrdoRun>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  remove(): Promise<void>;
}

/** Starts the engine and waits for the line that says it is ready. */
export async function serveProject(project: string): Promise<TestEngine> {
  const stateHome = realpathSync(mkdtempSync(path.join(tmpdir(), 'ordo-state-')));
  const env = { ORDO_HOME: stateHome };
  const child = spawn(process.execPath, [processEntry('ordo'), 'serve', '--dev', '-o', 'http-server=127.0.0.1:0'], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (/ is ready at /.test(output)) resolve();
    });
    void ended.then((code) => reject(new Error(`The engine ended with ${code}: ${output}`)));
  });
  return {
    project,
    env,
    ended,
    run: (...args) => runOrdo(args, { cwd: project, env }),
    remove: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(stateHome, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
