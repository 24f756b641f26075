import type { JobId } from '../../../schemas/model/ids.ts';
import type { JobSnapshot } from '../../../schemas/protocol/runner.ts';
import type { StoredConfigValue } from '../../../schemas/model/config-items.ts';
import type { Timer } from '../../base/clock.ts';
import type { AuditedRequest } from '../events/audit.ts';
import { EngineRefusal } from '../engine.ts';
import type { EngineParts } from '../execution/parts.ts';
import { StoreUnavailable } from '../store/store.ts';
import { JobRuntime } from './job-runtime.ts';
import { beginRun, reasonOf, runAlert, type BegunRun } from './run-job.ts';
import { isDue } from './trigger.ts';

/** The wall clock is looked at this often at least: someone may have set it. */
const longestWaitMs = 60_000;
/** After a run that could not begin: another engine holds the job, or the store cannot write. */
const holdMs = 60_000;
const outageMs = 1_000;
/** Clocks drift apart by less than this between two looks. */
const jumpMs = 1_000;

/** Starts jobs when they fall due, one run of each at a time (manual: job scheduling). */
export class JobScheduler {
  readonly #parts: EngineParts;
  readonly #configValues: () => readonly StoredConfigValue[];
  readonly #jobs = new Map<JobId, JobRuntime>();
  readonly #heldUntilMs = new Map<JobId, number>();
  #isStarted = false;
  #isShuttingDown = false;
  #timer: Timer | undefined;
  #driftMs = 0;
  #reloading: Promise<unknown> = Promise.resolve();

  constructor(parts: EngineParts, configValues: () => readonly StoredConfigValue[]) {
    this.#parts = parts;
    this.#configValues = configValues;
  }

  get jobs(): ReadonlyMap<JobId, JobRuntime> {
    return this.#jobs;
  }

  get isIdle(): boolean {
    return [...this.#jobs.values()].every((job) => job.running === undefined);
  }

  /** Reads the jobs again; what is new, changed or gone is in force when this resolves. */
  reload(): Promise<void> {
    const reloaded = this.#reloading.then(() => this.#read());
    this.#reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  /** From now on schedules hold. */
  async start(): Promise<void> {
    this.#isStarted = true;
    this.#driftMs = this.#drift();
    for (const job of this.#jobs.values()) this.#tellLastRun(job);
    await Promise.all([...this.#jobs.values()].map((job) => this.sync(job)));
    this.#tick();
  }

  /** Begins a run now. */
  async run(job: JobRuntime, trigger: JobSnapshot['trigger'], request: AuditedRequest): Promise<BegunRun> {
    if (this.#isShuttingDown) throw new EngineRefusal('SHUTDOWN-IN-PROGRESS', 'The engine is shutting down.', 409);
    if (job.running) throw new EngineRefusal('JOB-RUNNING', `Job ${job.manifest.name} is running already.`, 409);
    const starting = this.#begin(job, trigger, request);
    // Held from this very moment: a second request in the same turn must not begin a second run.
    job.running = starting.then(
      (begun) => ('ended' in begun ? begun.ended : undefined),
      () => undefined,
    );
    void job.running.catch(() => undefined).then(() => this.#afterRun(job));
    const begun = await starting;
    if ('ended' in begun) return begun;
    if (begun.type === 'held') this.#heldUntilMs.set(job.jobId, this.#parts.clock.monotonicMs() + holdMs);
    else await this.reload();
    throw notBegun(job, begun.type);
  }

  /** Schedules the job, or no longer, as its settings say. */
  async sync(job: JobRuntime): Promise<void> {
    if (job.settings.active && this.#isStarted && job.isExpiredAt(this.#nowMs())) await this.#expire(job);
    const { active, enabled } = job.settings;
    const isWanted = this.#isStarted && !this.#isShuttingDown && active && enabled;
    if (isWanted && !job.isScheduled) this.#schedule(job);
    if (!isWanted && job.isScheduled) this.#unschedule(job);
    this.#arm();
  }

  /** Nothing starts any more; resolves when runs under way have ended and are recorded. */
  async shutDown(): Promise<void> {
    this.#isShuttingDown = true;
    this.#timer?.cancel();
    for (const job of this.#jobs.values()) if (job.isScheduled) this.#unschedule(job);
    await Promise.all([...this.#jobs.values()].flatMap((job) => job.running ?? []));
  }

  async #read(): Promise<void> {
    const deployed = await this.#parts.store.jobs.load();
    const known = new Set(deployed.map(({ jobId }) => jobId));
    for (const job of [...this.#jobs.values()]) if (!known.has(job.jobId)) await this.#forget(job);
    for (const one of deployed) {
      const job = this.#jobs.get(one.jobId);
      if (job) job.redefine(one);
      else this.#jobs.set(one.jobId, new JobRuntime(this.#parts, one, () => this.#arm()));
    }
    await Promise.all([...this.#jobs.values()].map((job) => this.sync(job)));
  }

  async #forget(job: JobRuntime): Promise<void> {
    if (job.isScheduled) this.#unschedule(job);
    this.#jobs.delete(job.jobId);
    this.#parts.alerts.clearOngoing(runAlert(job));
    await job.host.unload(job.program);
  }

  #schedule(job: JobRuntime): void {
    job.schedule();
    const { description, runSkipped } = job.manifest;
    const next = new Date(job.triggerMs ?? 0).toISOString();
    const last = job.deployed.lastRun;
    const info = {
      description,
      run_skipped: runSkipped,
      last_executed: last === undefined ? null : new Date(last.started / 1000).toISOString(),
      next,
      trigger: next,
    };
    this.#parts.events.publish('JOB_START', { ...job.identity, info });
    this.#audit('JOB-START', job);
  }

  #unschedule(job: JobRuntime): void {
    job.unschedule();
    this.#parts.events.publish('JOB_STOP', job.identity);
    this.#audit('JOB-STOP', job);
  }

  /** On and after its expiry date a job does not run and is inactive (manual: job attributes). */
  async #expire(job: JobRuntime): Promise<void> {
    const { store, clock, events } = this.#parts;
    job.changed({ active: false });
    await store.jobs.update(job.jobId, { active: false }, { manually: false, now: clock.nowMicros(), audit: [] });
    job.log.info('expired: it is inactive now');
    events.publish('JOB_UPDATED', { ...job.identity, active: false });
  }

  /** Starts what is due and waits for the next. */
  #tick(): void {
    this.#noticeJump();
    const now = this.#nowMs();
    for (const job of this.#jobs.values()) this.#look(job, now);
    this.#arm();
  }

  #look(job: JobRuntime, now: number): void {
    if (job.triggerMs === undefined) return;
    if (job.isExpiredAt(now)) return void this.#guard(job, this.sync(job));
    if (job.running || this.#isHeld(job)) return;
    const due = isDue(job.triggerMs, now, job.manifest.runSkipped);
    if (due === 'skip') job.schedule();
    if (due === 'run') this.#guard(job, this.run(job, 'schedule', {}));
  }

  async #begin(job: JobRuntime, trigger: JobSnapshot['trigger'], request: AuditedRequest) {
    try {
      const begun = await beginRun(this.#parts, job, { trigger, request, configValues: this.#configValues() });
      this.#parts.outage.succeeded();
      return begun;
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        this.#parts.outage.failed(error);
        this.#heldUntilMs.set(job.jobId, this.#parts.clock.monotonicMs() + outageMs);
      }
      throw error;
    }
  }

  #afterRun(job: JobRuntime): void {
    job.running = undefined;
    // What fell due meanwhile runs at once.
    if (this.#isStarted && !this.#isShuttingDown) this.#tick();
  }

  /** What goes wrong with one job is told in its log and stops nothing. */
  #guard(job: JobRuntime, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (error instanceof EngineRefusal || error instanceof StoreUnavailable) job.log.debug(error.message);
      else job.log.error(`The scheduler failed: ${String(error)}`);
    });
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (!this.#isStarted || this.#isShuttingDown) return;
    const waits = [...this.#jobs.values()].flatMap((job) => this.#waitOf(job));
    if (waits.length === 0) return;
    // A trigger is a moment of the wall clock, and timers may be early by a fraction of a millisecond.
    const delay = Math.ceil(Math.min(longestWaitMs, Math.max(0, Math.min(...waits))));
    this.#timer = this.#parts.clock.after(delay, () => this.#tick());
  }

  #waitOf(job: JobRuntime): readonly number[] {
    if (job.triggerMs === undefined) return [];
    const { expiry } = job.settings;
    const expires = expiry === null ? [] : [expiry / 1000 - this.#nowMs()];
    if (job.running) return [longestWaitMs, ...expires];
    const held = this.#isHeld(job) ? (this.#heldUntilMs.get(job.jobId) ?? 0) - this.#parts.clock.monotonicMs() : 0;
    return [Math.max(job.triggerMs - this.#nowMs(), held), ...expires];
  }

  #isHeld(job: JobRuntime): boolean {
    return (this.#heldUntilMs.get(job.jobId) ?? 0) > this.#parts.clock.monotonicMs();
  }

  /** The wall clock was set: what was planned by it is planned anew. */
  #noticeJump(): void {
    const drift = this.#drift();
    if (Math.abs(drift - this.#driftMs) > jumpMs) {
      for (const job of this.#jobs.values()) if (job.isScheduled) job.plan();
    }
    this.#driftMs = drift;
  }

  /** An alert outlives the engine that raised it: the last run still failed. */
  #tellLastRun(job: JobRuntime): void {
    const last = job.deployed.lastRun;
    if (last?.status !== 'ERROR' && last?.status !== 'CRASH') return;
    this.#parts.alerts.raiseOngoing(runAlert(job), reasonOf(job, last.jobInstanceId, last.status));
  }

  #audit(name: 'JOB-START' | 'JOB-STOP', job: JobRuntime): void {
    this.#guard(job, this.#parts.audit.record('jobs', name, {}, { jobId: job.jobId }));
  }

  #drift(): number {
    return this.#nowMs() - this.#parts.clock.monotonicMs();
  }

  #nowMs(): number {
    return this.#parts.clock.nowMicros() / 1000;
  }
}

function notBegun({ manifest }: JobRuntime, why: 'held' | 'changed'): EngineRefusal {
  const info =
    why === 'held'
      ? `Another engine runs job ${manifest.name}.`
      : `Another engine has run job ${manifest.name} meanwhile.`;
  return new EngineRefusal('JOB-RUNNING', info, 409);
}
