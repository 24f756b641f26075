import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { UserLog } from '../../schemas/protocol/runner.ts';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Logger } from '../base/logger.ts';

/** What both forms of `RunnerHost` take; all but the clock may be left out. */
export interface RunnerHostOptions {
  readonly clock: Clock;
  readonly log?: Logger;
  /** Lines of a program that belong to no running call: output while it loads, and after a call's end. */
  readonly onProgramLog?: (program: ObjectIdentity, line: UserLog) => void;
  /** Programs loaded at a time; then the one idle the longest goes (design section 2). */
  readonly limit?: number;
  /** An idle program is unloaded after this. */
  readonly idleMs?: number;
  /** JavaScript heap of one program. */
  readonly memoryMb?: number;
  /** Resident memory of one runner process, buffers and native memory included. */
  readonly rssLimitMb?: number;
  /** How long a timed-out call may take to notice its signal before its runner is killed. */
  readonly cancelGraceMs?: number;
  readonly loadTimeoutMs?: number;
  /** A dry run that takes longer is a problem of the program (a constructor that never returns). */
  readonly inspectTimeoutMs?: number;
  /** A program whose code keeps its event loop busy this long without a pause is killed. */
  readonly blockedMs?: number;
  /** Variables for user code beside the few that every process needs; the engine's own are never passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory of runners; the system's temporary folder by default. */
  readonly cwd?: string;
  /** Started processes that wait for their program, so that the first call need not wait for a process. */
  readonly spares?: number;
}

export type Settings = Required<Omit<RunnerHostOptions, 'cwd'>> & { readonly cwd: string | undefined };

/** The options with the defaults filled in. */
export function settingsOf(options: RunnerHostOptions): Settings {
  const memoryMb = options.memoryMb ?? 512;
  return {
    clock: options.clock,
    log: options.log ?? silentLog,
    onProgramLog: options.onProgramLog ?? (() => undefined),
    limit: options.limit ?? 16,
    idleMs: options.idleMs ?? 60_000,
    memoryMb,
    rssLimitMb: options.rssLimitMb ?? memoryMb * 2 + 256,
    cancelGraceMs: options.cancelGraceMs ?? 1_000,
    loadTimeoutMs: options.loadTimeoutMs ?? 10_000,
    inspectTimeoutMs: options.inspectTimeoutMs ?? 10_000,
    blockedMs: options.blockedMs ?? 30_000,
    env: options.env ?? {},
    cwd: options.cwd,
    spares: options.spares ?? 0,
  };
}
