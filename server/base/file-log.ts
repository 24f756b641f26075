import { close, closeSync, fstat, openSync, rename, stat, unlink, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Clock } from './clock.ts';
import { loggerFrom, logLevels, logSafe, type Logger, type LogLevel } from './logger.ts';

export interface FileLogOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly level: LogLevel;
  /** Old files kept, as `.1` to `.n` (manual: logs). */
  readonly keep: number;
  /** The file rotates by itself above this. */
  readonly maxBytes: number;
  /** Called with the reason when lines cannot be written any more, and with undefined when they can be again. */
  readonly onState: (reason: string | undefined) => void;
}

/** Lines that wait for a slow disk; what comes on top is dropped and counted, never waited for. */
const mostWaitingBytes = 4 * 1024 * 1024;

/**
 * A log file: appended, rotated, one line per message with the manual's prefix. Writing happens beside the engine's work, in
 * batches; a full disk or a lost folder costs lines and nothing else.
 */
export class FileLog {
  readonly file: string;
  readonly logger: Logger;
  readonly #options: FileLogOptions;
  readonly #followers = new Set<(lines: string) => void>();
  #level: LogLevel;
  #descriptor: number;
  #size: number;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #hasFailed = false;
  #isClosed = false;
  #work: Promise<void> = Promise.resolve();
  #isFlushPlanned = false;

  /** Opens (or creates) the file; throws when that fails, which at start ends the engine. */
  constructor(options: FileLogOptions) {
    this.#options = options;
    this.file = options.file;
    this.#level = options.level;
    this.#descriptor = openAppending(options.file);
    this.#size = 0;
    fstat(this.#descriptor, (_error, found) => (this.#size += found?.size ?? 0));
    this.logger = loggerFrom((level, message) => this.#add(level, message));
  }

  set level(level: LogLevel) {
    this.#level = level;
  }

  /** Calls back with whole lines as they are added, until the returned function is called. */
  follow(follower: (lines: string) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** Resolves when everything so far is in the file, or given up. */
  async flush(): Promise<void> {
    await this.#enqueue(() => this.#write());
  }

  /** The current file becomes `.1`, the others move up, the oldest goes (manual: logs). */
  async rotate(): Promise<void> {
    await this.#enqueue(async () => {
      await this.#write();
      await this.#rotateFiles();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
    await promisify(close)(this.#descriptor).catch(() => undefined);
  }

  /** Writes what waits at once, for an end that cannot wait. */
  closeNow(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      writeSync(this.#descriptor, this.#waiting.join(''));
      closeSync(this.#descriptor);
    } catch {
      // The process is ending and there is nowhere left to say it.
    }
  }

  #add(level: LogLevel, message: string): void {
    if (this.#isClosed || logLevels.indexOf(level) > logLevels.indexOf(this.#level)) return;
    const line = `${linePrefix(this.#options.clock.nowMicros())}${levelNames[level]}${logSafe(message)}\n`;
    this.#followers.forEach((follower) => follower(line));
    if (this.#waitingBytes + line.length > mostWaitingBytes) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#planFlush();
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      void this.#enqueue(() => this.#write());
    });
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(task).catch((error: unknown) => this.#failed(error));
    return this.#work;
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0 || this.#isClosed) return;
    const note = this.#dropped > 0 ? `… ${this.#dropped} lines were dropped …\n` : '';
    const bytes = Buffer.from(this.#waiting.join('') + note);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#dropped = 0;
    for (let offset = 0; offset < bytes.length;) offset += await writeSome(this.#descriptor, bytes, offset);
    this.#size += bytes.length;
    this.#recovered();
    if (this.#size > this.#options.maxBytes) await this.#rotateFiles();
  }

  async #rotateFiles(): Promise<void> {
    const { file, keep } = this.#options;
    await promisify(unlink)(`${file}.${keep}`).catch(ignoreMissing);
    for (let index = keep - 1; index >= 1; index -= 1) {
      await promisify(rename)(`${file}.${index}`, `${file}.${index + 1}`).catch(ignoreMissing);
    }
    await promisify(rename)(file, `${file}.1`).catch(ignoreMissing);
    const next = openAppending(file);
    await promisify(close)(this.#descriptor);
    this.#descriptor = next;
    this.#size = (await promisify(stat)(file)).size;
  }

  #recovered(): void {
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#options.onState(undefined);
  }

  #failed(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onState(error instanceof Error ? error.message : String(error));
  }
}

const levelNames: Readonly<Record<LogLevel, string>> = {
  fatal: 'FATAL: ',
  error: 'ERROR: ',
  warn: 'WARNING: ',
  info: '',
  debug: 'DEBUG: ',
  trace: 'TRACE: ',
};

/** `YYYY.MM.DD HH:mm:ss T1: ` (manual: logs), in the machine's own zone, as people read clocks. */
function linePrefix(micros: number): string {
  const time = new Date(micros / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}.${two(time.getMonth() + 1)}.${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} T1: `;
}

function openAppending(file: string): number {
  return openSync(file, 'a', 0o600);
}

function writeSome(descriptor: number, bytes: Buffer, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, offset, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
