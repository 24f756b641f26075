import { statSync } from 'node:fs';

/** Tells a file from another of the same name; asking opens nothing. Undefined = there is no file. */
export function fileIdentity(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}

/** The open database was deleted, moved or replaced: what is written goes nowhere. */
export class FileReplaced extends Error {
  constructor(file: string) {
    super(
      `the database file ${file} was deleted, moved or replaced while it was in use; put it back or restart the engine`,
    );
    this.name = 'FileReplaced';
  }
}
