import type { Connection } from 'vscode-languageserver/node';
import { loggerFrom, logSafe, type Logger } from '../base/logger.ts';

/** The language server's log: lines in the window's output channel. */
export function connectionLog(connection: Connection): Logger {
  return loggerFrom((level, message) => {
    const line = logSafe(message);
    if (level === 'fatal' || level === 'error') connection.console.error(line);
    else if (level === 'warn') connection.console.warn(line);
    else if (level === 'info') connection.console.info(line);
    else connection.console.debug(line);
  });
}
