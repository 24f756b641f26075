/**
 * The one place below `server/isolation` that starts processes and threads: a program of ours that outlives its starter,
 * and a worker thread for work that would block (the store's reader). No shell, ever.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { parentPort, Worker, workerData, type ResourceLimits } from 'node:worker_threads';

export interface DetachedProgram {
  /** Absolute path of the entry, for example from `processEntry`; run by this process's own Node. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The whole environment; `ELECTRON_RUN_AS_NODE` is added when this process has it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard output and error are appended here (mode 600). */
  readonly logFile: string;
  /** Another Node than this process's own (setting `ordo.nodePath`). */
  readonly nodePath?: string;
}

export interface DetachedProcess {
  readonly pid: number;
  /** Never rejects; settles only while this process lives. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts a program that lives on when this process ends and does not hold its event loop. */
export async function spawnDetached(program: DetachedProgram): Promise<DetachedProcess> {
  const log = openSync(program.logFile, 'a', 0o600);
  try {
    const child = spawn(program.nodePath ?? process.execPath, [program.entry, ...(program.args ?? [])], {
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
      env: { ...(program.env ?? environment()), ...electronAsNode() },
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
    });
    const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return { pid: child.pid ?? 0, exited };
  } finally {
    closeSync(log);
  }
}

/** Runs another program in this terminal and answers its exit code; null when a signal ended it. */
export function runProgram(program: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', windowsHide: true });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** `ELECTRON_RUN_AS_NODE` for a child that runs on VS Code's own Node; nothing elsewhere. */
export function electronAsNode(): Readonly<Record<string, string>> {
  const value = process.env['ELECTRON_RUN_AS_NODE'];
  return value === undefined ? {} : { ELECTRON_RUN_AS_NODE: value };
}

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

export interface WorkerThread {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** An uncaught error of the thread; its exit follows. */
  onError(listener: (error: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  /** Resolves when the thread is gone, also out of an endless loop. */
  terminate(): Promise<void>;
  /** The thread keeps this process alive again (as it does when it starts). */
  ref(): void;
  /** The thread no longer keeps this process alive. */
  unref(): void;
}

export interface WorkerOptions {
  /** Given to the thread as `workerParent().data`. */
  readonly data?: unknown;
  readonly resourceLimits?: ResourceLimits;
  /** The thread's `process.env`; a copy of this process's by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly argv?: readonly string[];
  readonly execArgv?: readonly string[];
  /** The thread's standard output goes nowhere, and this process's streams are not touched for it. */
  readonly isQuiet?: boolean;
}

/** Runs a file in a worker thread of this process. */
export function runWorker(entry: string | URL, options: WorkerOptions = {}): WorkerThread {
  const worker = new Worker(entry, {
    workerData: options.data,
    stdout: options.isQuiet === true,
    stderr: options.isQuiet === true,
    ...(options.resourceLimits === undefined ? {} : { resourceLimits: options.resourceLimits }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.argv === undefined ? {} : { argv: [...options.argv] }),
    ...(options.execArgv === undefined ? {} : { execArgv: [...options.execArgv] }),
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onError: (listener) => void worker.on('error', listener),
    onExit: (listener) => void worker.on('exit', listener),
    terminate: async () => void (await worker.terminate()),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
  };
}

export interface WorkerParent {
  readonly data: unknown;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** In a thread made by `runWorker`: its line to the parent; undefined in a process's main thread. */
export function workerParent(): WorkerParent | undefined {
  const port = parentPort;
  if (port === null) return undefined;
  return {
    data: workerData,
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
  };
}
