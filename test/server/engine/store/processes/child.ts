import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { TestContext } from 'node:test';

/** A program of this folder that runs as a process of its own and says what it does, a line at a time. */
export class ChildProgram {
  readonly lines: string[] = [];
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly #child: ChildProcess;
  readonly #output: Interface;
  #hasEnded = false;

  /** `launcher` is put before Node's own command, for example a shell that sets a limit. */
  constructor(t: TestContext, program: string, args: readonly string[], launcher: readonly string[] = []) {
    const command = [...launcher, process.execPath, path.join(import.meta.dirname, program), ...args];
    this.#child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => this.#child.kill('SIGKILL'));
    this.exited = new Promise((resolve) => this.#child.once('exit', (code, signal) => resolve({ code, signal })));
    if (this.#child.stdout === null) throw new Error('The child has no output');
    this.#output = createInterface({ input: this.#child.stdout });
    this.#output.on('line', (line) => this.lines.push(line));
    this.#output.once('close', () => (this.#hasEnded = true));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with the first line that begins with one of these; fails when the child ends before it says it. */
  async line(...starts: readonly string[]): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => starts.some((start) => line.startsWith(start)));
      if (found !== undefined) return found;
      if (this.#hasEnded) throw new Error(`The child ended and did not say "${starts.join('" or "')}"`);
      await Promise.race([once(this.#output, 'line'), once(this.#output, 'close')]);
    }
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    if (signal === 'SIGKILL') await Promise.all([this.exited, this.#hasEnded || once(this.#output, 'close')]);
  }
}
