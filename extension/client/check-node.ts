import { execFile } from 'node:child_process';
import path from 'node:path';

/** What a Node says of itself, as far as it matters here. */
export interface NodeFacts {
  readonly path: string;
  readonly version: string;
  /** Node-API version; the database driver crashes below 10, so nothing of ours starts on less. */
  readonly napi: number;
}

export const neededNapi = 10;

/** The Node that runs this very process (VS Code's own). */
export function ownNode(): NodeFacts {
  return { path: process.execPath, version: process.versions.node, napi: Number(process.versions['napi'] ?? 0) };
}

/** Asks a program whether it is a Node, and which; undefined when it is none or does not answer in time. */
export async function askNode(program: string): Promise<NodeFacts | undefined> {
  const words = await new Promise<string>((resolve) => {
    // Without a shell, so that a path is only ever a path.
    execFile(program, ['-p', question], { timeout: 5_000, env: plainEnvironment() }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
  const match = /^(\d+\.\d+\.\d+\S*) (\d+)\s*$/.exec(words);
  return match ? { path: program, version: match[1] ?? '', napi: Number(match[2]) } : undefined;
}

/** The first Node on the PATH that can run the engine. */
export async function findNodeOnPath(): Promise<NodeFacts | undefined> {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    const facts = await askNode(path.join(folder, name));
    if (facts !== undefined && facts.napi >= neededNapi) return facts;
  }
  return undefined;
}

const question = "process.versions.node + ' ' + process.versions.napi";

/** Electron takes `ELECTRON_RUN_AS_NODE` to be a Node; others ignore it. Hooks of a debugger must not reach the child. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ELECTRON_RUN_AS_NODE: '1' };
}
