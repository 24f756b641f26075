import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Timer } from '../base/clock.ts';
import { LineWriter, readLines } from '../base/json-lines.ts';
import { processEntry } from '../base/resources.ts';
import { runnerEnvironment } from './environment.ts';
import type { LinkEnd, LinkHandlers } from './link.ts';
import type { Settings } from './options.ts';

export interface ProcessHandlers extends Pick<LinkHandlers, 'onOutput' | 'onClosed' | 'onProtocolError'> {
  onLine(line: string): void;
}

/** Started runner program with its two pipes: messages, and the lifeline whose end ends it. */
export class RunnerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #writer: LineWriter;
  readonly #handlers: ProcessHandlers;
  readonly #settings: Settings;
  /** The last of standard error, which says why a process ended. */
  #lastOutput = '';
  #end: LinkEnd | undefined;
  #isClosed = false;
  #timer: Timer | undefined;

  constructor(settings: Settings, args: readonly string[], handlers: ProcessHandlers) {
    this.#settings = settings;
    this.#handlers = handlers;
    this.#child = start(settings, args);
    this.pid = this.#child.pid ?? 0;
    this.#channel = this.#child.stdio[3] as Duplex;
    this.#writer = new LineWriter(this.#channel);
    this.#listen();
  }

  write(line: string): void {
    this.#writer.write(line);
  }

  close(): void {
    this.#writer.flush();
    this.#channel.end();
    this.#after(closeGraceMs, () => this.kill());
  }

  /** The process and what its code started: it leads a group. */
  kill(): void {
    if (this.#isClosed || this.pid === 0) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  #listen(): void {
    readLines(this.#channel, {
      maxLength: maxLineLength,
      onLine: (line) => this.#handlers.onLine(line),
      onTooLong: () => this.#handlers.onProtocolError('it sent a message that is too long'),
    });
    // Errors of the pipes are seen again as the end of the process.
    for (const stream of [this.#channel, this.#child.stdio[4] as Duplex]) stream.on('error', () => undefined);
    this.#output('info', this.#child.stdout);
    this.#output('error', this.#child.stderr);
    this.#child.once('error', (error) =>
      this.#ended({ reason: 'exited', detail: `it could not be started: ${error.message}` }),
    );
    this.#child.once('exit', (code, signal) => this.#ended(this.#describeEnd(code, signal)));
    this.#channel.once('close', () => this.#channelClosed());
  }

  #output(level: 'info' | 'error', stream: NodeJS.ReadableStream | null): void {
    stream?.on('error', () => undefined);
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      if (level === 'error') this.#lastOutput = (this.#lastOutput + text).slice(-4096);
      this.#handlers.onOutput(level, text);
    });
  }

  #ended(end: LinkEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    // Its last messages may still be in the pipe; a child process of user code may hold it open for ever.
    if (this.#channel.closed) this.#finish();
    else this.#after(drainMs, () => this.#finish());
  }

  #channelClosed(): void {
    if (this.#end !== undefined) this.#finish();
    // Without its channel a runner is of no use, whatever its code goes on doing.
    else this.#after(closeGraceMs, () => this.kill());
  }

  #finish(): void {
    if (this.#isClosed) return;
    // What user code started ends with it.
    this.kill();
    this.#isClosed = true;
    this.#timer?.cancel();
    for (const stream of this.#child.stdio) stream?.destroy();
    this.#handlers.onClosed(this.#end ?? { reason: 'exited', detail: 'it ended' });
  }

  /** One thing is waited for at a time; the later one counts. */
  #after(ms: number, action: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#settings.clock.after(ms, action);
  }

  #describeEnd(code: number | null, signal: string | null): LinkEnd {
    if (/heap out of memory|Allocation failed/.test(this.#lastOutput)) {
      return { reason: 'out-of-memory', detail: `it used more than ${this.#settings.memoryMb} MB of memory` };
    }
    if (signal !== null) return { reason: 'killed', detail: `it was ended by ${signal}` };
    return { reason: 'exited', detail: `it ended with exit code ${code ?? 'unknown'}` };
  }
}

/** How long a runner may take to end after its pipe was closed. */
const closeGraceMs = 500;
const drainMs = 200;
const maxLineLength = 64 * 1024 * 1024;

function start(settings: Settings, args: readonly string[]): ChildProcess {
  const heap = [`--max-old-space-size=${settings.memoryMb}`, '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...heap, processEntry('runner'), ...args], {
    // Leader of a group of its own: a signal to the engine's terminal does not reach it, and a kill reaches its children.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    env: runnerEnvironment(settings.env),
    cwd: settings.cwd ?? tmpdir(),
  });
}
