import path from 'node:path';
import { throwIfCancelled } from '../../base/cancel.ts';
import { looksLikeOurs } from '../objects/yaml-file.ts';
import type { FileOverlay, Project } from '../project.ts';
import { discoverFiles } from './discover.ts';
import { readHead, readText } from './read-text.ts';
import { WorkspaceFiles } from './workspace-files.ts';
import { WorkspaceProject } from './workspace-project.ts';

export interface LoadOptions {
  /** Texts of open documents, by absolute path; they count instead of the files. */
  readonly overlay?: FileOverlay;
  readonly signal?: AbortSignal;
}

/** Reads a project folder. Rejects only when cancelled: what cannot be read is a problem of the project. */
export async function loadProject(root: string, options: LoadOptions = {}): Promise<Project> {
  const files = new WorkspaceFiles(path.resolve(root));
  const found = await discoverFiles(files.root, options.signal);
  for (const file of found.files) files.addName(file);
  for (const folder of found.otherProjects) files.leaveOut(folder);
  for (const [folder, reason] of found.unreadable) files.setUnreadable(folder, reason);
  for (const [index, file] of found.files.entries()) {
    if (index % 200 === 0) await pause(options.signal);
    if (/\.ya?ml$/i.test(file) && options.overlay?.has(file) !== true) readInto(files, file);
  }
  const project = new WorkspaceProject(files);
  for (const [file, text] of options.overlay ?? []) project.updateFile(file, text);
  return project;
}

function readInto(files: WorkspaceFiles, file: string): void {
  const read = readText(file);
  if ('text' in read) files.setText(file, read.text);
  else if (looksLikeOurs(file, readHead(file))) files.setUnreadable(file, read.reason);
}

/** Lets other work of the process run, and stops when asked to. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(signal, 'Reading the project');
}
