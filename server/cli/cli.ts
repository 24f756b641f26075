import type { JsonValue } from '../../schemas/model/data.ts';
import type { Clock } from '../base/clock.ts';
import type { Output } from './terminal/output.ts';

/** What every command gets: where it runs, where it writes, and when it must stop. */
export interface Cli {
  readonly out: Output;
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Aborts with the first Ctrl+C. */
  readonly signal: AbortSignal;
  /** Leaves the signals to the command, which handles them itself (`serve`). */
  readonly releaseSignals: () => void;
  /** True when a person can be asked: a terminal at both ends. */
  readonly canAsk: boolean;
}

/** Options that every command has. */
export interface GlobalOptions {
  readonly project?: string;
  readonly key?: string;
  readonly url?: string;
  readonly state?: string;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** What a command found or did. */
export interface Answer {
  /** With `--json` all that is printed on stdout. */
  readonly document: JsonValue;
  /** Without `--json`. */
  readonly print: () => void;
  readonly exitCode?: number;
}

/** Types of the engine's answers are JSON by construction, though their interfaces do not say so. */
export function asDocument(value: object): JsonValue {
  return value as unknown as JsonValue;
}
