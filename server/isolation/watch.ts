import { readFile } from 'node:fs/promises';
import type { Timer } from '../base/clock.ts';
import type { Settings } from './options.ts';
import type { ProgramRunner } from './program-runner.ts';

/**
 * Looks after runners while calls run: memory, which a heap limit does not bound (buffers, native code), and event loops
 * that do not come round any more.
 */
export class Watch {
  readonly #settings: Settings;
  readonly #runners: () => ReadonlySet<ProgramRunner>;
  #timer: Timer | undefined;
  #ticks = 0;
  readonly #warned = new WeakSet<ProgramRunner>();

  constructor(settings: Settings, runners: () => ReadonlySet<ProgramRunner>) {
    this.#settings = settings;
    this.#runners = runners;
  }

  /** Begins to look; stops by itself when no call runs. */
  start(): void {
    this.#timer ??= this.#settings.clock.after(tickMs, () => void this.#tick());
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #tick(): Promise<void> {
    this.#ticks += 1;
    const busy = [...this.#runners()].filter((runner) => runner.runningCalls > 0);
    for (const runner of busy) {
      if (this.#ticks % ticksPerHeartbeat === 0) this.#checkLoop(runner);
      await this.#checkMemory(runner);
    }
    this.#timer = undefined;
    if (busy.length > 0) this.start();
  }

  #checkLoop(runner: ProgramRunner): void {
    const waitedMs = runner.heartbeat();
    if (runner.isInspected) return;
    if (waitedMs >= this.#settings.blockedMs) {
      runner.kill({
        reason: 'killed',
        detail: `its code has kept the event loop busy for ${Math.round(waitedMs / 1000)} s`,
      });
    } else if (waitedMs >= warnAfterMs && !this.#warned.has(runner)) {
      this.#warned.add(runner);
      this.#settings.log.warn(
        `program ${runner.program.program} (pid ${runner.pid}) has not answered for ${Math.round(waitedMs / 1000)} s: its code keeps the event loop busy, so its other orders wait`,
      );
    }
  }

  async #checkMemory(runner: ProgramRunner): Promise<void> {
    const rssBytes = (await residentBytes(runner.pid)) ?? runner.rssBytes;
    if (rssBytes === undefined) return;
    runner.rssBytes = rssBytes;
    const megabytes = Math.round(rssBytes / 1024 / 1024);
    if (megabytes <= this.#settings.rssLimitMb) return;
    const detail = `it used ${megabytes} MB of memory, and at most ${this.#settings.rssLimitMb} MB are allowed`;
    runner.kill({ reason: 'out-of-memory', detail });
  }
}

const tickMs = 250;
const ticksPerHeartbeat = 4;
const warnAfterMs = 5_000;
const pageBytes = 4096;

/** Resident memory of a process where the system tells; elsewhere the runner's own answer to a heartbeat has to do. */
async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
    return Number.isFinite(pages) ? pages * pageBytes : undefined;
  } catch {
    return undefined;
  }
}
