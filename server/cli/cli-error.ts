import type { JsonValue } from '../../schemas/model/data.ts';
import { exitCodes } from './exit-codes.ts';

/** An end of a command that a person can do something about: what is wrong, what to do, and the exit code. */
export class CliError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly exitCode: number;
  /** More for `--json`, for example the problems of a refused release. */
  readonly details: Readonly<Record<string, JsonValue>>;

  constructor(
    code: string,
    message: string,
    options: {
      readonly remedy?: string;
      readonly exitCode?: number;
      readonly details?: Readonly<Record<string, JsonValue>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.remedy = options.remedy ?? '';
    this.exitCode = options.exitCode ?? exitCodes.refused;
    this.details = options.details ?? {};
  }
}

/** A wrong argument: place, cause and remedy in one sentence each. */
export function usageError(message: string, remedy: string): CliError {
  return new CliError('USAGE', message, { remedy, exitCode: exitCodes.usage });
}
