import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { EngineFile } from '../../schemas/protocol/engine-file.ts';

export const engineFileName = 'engine.json';

/** Writes `engine.json` in one step: a reader sees all of it or none. Only its owner can read it, for it holds the token. */
export function writeEngineFile(folder: string, content: EngineFile): void {
  const temporary = path.join(folder, `${engineFileName}.${process.pid}`);
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(content, undefined, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path.join(folder, engineFileName));
}

/** Removes `engine.json` if it is this process's own; another engine's stays. */
export function removeEngineFile(folder: string): void {
  const file = path.join(folder, engineFileName);
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<EngineFile>;
    if (content.pid === process.pid) rmSync(file, { force: true });
  } catch {
    // It is not there or not ours to judge; nothing is left to remove.
  }
}
