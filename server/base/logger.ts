/** Log levels by rising detail; `fatal` lines go to the system log too (manual: logs). */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * A component's log. Messages are one line each (control characters are escaped by the sink) and never hold secrets or
 * sensitive order data. Implementations: `FileLog` (rotating files), `MemoryLog` (tests).
 */
export interface Logger {
  log(level: LogLevel, message: string): void;
  fatal(message: string): void;
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
  /** A log of the same file whose lines begin with `prefix`, for example `ID 3: WI 17: `. */
  child(prefix: string): Logger;
}

/** Builds a logger from one function; sinks implement only that. */
export function loggerFrom(write: (level: LogLevel, message: string) => void, prefix = ''): Logger {
  const log = (level: LogLevel, message: string): void => write(level, prefix + message);
  return {
    log,
    fatal: (message) => log('fatal', message),
    error: (message) => log('error', message),
    warn: (message) => log('warn', message),
    info: (message) => log('info', message),
    debug: (message) => log('debug', message),
    child: (more) => loggerFrom(write, prefix + more),
  };
}

/** Keeps lines for tests. */
export class MemoryLog {
  readonly lines: { level: LogLevel; message: string }[] = [];
  readonly logger: Logger = loggerFrom((level, message) => this.lines.push({ level, message }));
}

/** Discards everything. */
export const silentLog: Logger = loggerFrom(() => undefined);

/** Makes text safe for one log line: CR, LF, ANSI escapes and other controls are shown, length is capped. */
export function logSafe(text: string, maxLength = 8192): string {
  const capped =
    text.length > maxLength ? `${text.slice(0, maxLength)}… (${text.length - maxLength} more characters)` : text;
  return capped.replaceAll(
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
