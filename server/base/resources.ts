import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Files that ship beside the code: `sql`, `schemas/metadata`, the sample, and the entry of each process. The product runs
 * from `dist` (bundles), tests and tools run from the sources; both find them from the package's root.
 */
export const packageRoot = findPackageRoot(import.meta.dirname);

/** Absolute path of a file or folder of the package. */
export function resourcePath(...parts: string[]): string {
  return path.join(packageRoot, ...parts);
}

/** True when this process runs the TypeScript sources, false in the bundled product. */
export const runsFromSource = import.meta.filename.endsWith('.ts');

/** The program file of a process of ours, for `child_process.spawn(process.execPath, [entry])`. */
export function processEntry(name: 'ordo' | 'runner' | 'language-server' | 'store-reader'): string {
  const sources = {
    ordo: 'server/cli/main.ts',
    runner: 'server/runner/main.ts',
    'language-server': 'server/lsp/main.ts',
    // A worker thread of the engine.
    'store-reader': 'server/engine/store/sqlite/reader/reader-worker.ts',
  };
  return runsFromSource ? resourcePath(sources[name]) : resourcePath('dist', `${name}.mjs`);
}

function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    // In the packaged extension the root is marked by the same file.
    if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'sql'))) return folder;
    if (folder === path.dirname(folder)) throw new Error(`No package root above ${start}`);
  }
}
