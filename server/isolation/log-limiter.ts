import type { UserLog } from '../../schemas/protocol/runner.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { TokenBucket } from '../base/token-bucket.ts';

/**
 * Caps what a program writes to its log: length of a line, lines and bytes a second. The runner limits itself already; this
 * holds against code that goes past it. What is dropped is counted and noted.
 */
export class LogLimiter {
  readonly #clock: Clock;
  readonly #write: (line: UserLog) => void;
  readonly #lines = new TokenBucket({ rate: 4_000, burst: 20_000 });
  readonly #bytes = new TokenBucket({ rate: 2 * 1024 * 1024, burst: 8 * 1024 * 1024 });
  readonly #rest: Record<string, string> = {};
  #droppedBytes = 0;
  #note: Timer | undefined;

  constructor(clock: Clock, write: (line: UserLog) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** Passes a line on, or drops it. */
  line(line: UserLog, write: (line: UserLog) => void): void {
    const text = String(line.text);
    if (this.#take(text.length)) write(text.length > maxLine ? { ...line, text: text.slice(0, maxLine) } : line);
  }

  /** Raw output: split into lines. */
  output(level: UserLog['level'], text: string): void {
    // One look at the budget for the whole piece: a flood is not split into lines first.
    if (!this.#bytes.take(text.length, this.#clock.monotonicMs())) return this.#drop(text.length);
    const lines = ((this.#rest[level] ?? '') + text).split('\n');
    this.#rest[level] = (lines.pop() ?? '').slice(0, maxLine);
    for (const line of lines) this.#outputLine(level, line);
  }

  /** Writes what is left when the program ends. */
  flush(): void {
    for (const [level, rest] of Object.entries(this.#rest)) {
      if (rest !== '') this.#outputLine(level as UserLog['level'], rest);
      this.#rest[level] = '';
    }
    this.#reportDropped();
  }

  #outputLine(level: UserLog['level'], text: string): void {
    if (text === '') return;
    if (this.#lines.take(1, this.#clock.monotonicMs()))
      this.#write({ type: 'log', level, text: text.slice(0, maxLine) });
    else this.#drop(text.length);
  }

  #take(length: number): boolean {
    const now = this.#clock.monotonicMs();
    if (this.#lines.take(1, now) && this.#bytes.take(Math.min(length, maxLine), now)) return true;
    this.#drop(length);
    return false;
  }

  #drop(length: number): void {
    this.#droppedBytes += length;
    this.#note ??= this.#clock.after(1000, () => this.#reportDropped());
  }

  #reportDropped(): void {
    this.#note?.cancel();
    this.#note = undefined;
    if (this.#droppedBytes === 0) return;
    const text = `${this.#droppedBytes} characters were dropped here: the program writes more than its log takes.`;
    this.#droppedBytes = 0;
    this.#write({ type: 'log', level: 'warn', text });
  }
}

/** A little more than the runner's own cap with its note. */
const maxLine = 8_300;
