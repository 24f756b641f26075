import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import type { NewFile } from './new-files.ts';

export function stepNames(ordo: Ordo, project: string): readonly string[] {
  return ordo.projects
    .objects(project)
    .filter(({ kind }) => kind === 'step')
    .map(({ name }) => name);
}

/** The two files of a new normal step, beside other steps. */
export async function stepFiles(ordo: Ordo, project: string, name: string): Promise<readonly NewFile[]> {
  const { files } = await ordo.server.newObject({ folder: project, kind: 'step', name });
  return files.map(({ uri, text }) => ({ uri: vscode.Uri.parse(uri), text }));
}
