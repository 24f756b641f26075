import { open } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { LogHash } from '../../../schemas/protocol/rest.ts';

/** The log files that an engine left in its state folder. */
export function listLogFiles(stateFolder: string): readonly LogHash[] {
  const folder = path.join(stateFolder, 'logs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => ({ type: path.basename(name, '.log'), log: name, log_url: '', file: path.join(folder, name) }));
}

const blockBytes = 64 * 1024;

/** The last lines of a file, read from its end. */
export async function readLastLines(file: string, count: number): Promise<readonly string[]> {
  const handle = await open(file, 'r');
  try {
    let { size: start } = await handle.stat();
    let bytes = Buffer.alloc(0);
    // One line break more than lines: the last line ends with one too.
    while (start > 0 && countBreaks(bytes) <= count) {
      const length = Math.min(blockBytes, start);
      start -= length;
      const block = Buffer.alloc(length);
      await handle.read(block, 0, length, start);
      bytes = Buffer.concat([block, bytes]);
    }
    return bytes.toString('utf8').replace(/\n$/, '').split('\n').slice(-count);
  } finally {
    await handle.close();
  }
}

function countBreaks(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
