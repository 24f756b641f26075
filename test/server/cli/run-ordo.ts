import { spawn } from 'node:child_process';
import { processEntry } from '../../../server/base/resources.ts';

export interface OrdoRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** The real program, as a shell starts it; without a terminal. */
export function runOrdo(args: readonly string[], options: RunOptions = {}): Promise<OrdoRun> {
  const child = spawn(process.execPath, [...(options.node ?? []), processEntry('ordo'), ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The document of `--json`. */
export function documentOf<T>(run: OrdoRun): T {
  return JSON.parse(run.stdout) as T;
}
