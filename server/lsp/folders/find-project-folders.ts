import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { optionsFileName } from '../../base/state-folder.ts';

/**
 * Project folders of a workspace folder: those with `ordo.options` in or below it, else the workspace folder itself.
 * Nothing above it is looked at: what the person opened (and trusted) is the limit.
 */
export function findProjectFolders(workspaceFolder: string): readonly string[] {
  const found: string[] = [];
  let queue = [workspaceFolder];
  for (let depth = 0, seen = 0; depth <= maxDepth && queue.length > 0 && seen < maxFolders; depth++) {
    const next: string[] = [];
    for (const folder of queue.slice(0, maxFolders - seen)) {
      const entries = listFolder(folder);
      if (entries.some((entry) => entry.isFile() && entry.name === optionsFileName)) found.push(folder);
      next.push(...entries.filter(isSearched).map((entry) => path.join(folder, entry.name)));
    }
    seen += queue.length;
    queue = next;
  }
  return found.length === 0 ? [workspaceFolder] : found;
}

function isSearched(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name);
}

function listFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not readable for this person or gone meanwhile: nothing of ours can be in it.
    return [];
  }
}

const skipped = new Set(['node_modules', 'dist', 'out', 'build', 'target', 'vendor']);
const maxDepth = 5;
/** A bound for huge workspaces; breadth first, so that what is near the top is always found. */
const maxFolders = 5_000;
