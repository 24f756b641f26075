import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { JobApiCall, RaisedError } from '../../schemas/protocol/runner.ts';
import { logSafe } from '../base/logger.ts';
import type { Timer } from '../base/clock.ts';
import { BackOff } from './back-off.ts';
import type { LinkEnd, LinkFactory } from './link.ts';
import type { Settings } from './options.ts';
import type { LoadResult } from './program-loading.ts';
import { ProgramRunner } from './program-runner.ts';
import { Room } from './room.ts';
import type {
  CallOutcome,
  CallPeer,
  JobCall,
  ProgramInspection,
  ProgramSpec,
  RunnerHost,
  RunnerInfo,
  StepCall,
} from './runner-host.ts';
import { Watch } from './watch.ts';

/** The loaded programs of one host, whatever form their runners have. */
export class ProgramPool implements RunnerHost {
  readonly #links: LinkFactory;
  readonly #settings: Settings;
  readonly #watch: Watch;
  readonly #room: Room;
  /** The runner that takes new calls. */
  readonly #current = new Map<ObjectIdentity, ProgramRunner>();
  /** All that live, draining ones too. */
  readonly #alive = new Set<ProgramRunner>();
  readonly #backOffs = new Map<ObjectIdentity, BackOff>();
  #isDisposed = false;
  #disposed: Promise<void> | undefined;
  #idleTimer: Timer | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(links: LinkFactory, settings: Settings) {
    this.#links = links;
    this.#settings = settings;
    this.#watch = new Watch(settings, () => this.#alive, links);
    this.#room = new Room(settings.clock, {
      makeRoom: () => this.#makeRoom(),
      preempt: () => this.#preempt(),
    });
  }

  invoke(program: ProgramSpec, call: StepCall, peer: CallPeer): Promise<CallOutcome> {
    return this.#call(program, (runner) => runner.invoke(call, peer));
  }

  invokeJob(program: ProgramSpec, call: JobCall, peer: CallPeer<JobApiCall>): Promise<CallOutcome> {
    return this.#call(program, (runner) => runner.invokeJob(call, peer));
  }

  async #call(program: ProgramSpec, invoke: (runner: ProgramRunner) => Promise<CallOutcome>): Promise<CallOutcome> {
    for (let attempt = 0; attempt < maxStarts; attempt += 1) {
      const runner = this.#readyRunner(program) ?? (await this.#startedRunner(program));
      if (runner instanceof ProgramRunner === false) return runner;
      const problem = this.#loadProblem(program, await runner.whenLoaded());
      if (problem !== undefined) return problem;
      // It may have been killed, or have met a timeout, while this call waited.
      if (!runner.isAccepting) continue;
      this.#watch.start();
      return invoke(runner);
    }
    return { kind: 'lost', reason: 'exited', detail: 'its runner ended before the call could begin' };
  }

  /** Loads a program before its first call, so that this one need not wait; a failure is told to that call. */
  warm(program: ProgramSpec): void {
    if (this.#readyRunner(program) === undefined) void this.#startedRunner(program);
  }

  async inspect(program: ProgramSpec): Promise<ProgramInspection> {
    if (this.#isDisposed) return { ok: false, error: stoppedError };
    const settings = { ...this.#settings, loadTimeoutMs: this.#settings.inspectTimeoutMs };
    const runner = this.#start(program, settings);
    const result = await runner.whenLoaded();
    runner.drain();
    if (result.kind === 'loaded') return { ok: true, loaded: result.loaded };
    if (result.kind === 'ended') {
      return { ok: false, error: this.#isDisposed ? stoppedError : endedWhileLoading(program, result.end) };
    }
    const { error, step } = result.failed;
    return { ok: false, error, ...(step === undefined ? {} : { step }) };
  }

  async unload(program: ObjectIdentity): Promise<void> {
    const runner = this.#current.get(program);
    this.#current.delete(program);
    runner?.drain();
  }

  kill(program: ObjectIdentity, reason: string): void {
    for (const runner of this.#alive) {
      if (runner.program.program === program) runner.kill({ reason: 'killed', detail: reason });
    }
  }

  /** Opens or closes the inspector of a loaded program on loopback; answers its address while it is open. */
  async setInspector(program: ObjectIdentity, open: boolean): Promise<string | undefined> {
    return this.#current.get(program)?.inspector(open);
  }

  runners(): readonly RunnerInfo[] {
    const byPid = new Map<number, ProgramRunner[]>();
    for (const runner of this.#alive) byPid.set(runner.pid, [...(byPid.get(runner.pid) ?? []), runner]);
    return [...byPid].map(([pid, runners]) => this.#describe(pid, runners));
  }

  /** Several may ask for it; the first one's grace counts. */
  dispose(graceMs: number): Promise<void> {
    this.#disposed ??= this.#dispose(graceMs);
    return this.#disposed;
  }

  async #dispose(graceMs: number): Promise<void> {
    this.#isDisposed = true;
    this.#idleTimer?.cancel();
    const isEmpty = new Promise<void>((resolve) => (this.#whenEmpty = resolve));
    this.#room.dispose();
    for (const backOff of this.#backOffs.values()) backOff.dispose();
    for (const runner of this.#alive) runner.drain();
    const end = { reason: 'stopped', detail: 'the engine stops' } as const;
    const timer = this.#settings.clock.after(graceMs, () => {
      for (const runner of this.#alive) runner.kill(end);
    });
    if (this.#alive.size > 0) await isEmpty;
    timer.cancel();
    this.#watch.dispose();
    this.#links.dispose();
  }

  #readyRunner(program: ProgramSpec): ProgramRunner | undefined {
    const current = this.#current.get(program.program);
    const isReady = current?.isAccepting === true && current.program.bundleHash === program.bundleHash;
    return isReady && !this.#isDisposed ? current : undefined;
  }

  /** Starts one, after what it may have to wait for: its own crashes, and room. */
  async #startedRunner(program: ProgramSpec): Promise<ProgramRunner | CallOutcome> {
    const backOff = this.#backOff(program);
    if (backOff.failure !== undefined) return { kind: 'not-loaded', error: backOff.failure };
    await backOff.wait();
    return this.#room.enter(
      () => this.#isDisposed || this.#readyRunner(program) !== undefined,
      () => (this.#isDisposed ? stopped : (this.#readyRunner(program) ?? this.#replace(program))),
    );
  }

  #replace(program: ProgramSpec): ProgramRunner {
    // A newer bundle, or a runner that takes no calls any more: what runs there ends there.
    this.#current.get(program.program)?.drain();
    const runner = this.#start(program, this.#settings);
    this.#current.set(program.program, runner);
    this.#scheduleIdle();
    return runner;
  }

  #start(program: ProgramSpec, settings: Settings): ProgramRunner {
    const runner = new ProgramRunner(program, this.#links, settings, {
      onIdle: () => {
        this.#scheduleIdle();
        this.#room.changed();
      },
      onClosed: (closed, end) => this.#closed(closed, end),
    });
    this.#alive.add(runner);
    return runner;
  }

  /** The program idle the longest goes when there are too many. */
  #makeRoom(): boolean {
    if (this.#alive.size < this.#settings.limit) return true;
    const idle = this.#currentBy((runner) => runner.idleSinceMs).find((runner) => runner.isIdle);
    if (idle === undefined) return false;
    void this.unload(idle.program.program);
    return true;
  }

  /** The one that has run the longest makes room when its calls have ended. */
  #preempt(): void {
    const oldest = this.#currentBy((runner) => runner.startedAtMicros)[0];
    if (oldest !== undefined) void this.unload(oldest.program.program);
  }

  #currentBy(rank: (runner: ProgramRunner) => number): ProgramRunner[] {
    return [...this.#current.values()].filter((runner) => !runner.isInspected).sort((a, b) => rank(a) - rank(b));
  }

  #scheduleIdle(delayMs = this.#settings.idleMs): void {
    this.#idleTimer ??= this.#settings.clock.after(delayMs, () => {
      this.#idleTimer = undefined;
      this.#unloadIdle();
    });
  }

  #unloadIdle(): void {
    const { clock, idleMs } = this.#settings;
    const waits = [...this.#current.values()].flatMap((runner) => {
      if (!runner.isIdle || runner.isInspected) return [idleMs];
      const leftMs = runner.idleSinceMs + idleMs - clock.monotonicMs();
      if (leftMs > 0) return [leftMs];
      void this.unload(runner.program.program);
      return [];
    });
    if (waits.length > 0) this.#scheduleIdle(Math.min(...waits));
  }

  #backOff(program: ProgramSpec): BackOff {
    const known = this.#backOffs.get(program.program);
    if (known !== undefined && known.bundleHash === program.bundleHash) return known;
    const backOff = new BackOff(program.bundleHash, this.#settings.clock);
    this.#backOffs.set(program.program, backOff);
    return backOff;
  }

  #loadProblem(program: ProgramSpec, result: LoadResult): CallOutcome | undefined {
    if (result.kind === 'loaded') return undefined;
    // It was unloaded or replaced while it loaded: the caller looks for the next one.
    if (result.kind === 'ended' && result.end.reason === 'stopped') return this.#isDisposed ? stopped : undefined;
    const error = result.kind === 'failed' ? result.failed.error : endedWhileLoading(program, result.end);
    this.#backOff(program).loadFailed(error);
    if (result.kind === 'failed') void this.unload(program.program);
    return { kind: 'not-loaded', error };
  }

  #closed(runner: ProgramRunner, end: LinkEnd): void {
    this.#alive.delete(runner);
    const { program } = runner.program;
    if (this.#current.get(program) === runner) this.#current.delete(program);
    if (end.reason !== 'stopped') {
      this.#settings.log.warn(`program ${program} (pid ${runner.pid}): ${logSafe(end.detail)}`);
      this.#backOff(runner.program).crashed();
    }
    this.#room.changed();
    if (this.#alive.size === 0) this.#whenEmpty?.();
  }

  #describe(pid: number, runners: readonly ProgramRunner[]): RunnerInfo {
    const rss = runners.map((runner) => runner.health.rssBytes ?? 0).sort((a, b) => b - a)[0] ?? 0;
    return {
      pid,
      programs: runners.map((runner) => runner.program.program),
      form: this.#links.form,
      runningCalls: runners.reduce((sum, runner) => sum + runner.runningCalls, 0),
      startedAt: Math.min(...runners.map((runner) => runner.startedAtMicros)),
      ...(rss > 0 ? { rssBytes: rss } : {}),
    };
  }
}

/** A call that finds its runner gone starts another this often. */
const maxStarts = 10;
const stoppedError: RaisedError = { error: 'RUNNER-STOPPED', info: 'The runners are being stopped.' };

const stopped: CallOutcome = { kind: 'lost', reason: 'stopped', detail: 'the engine stops' };

function endedWhileLoading(program: ProgramSpec, end: LinkEnd): RaisedError {
  return { error: 'PROGRAM-LOAD-ERROR', info: `Program ${program.program} could not be loaded: ${end.detail}.` };
}
