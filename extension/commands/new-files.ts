import * as vscode from 'vscode';
import type { Projects } from '../client/projects.ts';

/** A file to create: its place and its text. */
export interface NewFile {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** Where new objects of a kind go: the folder a menu was opened on, else beside others of the kind, else `KINDs/`. */
export function folderForNew(projects: Projects, project: string, kind: string, on?: unknown): vscode.Uri {
  if (on instanceof vscode.Uri) return /\.[^/]+$/.test(on.path) ? vscode.Uri.joinPath(on, '..') : on;
  const other = projects.objects(project).find((object) => object.kind === kind);
  if (other !== undefined) return vscode.Uri.joinPath(vscode.Uri.parse(other.uri), '..');
  return vscode.Uri.joinPath(vscode.Uri.parse(project), `${kind}s`);
}

/** Creates all files (and makes the other changes of an edit) or none; a file that exists is never overwritten. */
export async function createFiles(
  files: readonly NewFile[],
  edit: vscode.WorkspaceEdit = new vscode.WorkspaceEdit(),
): Promise<void> {
  for (const { uri, text } of files)
    edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false });
  if (await vscode.workspace.applyEdit(edit)) return;
  const names = files.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  throw new Error(vscode.l10n.t('The files could not be created: {0}. Does one of them exist already?', names));
}
