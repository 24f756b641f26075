import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineFile } from '../../../schemas/protocol/engine-file.ts';
import type { SystemHash } from '../../../schemas/protocol/rest.ts';
import { findProjectFolder, instanceKeyOf, stateFolderOf } from '../../base/state-folder.ts';
import type { EngineClient } from './client.ts';
import { createEngineClient } from './http-client.ts';

export { findProjectFolder, instanceKeyOf, stateFolderOf };

/** How long a living engine may take to prove itself; one that is busy answers in some milliseconds. */
const proofTimeoutMs = 3000;

interface Where {
  readonly stateHome?: string;
}

/**
 * The running engine of an instance key, or undefined. A file alone proves nothing: its process must live, and the address
 * must answer as that very process to that very token.
 */
export async function readEngineFile(key: string, where: Where = {}): Promise<EngineFile | undefined> {
  const file = readFile(path.join(stateFolderOf(key, where), 'engine.json'));
  if (file === undefined || !isProcessAlive(file.pid)) return undefined;
  const client = createEngineClient(file);
  try {
    const signal = AbortSignal.timeout(proofTimeoutMs);
    const system = (await client.call('GET', 'system', undefined, { signal })) as unknown as SystemHash;
    return system.pid === file.pid && system['instance-key'] === key ? file : undefined;
  } catch {
    // Whatever answers there, or does not, is not the engine of this file.
    return undefined;
  }
}

/** The running engine of a project folder (or of another key), with a client of it. */
export async function connectToProject(
  folder: string,
  options: Where & { readonly key?: string } = {},
): Promise<{ readonly client: EngineClient; readonly file: EngineFile } | undefined> {
  const file = await readEngineFile(options.key ?? instanceKeyOf(folder), options);
  return file === undefined ? undefined : { client: createEngineClient(file), file };
}

function readFile(file: string): EngineFile | undefined {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<EngineFile>;
    const isWhole = content.formatVersion === 1 && Number.isInteger(content.pid);
    return isWhole && typeof content.url === 'string' && typeof content.token === 'string'
      ? (content as EngineFile)
      : undefined;
  } catch {
    // No file, or one that is being replaced by something else: no engine.
    return undefined;
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user lives as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
