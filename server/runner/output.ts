import { Writable } from 'node:stream';
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
  reportDropped(invocation?: number): void {
    if (this.#dropped === 0) return;
    clearTimeout(this.#note);
    this.#note = undefined;
    const text = `${this.#dropped} lines were dropped here: the program writes more than its log takes.`;
    this.#dropped = 0;
    this.#send({ type: 'log', level: 'warn', text, ...(invocation === undefined ? {} : { invocation }) });
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
  replaceStream('stdout', 1, (text) => write(level ?? 'info', text));
  replaceStream('stderr', 2, (text) => write(level ?? 'error', text));
  for (const [method, itsLevel] of Object.entries(consoleLevels) as ['warn', Level][]) {
    /* eslint-disable no-console -- this is where the console of user code is made */
    const original = console[method].bind(console);
    console[method] = (...values: unknown[]): void => {
      level = itsLevel;
      try {
        original(...values);
      } finally {
        level = undefined;
      }
    };
    /* eslint-enable no-console */
  }
}

const consoleLevels: Readonly<Record<string, Level>> = { debug: 'debug', warn: 'warn', error: 'error', trace: 'debug' };

/**
 * Node's own streams are never made: they would switch the descriptors to non-blocking, and code that writes there itself
 * (native code, `fs.writeSync`) would fail when the host is a moment late.
 */
function replaceStream(name: 'stdout' | 'stderr', fd: number, write: (text: string) => void): void {
  let rest = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : String(chunk))).split('\n');
      rest = (lines.pop() ?? '').slice(0, maxLine);
      for (const line of lines) write(line);
      done();
    },
  });
  Object.defineProperty(process, name, { value: Object.assign(stream, { fd }), configurable: true, enumerable: true });
}
