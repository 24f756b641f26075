import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineFile } from '../../schemas/protocol/engine-file.ts';
import type { OrderHash } from '../../schemas/protocol/rest.ts';
import { createEngineClient } from '../../server/api/client/http-client.ts';
import type { EngineClient } from '../../server/api/client/client.ts';
import { processEntry, resourcePath } from '../../server/base/resources.ts';
import { waitFor } from './wait.ts';

const instanceKey = 'shop';

/** Hundreds of processes start from the same sources: Node keeps what it compiled. */
const compileCache = { NODE_COMPILE_CACHE: resourcePath('node_modules', '.cache', 'node-compile') };

/** Where a project of the tests lives: its folder and the home of its engine's state. */
export interface EngineHome {
  readonly folder: string;
  readonly stateHome: string;
}

export interface EngineStart {
  /** Added to the environment: ORDO_FAULT and ORDO_FAULT_LIST (server/base/fault-points.ts). */
  readonly env?: Readonly<Record<string, string>>;
  /** `name=value`, as for `ordo serve -o`. */
  readonly options?: readonly string[];
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The engine of a project as a process of its own: the very `ordo serve` that people start. */
export class ProjectEngine {
  readonly pid: number;
  readonly client: EngineClient;
  readonly exited: Promise<ProcessEnd>;
  readonly database: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, exited: Promise<ProcessEnd>, file: EngineFile) {
    this.#child = child;
    this.pid = file.pid;
    this.exited = exited;
    this.database = file.database;
    this.client = createEngineClient({ url: file.url, token: file.token });
  }

  /** Starts it and waits until it is ready; throws with its output when it ends before. */
  static async start(home: EngineHome, start: EngineStart = {}): Promise<ProjectEngine> {
    const started = await ProjectEngine.tryStart(home, start);
    if (started instanceof ProjectEngine) return started;
    throw new Error(`The engine ended with ${started.code ?? started.signal} at its start:\n${started.output}`);
  }

  /** As `start`, but answers how it ended when it did not get ready: at a fault point, for example. */
  static async tryStart(
    home: EngineHome,
    { env = {}, options = [] }: EngineStart = {},
  ): Promise<ProjectEngine | (ProcessEnd & { readonly output: string })> {
    const args = ['serve', '--dev', '--project', home.folder, '--key', instanceKey, '--state', home.stateHome];
    const child = spawn(
      process.execPath,
      [processEntry('ordo'), ...args, ...options.flatMap((option) => ['-o', option])],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...compileCache, ...process.env, ...env },
      },
    );
    let output = '';
    let end: ProcessEnd | undefined;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (code, signal) => resolve((end = { code, signal })));
    });
    let file: EngineFile | undefined;
    try {
      await waitFor('the engine to be ready', () => {
        file = readEngineFile(home, child.pid);
        return file !== undefined || end !== undefined;
      });
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${String(error)} It said: ${output}`, { cause: error });
    }
    if (file === undefined) return { ...(await exited), output };
    return new ProjectEngine(child, exited, file);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** SIGKILL: nothing gets a chance to tidy up. Harmless when it has ended already. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM: the graceful way. */
  async stop(): Promise<ProcessEnd> {
    this.#child.kill('SIGTERM');
    return this.exited;
  }

  /** Waits until the order is COMPLETE, CANCELED or ERROR. */
  async waitForEnd(orderId: number, timeoutMs = 60_000): Promise<OrderHash> {
    let order: OrderHash | undefined;
    await waitFor(
      `order ${orderId} to end`,
      async () => {
        order = await this.client.order(orderId);
        return hasSettled(order.workflowstatus);
      },
      { timeoutMs, everyMs: 50 },
    );
    if (order === undefined) throw new Error(`No order ${orderId}`);
    return order;
  }

  /** Waits until no order is left that would go on by itself. */
  async waitUntilSettled(timeoutMs = 60_000): Promise<void> {
    await waitFor(
      'all orders to end',
      async () => {
        const orders = await this.client.orders({ limit: 10_000 });
        return orders.every(({ workflowstatus }) => hasSettled(workflowstatus));
      },
      { timeoutMs, everyMs: 100 },
    );
  }
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `ordo ARGS` for the project, as on a command line. */
export function runOrdo(home: EngineHome, ...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, [processEntry('ordo'), ...args], {
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...compileCache, ...process.env, ORDO_HOME: home.stateHome },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Deploys the project by `ordo deploy`; throws with what it said when it was refused. */
export async function deploy(home: EngineHome): Promise<void> {
  const { code, stdout, stderr } = await runOrdo(home, 'deploy', '--key', instanceKey);
  if (code !== 0) throw new Error(`ordo deploy ended with ${code}:\n${stdout}${stderr}`);
}

/** The file that says where the engine is; only of the given process, for a killed one leaves its file behind. */
function readEngineFile(home: EngineHome, pid: number | undefined): EngineFile | undefined {
  const file = path.join(home.stateHome, instanceKey, 'engine.json');
  if (!existsSync(file)) return undefined;
  try {
    const engine = JSON.parse(readFileSync(file, 'utf8')) as EngineFile;
    return engine.pid === pid ? engine : undefined;
  } catch (error) {
    // Being written just now.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hasSettled(status: string): boolean {
  return status === 'COMPLETE' || status === 'CANCELED' || status === 'ERROR';
}
