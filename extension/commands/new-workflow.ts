import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { createFiles, folderForNew } from './new-files.ts';
import { stepFiles, stepNames } from './new-step.ts';
import { pickFolderForNew } from './pick.ts';
import { problemWithName, workflowYaml } from './templates.ts';
import { requireTrust } from './trust.ts';

/** Creates a workflow with its first step, which is a new one or one that exists. */
export async function newWorkflow(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const project = await pickFolderForNew(ordo.projects, on);
  if (project === undefined) return;
  const taken = ordo.projects.objects(project).flatMap(({ kind, name }) => (kind === 'workflow' ? [name] : []));
  const name = await vscode.window.showInputBox({
    // What opens meanwhile (a preview, a file) must not take the question away; Escape does.
    ignoreFocusOut: true,
    title: vscode.l10n.t('Name of the workflow'),
    placeHolder: 'process-shop-order',
    validateInput: (text) => problemWithName(text, taken, vscode.l10n.t),
  });
  const step = name && (await askFirstStep(name));
  if (!name || !step) return;
  const uri = vscode.Uri.joinPath(folderForNew(ordo.projects, project, 'workflow', on), `${name}.workflow.yaml`);
  const isNew = !stepNames(ordo, project).includes(step);
  await createFiles([{ uri, text: workflowYaml(name, step) }, ...(isNew ? await stepFiles(ordo, project, step) : [])]);
  await vscode.window.showTextDocument(uri, { preview: false });
}

function askFirstStep(workflow: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    // What opens meanwhile (a preview, a file) must not take the question away; Escape does.
    ignoreFocusOut: true,
    title: vscode.l10n.t('Name of its first step'),
    prompt: vscode.l10n.t('A step of this name is used if there is one, else it is created.'),
    value: `${workflow}-first`,
    validateInput: (text) => problemWithName(text, [], vscode.l10n.t),
  });
}
