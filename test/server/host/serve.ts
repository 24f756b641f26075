import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { EngineFile } from '../../../schemas/protocol/engine-file.ts';
import type { EngineClient } from '../../../server/api/client/client.ts';
import { createEngineClient } from '../../../server/api/client/http-client.ts';
import { processEntry } from '../../../server/base/resources.ts';
import { waitFor } from '../../support/wait.ts';

/** A project folder and a state home that end with the test. */
export function newHome(t: TestContext, options = ''): { readonly folder: string; readonly stateHome: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-serve-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'ordo.options'), options);
  return { folder, stateHome: path.join(folder, 'state') };
}

export interface Served {
  readonly child: ChildProcess;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  output(): string;
}

/** `ordo serve` as a process, with the key `served`. */
export function serve(
  t: TestContext,
  home: { readonly folder: string; readonly stateHome: string },
  ...args: readonly string[]
): Served {
  const all = ['serve', '--project', home.folder, '--key', 'served', '--state', home.stateHome, ...args];
  const child = spawn(process.execPath, [processEntry('ordo'), ...all], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited, output: () => output };
}

export interface Ready extends Served {
  readonly file: EngineFile;
  readonly client: EngineClient;
  readonly stateFolder: string;
}

/** As `serve`, on a free port, when it is ready. */
export async function serveReady(
  t: TestContext,
  home: { readonly folder: string; readonly stateHome: string },
  ...args: readonly string[]
): Promise<Ready> {
  const served = serve(t, home, '--dev', '-o', 'http-server=127.0.0.1:0', ...args);
  const stateFolder = path.join(home.stateHome, 'served');
  let end: unknown;
  void served.exited.then((value) => (end = value));
  let file: EngineFile | undefined;
  await waitFor('the engine to be ready', () => {
    file = readFile(stateFolder, served.child.pid);
    if (end !== undefined) throw new Error(`It ended with ${JSON.stringify(end)}: ${served.output()}`);
    return file !== undefined;
  });
  if (file === undefined) throw new Error('No engine file');
  return { ...served, file, stateFolder, client: createEngineClient(file) };
}

function readFile(stateFolder: string, pid: number | undefined): EngineFile | undefined {
  const name = path.join(stateFolder, 'engine.json');
  if (!existsSync(name)) return undefined;
  const file = JSON.parse(readFileSync(name, 'utf8')) as EngineFile;
  return file.pid === pid ? file : undefined;
}
