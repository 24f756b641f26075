import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { waitFor } from '../wait.ts';
import type { EditorInstallation } from './installation.ts';
import type { Profile } from './profile.ts';
import path from 'node:path';

/** Installs an extension from its `.vsix` into a profile, as a user does. */
export async function installExtension(editor: EditorInstallation, profile: Profile, vsix: string): Promise<void> {
  const args = [editor.codeServer, ...folders(profile), '--install-extension', vsix, '--force'];
  const { stdout, stderr } = await promisify(execFile)(editor.node, args, { env: profile.env, timeout: 120_000 });
  // The command may end with 0 although the installation failed: its words count.
  if (!/successfully installed/i.test(stdout + stderr)) throw new Error(`Not installed:\n${stdout}${stderr}`);
}

/** A running VS Code server on a free loopback port, in a process group of its own. */
export class CodeServer {
  readonly url: string;
  readonly #child: ChildProcess;
  #log = '';

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    const keep = (chunk: Buffer): void => void (this.#log = (this.#log + chunk.toString()).slice(-100_000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  static async start(
    editor: EditorInstallation,
    profile: Profile,
    options: { readonly restricted?: boolean } = {},
  ): Promise<CodeServer> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = [editor.codeServer, ...folders(profile), '--bind-addr', `127.0.0.1:${port}`, ...quietArguments];
    if (options.restricted !== true) args.push('--disable-workspace-trust');
    const child = spawn(editor.node, args, { env: profile.env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new CodeServer(url, child);
    try {
      await waitFor('VS Code to answer', () => server.#isHealthy(), { timeoutMs: 60_000, everyMs: 100 });
      return server;
    } catch (error) {
      await server.stop();
      throw new Error(`${String(error)}\n${server.#log}`, { cause: error });
    }
  }

  get log(): string {
    return this.#log;
  }

  /** Ends the server and all it started, except what was detached on purpose. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    for (let waitedMs = 0; waitedMs < 5_000 && this.#signal(0); waitedMs += 100) await sleep(100);
    this.#signal('SIGKILL');
  }

  async #isHealthy(): Promise<boolean> {
    if (this.#child.exitCode !== null) throw new Error(`code-server ended with ${this.#child.exitCode}`);
    try {
      return (await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      // Not listening yet.
      return false;
    }
  }

  /** Sends a signal to the whole group; false when it is gone. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(this.#child.pid ?? 0), signal);
    } catch {
      return false;
    }
  }
}

const quietArguments = [
  '--auth',
  'none',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
  '--disable-file-downloads',
  '--ignore-last-opened',
  '--reconnection-grace-time',
  '5',
];

function folders(profile: Profile): readonly string[] {
  const at = (name: string): string => path.join(profile.folder, name);
  return ['--config', at('config.yaml'), '--user-data-dir', at('data'), '--extensions-dir', at('extensions')];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
