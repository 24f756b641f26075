import type { Host } from './start-host.ts';
import { exitCodes } from './start-failure.ts';

/** So many unexpected errors within so long, and this process is no longer trusted. */
const mostErrors = 20;
const errorWindowMs = 10_000;

/** What of a host this needs. */
type Served = Pick<Host, 'stop' | 'unexpected'>;

export interface ProcessWatch {
  /** From now on a signal ends this host. */
  serving(host: Served): void;
  dispose(): void;
}

/**
 * What happens to this process: SIGTERM and SIGINT end the engine in good order, a second one at once (its orders recover
 * at the next start). An error that nobody expected is told and the engine goes on, unless they do not end.
 */
export function watchProcess(tell: (line: string) => void): ProcessWatch {
  let host: Served | undefined;
  let isEnding = false;
  const errors: number[] = [];

  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? 130 : 143;
    if (host === undefined || isEnding) process.exit(code);
    isEnding = true;
    void host.stop(signal);
  };
  const onError = (error: unknown): void => {
    const now = performance.now();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell(`Unexpected: ${text}`);
    host?.unexpected(text);
    errors.push(now);
    while (errors[0] !== undefined && errors[0] < now - errorWindowMs) errors.shift();
    if (errors.length < mostErrors) return;
    tell('Too many unexpected errors: this engine ends so that the next one can recover its orders.');
    process.exit(exitCodes.other);
  };
  // A closed terminal or pipe is no reason to end: what is told is in the logs as well.
  const onStreamError = (): void => undefined;

  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  process.stdout.on('error', onStreamError);
  process.stderr.on('error', onStreamError);
  return {
    serving: (serving) => (host = serving),
    dispose: () => {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onError);
      process.stdout.off('error', onStreamError);
      process.stderr.off('error', onStreamError);
    },
  };
}
