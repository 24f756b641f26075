import type { FromRunner, ToRunner, UserLog } from '../../schemas/protocol/runner.ts';
import type { LossReason } from './runner-host.ts';

/** A started runner for one program, whatever form it has: a process, or a thread of the shared process. */
export interface RunnerLink {
  readonly pid: number;
  send(message: ToRunner): void;
  /** Lets it end by itself; what does not end in a moment is killed. */
  close(): void;
  /** Ends it now, with everything it started. `onClosed` follows. */
  kill(): void;
}

export interface LinkHandlers {
  onMessage(message: FromRunner): void;
  /** What was written past the runner's own capture: raw descriptors, native code, child processes. */
  onOutput(level: UserLog['level'], text: string): void;
  /** Once, when nothing can come any more. */
  onClosed(end: LinkEnd): void;
  /** The peer does not speak the protocol; the owner kills it. */
  onProtocolError(detail: string): void;
}

/** How a runner ended, told by itself or its system. */
export interface LinkEnd {
  readonly reason: LossReason;
  readonly detail: string;
}

/** Starts runners of one form. */
export interface LinkFactory {
  readonly form: 'process' | 'shared';
  open(handlers: LinkHandlers): RunnerLink;
  /** Ends all runners of the form that share a process; absent where each has its own. */
  killAll?(): void;
  /** Ends what the form itself keeps running. */
  dispose(): void;
}

/** A message from a runner, or undefined for anything else. Its code is not trusted, so neither is its line. */
export function parseMessage(line: string): FromRunner | undefined {
  try {
    const message = JSON.parse(line) as FromRunner;
    return typeof message === 'object' && message !== null && typeof message.type === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
