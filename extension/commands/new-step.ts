import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { createFiles, folderForNew, type NewFile } from './new-files.ts';
import { pickFolderForNew } from './pick.ts';
import { problemWithName, stepCode, stepYaml } from './templates.ts';
import { requireTrust } from './trust.ts';

/** Creates a step: its YAML and its class. */
export async function newStep(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const project = await pickFolderForNew(ordo.projects, on);
  if (project === undefined) return;
  const taken = stepNames(ordo, project);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the step'),
    placeHolder: 'reserve-stock',
    validateInput: (text) => problemWithName(text, taken, vscode.l10n.t),
  });
  if (name === undefined) return;
  const files = stepFiles(folderForNew(ordo.projects, project, 'step', on), name);
  await createFiles(files);
  for (const { uri } of files) await vscode.window.showTextDocument(uri, { preview: false });
}

export function stepNames(ordo: Ordo, project: string): readonly string[] {
  return ordo.projects
    .objects(project)
    .filter(({ kind }) => kind === 'step')
    .map(({ name }) => name);
}

/** The two files of a new step. */
export function stepFiles(folder: vscode.Uri, name: string): readonly NewFile[] {
  return [
    { uri: vscode.Uri.joinPath(folder, `${name}.step.yaml`), text: stepYaml(name) },
    { uri: vscode.Uri.joinPath(folder, `${name}.step.ts`), text: stepCode(name) },
  ];
}
