import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../base/cancel.ts';

/** Folders that hold nothing a person writes; folders whose name begins with a dot are left out as well. */
const ignoredFolders: ReadonlySet<string> = new Set(['node_modules', 'dist']);

/** A folder below that has one is a project of its own, with an engine of its own. */
const optionsFile = 'ordo.options';

/** What the walk through a folder found. Links to folders are not followed: they may form circles. */
export interface Discovery {
  readonly files: readonly string[];
  /** Folders that could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Folders below that are projects of their own. */
  readonly otherProjects: readonly string[];
}

/** Absolute paths of all files of a project folder, in a fixed order. */
export async function discoverFiles(root: string, signal?: AbortSignal): Promise<Discovery> {
  const files: string[] = [];
  const unreadable = new Map<string, string>();
  const otherProjects: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    throwIfCancelled(signal, 'Reading the project');
    const entries = await readFolder(folder, unreadable);
    const isOther = folder !== root && entries.some((entry) => entry.name === optionsFile);
    if (isOther) otherProjects.push(folder);
    for (const entry of isOther ? [] : entries) {
      const full = path.join(folder, entry.name);
      if (!entry.isDirectory()) files.push(full);
      else if (!isIgnoredFolder(entry.name)) folders.push(full);
    }
  }
  return { files: files.sort(), unreadable, otherProjects };
}

/** Whether a file lies outside the project, or in a folder of it that is left out. */
export function isIgnored(root: string, file: string): boolean {
  const folder = path.relative(root, path.dirname(file));
  return folder.startsWith('..') || path.isAbsolute(folder) || folder.split(path.sep).some(isIgnoredFolder);
}

function isIgnoredFolder(name: string): boolean {
  return ignoredFolders.has(name) || (name.startsWith('.') && name !== '.' && name !== '..');
}

async function readFolder(
  folder: string,
  unreadable: Map<string, string>,
): Promise<{ name: string; isDirectory(): boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    unreadable.set(folder, (error as NodeJS.ErrnoException).code ?? String(error));
    return [];
  }
}
