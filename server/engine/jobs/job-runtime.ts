import { isDeepStrictEqual } from 'node:util';
import type { JobId } from '../../../schemas/model/ids.ts';
import { jobProgram, type JobManifest } from '../../../schemas/model/job.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import { findTimeZone, systemTimeZone } from '../../base/cron/time-zone.ts';
import type { Logger } from '../../base/logger.ts';
import type { ProgramSpec, RunnerHost } from '../../isolation/runner-host.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { DeployedJob, JobSettings, LastRun } from '../store/jobs.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { isUsableTrigger, nextTrigger, type Timing } from './trigger.ts';

/** A deployed job in the running engine: what the store says of it, and when it runs next. */
export class JobRuntime {
  readonly log: Logger;
  /** The run that is under way. */
  running: Promise<unknown> | undefined;
  /** When it runs next by the wall clock (UTC milliseconds); undefined = it is not scheduled. */
  triggerMs: number | undefined;
  readonly #parts: EngineParts;
  #deployed: DeployedJob;
  #schedule: Schedule;
  #sinceMs = 0;
  /** When the running interval of a recurring job ends, by the monotonic clock. */
  #intervalEndMs: number | undefined;
  readonly #onChange: () => void;

  constructor(parts: EngineParts, deployed: DeployedJob, onChange: () => void) {
    this.#onChange = onChange;
    this.#parts = parts;
    this.#deployed = deployed;
    this.#schedule = scheduleOf(deployed);
    this.log = parts.programLog(this.program);
  }

  get jobId(): JobId {
    return this.#deployed.jobId;
  }

  get deployed(): DeployedJob {
    return this.#deployed;
  }

  get manifest(): JobManifest {
    return this.#deployed.manifest;
  }

  get settings(): JobSettings {
    return this.#deployed.settings;
  }

  get program(): ObjectIdentity {
    return jobProgram(this.manifest);
  }

  /** The form of isolation that `remote` asks for (manual: remote). */
  get host(): RunnerHost {
    return this.settings.remote ? this.#parts.runners.process : this.#parts.runners.shared;
  }

  get isScheduled(): boolean {
    return this.triggerMs !== undefined;
  }

  async programSpec(): Promise<ProgramSpec> {
    const bundleHash = this.manifest.bundle;
    return { program: this.program, bundleHash, bundleFile: await this.#parts.bundles.fileOf(bundleHash) };
  }

  /** What events and messages call it. */
  get identity() {
    return { jobid: this.jobId, name: this.manifest.name, version: this.manifest.version };
  }

  /** What the store says now. */
  redefine(deployed: DeployedJob): void {
    const before = this.#deployed;
    this.#deployed = deployed;
    if (isDeepStrictEqual(timesOf(before), timesOf(deployed))) return;
    this.#schedule = scheduleOf(deployed);
    this.#intervalEndMs = undefined;
    if (this.isScheduled) this.plan();
    this.#onChange();
  }

  /** A setting that the store has already. */
  changed(settings: Partial<JobSettings>): void {
    this.redefine({ ...this.#deployed, settings: { ...this.settings, ...settings } });
    if (this.isScheduled) this.plan();
    this.#onChange();
  }

  /** A run began: the next one is planned from here. */
  begun(lastRun: LastRun): void {
    this.#ran(lastRun);
    if (this.#schedule.type === 'recurring') {
      this.#intervalEndMs = this.#parts.clock.monotonicMs() + this.#schedule.milliseconds;
    }
    if (this.isScheduled) this.plan();
  }

  ended(lastRun: LastRun): void {
    if (this.#deployed.lastRun?.jobInstanceId === lastRun.jobInstanceId) this.#ran(lastRun);
  }

  /** From now on it is scheduled. */
  schedule(): void {
    this.#sinceMs = this.#nowMs();
    this.#intervalEndMs = undefined;
    this.plan();
  }

  unschedule(): void {
    this.triggerMs = undefined;
  }

  /** Works out the next trigger anew: after a run, a change, or when the clock was set. */
  plan(): void {
    const now = this.#nowMs();
    this.#sinceMs = Math.min(this.#sinceMs, now);
    if (this.#schedule.type === 'recurring') this.#startInterval(now);
    this.triggerMs = nextTrigger(this.#timing(now), now);
  }

  /** The next trigger as it would be if the job were scheduled now. */
  triggerFrom(now: number): number {
    return nextTrigger({ ...this.#timing(now), sinceMs: now }, now);
  }

  acceptsTrigger(customMs: number): boolean {
    return isUsableTrigger(customMs, this.#timing(this.#nowMs()), this.#nowMs());
  }

  /** True on and after the expiry date (manual: job attributes). */
  isExpiredAt(nowMs: number): boolean {
    const { expiry } = this.settings;
    return expiry !== null && expiry / 1000 <= nowMs;
  }

  #startInterval(now: number): void {
    if (this.#intervalEndMs !== undefined || this.#schedule.type !== 'recurring') return;
    // A last run in the future (the clock was set back since) must not make the interval longer.
    const waitMs = Math.min(nextTrigger(this.#timing(now), now) - now, this.#schedule.milliseconds);
    this.#intervalEndMs = this.#parts.clock.monotonicMs() + waitMs;
  }

  #ran(lastRun: LastRun): void {
    const { settings } = this.#deployed;
    const isUsed = settings.customTrigger !== null && settings.customTrigger <= lastRun.started;
    this.#deployed = {
      ...this.#deployed,
      lastRun,
      settings: isUsed ? { ...settings, customTrigger: null } : settings,
    };
  }

  #timing(now: number): Timing {
    const { lastRun, settings, manifest } = this.#deployed;
    const endMs = this.#intervalEndMs;
    return {
      schedule: this.#schedule,
      runSkipped: manifest.runSkipped,
      lastExecutedMs: lastRun === undefined ? undefined : lastRun.started / 1000,
      sinceMs: this.#sinceMs,
      customTriggerMs: settings.customTrigger === null ? undefined : settings.customTrigger / 1000,
      ...(endMs === undefined ? {} : { intervalEndMs: now + endMs - this.#parts.clock.monotonicMs() }),
    };
  }

  #nowMs(): number {
    return this.#parts.clock.nowMicros() / 1000;
  }
}

/** The zone of a job's schedule: its own, else the engine's. */
export function zoneOf({ timeZone }: JobManifest) {
  return (timeZone === undefined ? undefined : findTimeZone(timeZone)) ?? systemTimeZone();
}

/** What decides when it runs; a change of anything else leaves the plan as it is. */
function timesOf({ settings, manifest, lastRun }: DeployedJob) {
  const { schedule, customTrigger, expiry } = settings;
  // Another engine may have run it.
  return [schedule, customTrigger, expiry, manifest.timeZone, manifest.runSkipped, lastRun?.started];
}

function scheduleOf({ settings, manifest }: DeployedJob): Schedule {
  return readSchedule(settings.schedule, zoneOf(manifest), manifest.runSkipped);
}
