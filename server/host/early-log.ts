import { loggerFrom, type Logger, type LogLevel } from '../base/logger.ts';

/** Takes lines before the log files are open (the database comes first in the manual's order) and hands them on then. */
export class EarlyLog {
  readonly logger: Logger = loggerFrom((level, message) => this.#take(level, message));
  #lines: { level: LogLevel; message: string }[] = [];
  #target: Logger | undefined;

  attach(target: Logger): void {
    this.#target = target;
    this.#lines.forEach(({ level, message }) => target.log(level, message));
    this.#lines = [];
  }

  #take(level: LogLevel, message: string): void {
    if (this.#target === undefined) this.#lines.push({ level, message });
    else this.#target.log(level, message);
  }
}
