import { format } from 'node:util';
import type { UserLog } from '../../schemas/protocol/runner.ts';
import { TokenBucket } from '../base/token-bucket.ts';

type Level = UserLog['level'];

/** Texts of `order.log` and `console`, formatted as `console.log` does; a value that cannot be shown is no error. */
export function formatLog(values: readonly unknown[]): string {
  try {
    return format(...values);
  } catch {
    return 'A value of this line could not be shown.';
  }
}

/**
 * User code's output on its way to the host. A flood costs the flooder its lines, never a step its time: what is over the
 * rate, or what the host has no room for, is dropped and counted.
 */
export class OutputLimiter {
  readonly #send: (line: UserLog) => void;
  readonly #backlog: () => number;
  readonly #nowMs: () => number;
  readonly #lines = new TokenBucket({ rate: 2_000, burst: 10_000 });
  readonly #bytes = new TokenBucket({ rate: 1024 * 1024, burst: 4 * 1024 * 1024 });
  #dropped = 0;
  #note: NodeJS.Timeout | undefined;

  constructor(send: (line: UserLog) => void, host: { readonly backlog: number }, nowMs: () => number) {
    this.#send = send;
    this.#backlog = () => host.backlog;
    this.#nowMs = nowMs;
  }

  write(invocation: number | undefined, level: Level, values: readonly unknown[]): void {
    const now = this.#nowMs();
    if (this.#backlog() > maxBacklog || !this.#lines.take(1, now)) return this.#drop();
    const text = formatLog(values);
    const shown =
      text.length > maxLine ? `${text.slice(0, maxLine)}… (${text.length - maxLine} more characters)` : text;
    if (!this.#bytes.take(shown.length, now)) return this.#drop();
    this.#send({ type: 'log', level, text: shown, ...(invocation === undefined ? {} : { invocation }) });
  }

  #drop(): void {
    this.#dropped += 1;
    // One note per second at most, and one after the last dropped line.
    this.#note ??= setTimeout(() => this.reportDropped(), 1000).unref();
  }

  /** Says how many lines were dropped since the last note. */
  reportDropped(): void {
    clearTimeout(this.#note);
    this.#note = undefined;
    if (this.#dropped === 0) return;
    const text = `${this.#dropped} lines were dropped here: the program writes more than its log takes.`;
    this.#dropped = 0;
    this.#send({ type: 'log', level: 'warn', text });
  }
}

const maxBacklog = 1024 * 1024;
const maxLine = 8_192;

/**
 * Sends `console` and `process.stdout`/`stderr` to the log, with the call they belong to. The console's own methods stay,
 * so that a debugger still sees each call.
 */
export function captureOutput(write: (level: Level, text: string) => void): void {
  let level: Level | undefined;
  for (const [method, itsLevel] of Object.entries(consoleLevels) as ['warn', Level][]) {
    const original = console[method].bind(console);
    console[method] = (...values: unknown[]): void => {
      level = itsLevel;
      try {
        original(...values);
      } finally {
        level = undefined;
      }
    };
  }
  redirect(process.stdout, (text) => write(level ?? 'info', text));
  redirect(process.stderr, (text) => write(level ?? 'error', text));
}

const consoleLevels: Readonly<Record<string, Level>> = { debug: 'debug', warn: 'warn', error: 'error', trace: 'debug' };

function redirect(stream: NodeJS.WriteStream, write: (text: string) => void): void {
  let rest = '';
  const capture = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
    const text = rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString());
    const lines = text.split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLine);
    for (const line of lines) write(line);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  };
  stream.write = capture as typeof stream.write;
}
