import { readFile } from 'node:fs/promises';
import type { Timer } from '../base/clock.ts';
import type { LinkFactory } from './link.ts';
import type { Settings } from './options.ts';
import type { ProgramRunner } from './program-runner.ts';

/**
 * Looks after runners while calls run: memory, which a heap limit does not bound (buffers, native code), and event loops
 * that do not come round any more.
 */
export class Watch {
  readonly #settings: Settings;
  readonly #runners: () => ReadonlySet<ProgramRunner>;
  readonly #links: LinkFactory;
  readonly #warned = new WeakSet<ProgramRunner>();
  #timer: Timer | undefined;
  #ticks = 0;
  #lastMemoryKillMs = -Infinity;

  constructor(settings: Settings, runners: () => ReadonlySet<ProgramRunner>, links: LinkFactory) {
    this.#settings = settings;
    this.#runners = runners;
    this.#links = links;
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
    for (const runner of busy) this.#checkLoop(runner);
    for (const pid of new Set(busy.map((runner) => runner.pid))) {
      await this.#checkMemory(busy.filter((runner) => runner.pid === pid));
    }
    // Disposed meanwhile: the timer that brought us here is gone.
    if (this.#timer === undefined) return;
    this.#timer = undefined;
    if (busy.length > 0) this.start();
  }

  #checkLoop(runner: ProgramRunner): void {
    if (this.#ticks % ticksPerPing === 0) runner.health.ping();
    const seconds = Math.round(runner.health.silentMs / 1000);
    if (runner.isInspected) return;
    if (runner.health.silentMs >= this.#settings.blockedMs) {
      runner.kill({ reason: 'killed', detail: `its code has kept the event loop busy for ${seconds} s` });
    } else if (runner.health.silentMs >= warnAfterMs && !this.#warned.has(runner)) {
      this.#warned.add(runner);
      const what = `its code keeps the event loop busy, so its other orders wait`;
      this.#settings.log.warn(
        `program ${runner.program.program} (pid ${runner.pid}) has not answered for ${seconds} s: ${what}`,
      );
    }
  }

  /** Runners of one process. */
  async #checkMemory(runners: readonly ProgramRunner[]): Promise<void> {
    const rssBytes = (await residentBytes(runners[0]?.pid ?? 0)) ?? runners[0]?.health.rssBytes ?? 0;
    for (const runner of runners) runner.health.rssBytes = rssBytes;
    const megabytes = Math.round(rssBytes / 1024 / 1024);
    if (megabytes <= this.#settings.rssLimitMb) return;
    this.#endLargest(
      runners,
      `it used ${megabytes} MB of memory, and at most ${this.#settings.rssLimitMb} MB are allowed`,
    );
  }

  #endLargest(runners: readonly ProgramRunner[], detail: string): void {
    const now = this.#settings.clock.monotonicMs();
    const isSecondTry = this.#links.killAll !== undefined && now - this.#lastMemoryKillMs < 3_000;
    // Ending the one that looked guilty frees its memory; when it does not within a moment, another one was.
    if (isSecondTry && now - this.#lastMemoryKillMs < 1_000) return;
    this.#lastMemoryKillMs = now;
    const largest = [...runners].sort(
      (a, b) => b.health.silentMs - a.health.silentMs || b.health.ownBytes - a.health.ownBytes,
    )[0];
    largest?.kill({ reason: 'out-of-memory', detail });
    if (isSecondTry) this.#links.killAll?.();
  }
}

const tickMs = 250;
const ticksPerPing = 4;
const warnAfterMs = 5_000;
const pageBytes = 4096;

/** Resident memory of a process where the system tells; elsewhere the runner's own answer to a ping has to do. */
async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
    return Number.isFinite(pages) ? pages * pageBytes : undefined;
  } catch {
    return undefined;
  }
}
