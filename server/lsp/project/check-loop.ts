import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import type { Project } from '../../language/project.ts';

export interface CheckLoopParts {
  readonly project: Project;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: (problems: readonly Problem[]) => void;
  /** Called when a complete check has ended and nothing changed meanwhile. */
  readonly settled: () => void;
}

/**
 * Checks a project after each change: the YAML rules at once, everything (with TypeScript) when typing pauses. Between the
 * two the findings of the last complete check stay, except in the files that changed since.
 */
export class CheckLoop implements Disposable {
  readonly #parts: CheckLoopParts;
  #running: AbortController | undefined;
  #quickTimer: Timer | undefined;
  #fullTimer: Timer | undefined;
  /** What only the complete check finds, from its last run. */
  #typeProblems: readonly Problem[] = [];

  constructor(parts: CheckLoopParts) {
    this.#parts = parts;
  }

  /** Something changed; `file` (as problems name it) loses the findings that may be stale now. */
  changed(file?: string): void {
    this.#running?.abort();
    if (file !== undefined) this.#typeProblems = this.#typeProblems.filter((problem) => problem.file !== file);
    this.#quickTimer?.cancel();
    this.#fullTimer?.cancel();
    this.#quickTimer = this.#parts.clock.after(quickMs, () => this.#run(() => this.#quick()));
    this.#fullTimer = this.#parts.clock.after(fullMs, () => this.#run(() => this.#full()));
  }

  dispose(): void {
    this.#running?.abort();
    this.#quickTimer?.cancel();
    this.#fullTimer?.cancel();
  }

  #run(check: () => Promise<void>): void {
    check().catch((error: unknown) => this.#parts.log.error(`A check failed: ${String(error)}`));
  }

  async #quick(): Promise<void> {
    const problems = await this.#check(true);
    if (problems !== undefined) this.#parts.publish([...problems, ...this.#typeProblems]);
  }

  async #full(): Promise<void> {
    const quick = await this.#check(true);
    const all = quick && (await this.#check(false));
    if (quick === undefined || all === undefined) return;
    const known = new Set(quick.map(identity));
    this.#typeProblems = all.filter((problem) => !known.has(identity(problem)));
    this.#parts.publish(all);
    this.#parts.settled();
  }

  /** Problems of the project as it is now; undefined when it changed while they were looked for. */
  async #check(skipTypeScript: boolean): Promise<readonly Problem[] | undefined> {
    this.#running?.abort();
    const controller = (this.#running = new AbortController());
    try {
      const problems = await this.#parts.project.check({ skipTypeScript, signal: controller.signal });
      return controller.signal.aborted ? undefined : problems;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    }
  }
}

function identity(problem: Problem): string {
  return JSON.stringify([problem.file, problem.range, problem.code, problem.message]);
}

/** Measured on typing speed: 40 ms joins the keystrokes of a burst without being seen (a frame is 16 ms). */
const quickMs = 40;
const fullMs = 500;
