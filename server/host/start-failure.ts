import type { Problem } from '../../schemas/protocol/problem.ts';

/** Exit codes of the start (manual: startup exit codes). */
export const exitCodes = {
  ok: 0,
  instanceKey: 1,
  dbMaxThreads: 2,
  datasource: 3,
  logs: 4,
  rbac: 5,
  events: 6,
  session: 7,
  commandLine: 8,
  option: 9,
  version: 10,
  other: 99,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The engine cannot start; the message says why and what to do, the code is the manual's. */
export class StartFailure extends Error {
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];
  constructor(exitCode: ExitCode, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = 'StartFailure';
    this.exitCode = exitCode;
    this.problems = problems;
  }
}
