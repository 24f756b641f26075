import type { ToRunner } from '../../schemas/protocol/runner.ts';
import type { FromSupervisor, ToSupervisor } from '../../schemas/protocol/runner.ts';
import { logSafe } from '../base/logger.ts';
import type { Timer } from '../base/clock.ts';
import { LogLimiter } from './log-limiter.ts';
import { parseMessage, type LinkEnd, type LinkFactory, type LinkHandlers, type RunnerLink } from './link.ts';
import type { Settings } from './options.ts';
import { RunnerProcess } from './runner-process.ts';

/** One process for all programs, a thread for each. It is started with the first program and ends some time after the last. */
export class SharedLinks implements LinkFactory {
  readonly form = 'shared';
  readonly #settings: Settings;
  #process: SharedProcess | undefined;
  #idleTimer: Timer | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  open(handlers: LinkHandlers): RunnerLink {
    this.#idleTimer?.cancel();
    if (this.#process?.isUsable !== true) {
      this.#process = new SharedProcess(this.#settings, () => this.#scheduleEnd());
    }
    return this.#process.open(handlers);
  }

  killAll(): void {
    this.#process?.kill();
  }

  dispose(): void {
    this.#idleTimer?.cancel();
    this.#process?.kill();
  }

  #scheduleEnd(): void {
    this.#idleTimer?.cancel();
    this.#idleTimer = this.#settings.clock.after(this.#settings.idleMs, () => {
      if (this.#process?.isEmpty === true) this.#process.kill();
    });
  }
}

/** The shared process and the channels to its threads; channel 0 is its supervisor. */
class SharedProcess {
  readonly #settings: Settings;
  readonly #onEmpty: () => void;
  readonly #process: RunnerProcess;
  readonly #output: LogLimiter;
  readonly #channels = new Map<number, LinkHandlers>();
  /** Channels that are being ended, with the time by which they must be. */
  readonly #ending = new Map<number, Timer>();
  #lastChannel = 0;
  #isUsable = true;

  constructor(settings: Settings, onEmpty: () => void) {
    this.#settings = settings;
    this.#onEmpty = onEmpty;
    this.#output = new LogLimiter(settings.clock, (line) => settings.log.info(`shared runner: ${logSafe(line.text)}`));
    this.#process = new RunnerProcess(settings, ['--shared'], {
      onLine: (line) => this.#receive(line),
      onOutput: (level, text) => this.#output.output(level, text),
      onClosed: (end) => this.#closed(end),
      onProtocolError: () => this.kill(),
    });
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  get isEmpty(): boolean {
    return this.#channels.size === 0;
  }

  open(handlers: LinkHandlers): RunnerLink {
    this.#lastChannel += 1;
    const channel = this.#lastChannel;
    this.#channels.set(channel, handlers);
    this.#command({ type: 'open', channel, heapMb: this.#settings.memoryMb });
    return {
      pid: this.#process.pid,
      send: (message: ToRunner) => this.#process.write(`${channel} ${JSON.stringify(message)}`),
      close: () => this.#end(channel),
      kill: () => this.#end(channel),
    };
  }

  kill(): void {
    this.#isUsable = false;
    this.#process.kill();
  }

  #end(channel: number): void {
    if (!this.#channels.has(channel) || this.#ending.has(channel)) return;
    this.#command({ type: 'close', channel });
    // A thread inside a blocking system call cannot be ended; its process can.
    this.#ending.set(
      channel,
      this.#settings.clock.after(terminateGraceMs, () => this.kill()),
    );
  }

  #command(message: ToSupervisor): void {
    this.#process.write(`0 ${JSON.stringify(message)}`);
  }

  #receive(line: string): void {
    const space = line.indexOf(' ');
    const channel = Number(line.slice(0, space));
    const message = parseMessage(line.slice(space + 1));
    if (message === undefined || space < 1) return this.kill();
    if (channel === 0) this.#threadEnded(message as unknown as FromSupervisor);
    else this.#channels.get(channel)?.onMessage(message);
  }

  #threadEnded({ channel, code, error }: FromSupervisor): void {
    const handlers = this.#channels.get(channel);
    this.#forget(channel);
    handlers?.onClosed(describeThreadEnd(code, error, this.#settings.memoryMb));
    if (this.#channels.size === 0) this.#onEmpty();
  }

  #closed(end: LinkEnd): void {
    this.#isUsable = false;
    this.#output.flush();
    const detail = `the shared runner ended: ${end.detail}`;
    for (const [channel, handlers] of [...this.#channels]) {
      this.#forget(channel);
      handlers.onClosed({ reason: end.reason, detail });
    }
  }

  #forget(channel: number): void {
    this.#channels.delete(channel);
    this.#ending.get(channel)?.cancel();
    this.#ending.delete(channel);
  }
}

const terminateGraceMs = 1_000;

function describeThreadEnd(code: number, error: string | undefined, memoryMb: number): LinkEnd {
  if (error === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { reason: 'out-of-memory', detail: `it used more than ${memoryMb} MB of memory` };
  }
  const why = error === undefined ? '' : ` after ${error}`;
  return { reason: 'exited', detail: `it ended with exit code ${code}${why}` };
}
