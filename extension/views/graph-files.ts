import * as vscode from 'vscode';
import type { StepId } from '../../schemas/model/workflow-graph.ts';
import { type NewFile } from '../commands/new-files.ts';
import { stepFiles, stepNames } from '../commands/new-step.ts';
import { classNameOf, problemWithName } from '../commands/templates.ts';
import type { Ordo } from '../ordo.ts';
import type { EditAnswer } from './graph-edits.ts';

interface Parts {
  readonly ordo: Ordo;
  readonly document: vscode.TextDocument;
}

/** Asks for the name of a new step and gives its YAML and class. */
export async function newStepFiles({
  ordo,
  document,
}: Parts): Promise<{ step: StepId; files: readonly NewFile[] } | undefined> {
  const project = ordo.projects.of(document.uri)?.folder;
  if (project === undefined) return undefined;
  const name = await askName(ordo, project, vscode.l10n.t('Name of the step'), '');
  if (name === undefined) return undefined;
  return { step: `${name}:1.0`, files: await stepFiles(ordo, project, name) };
}

/** Asks for a name and gives copies of a step's YAML and class under it; the copy waits for what the step waits for. */
export async function duplicateFiles(
  { ordo, document }: Parts,
  step: StepId,
): Promise<{ step: StepId; after: readonly StepId[]; files: readonly NewFile[] } | undefined> {
  const project = ordo.projects.of(document.uri)?.folder;
  const [oldName, version] = split(step);
  const object = objectOf(ordo, project, step);
  if (project === undefined || object === undefined) return undefined;
  const name = await askName(ordo, project, vscode.l10n.t('Name of the copy of {0}', oldName), `${oldName}-2`);
  if (name === undefined) return undefined;
  const rename = (text: string): string =>
    text
      .replaceAll(new RegExp(`(?<![\\w-])${escaped(oldName)}(?![\\w-])`, 'g'), name)
      .replaceAll(new RegExp(`\\b${escaped(classNameOf(oldName))}\\b`, 'g'), classNameOf(name));
  const copies = [object.uri, ...(object.codeUri === undefined ? [] : [object.codeUri])].map(async (one) => {
    const uri = vscode.Uri.parse(one);
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const file = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const copied = file.includes(oldName) ? file.replace(oldName, name) : `${name}-${file}`;
    return { uri: vscode.Uri.joinPath(uri, '..', copied), text: rename(text) };
  });
  const result = await ordo.server.graph({ uri: document.uri.toString() });
  const nodes = result.type === 'graph' ? result.graph.steps : [];
  const after = nodes.find(({ id }) => id === step)?.after.map(({ id }) => id) ?? [];
  return { step: `${name}:${version}`, after, files: await Promise.all(copies) };
}

/** Renames a step everywhere: its own file, its class's file, and each workflow that names it. */
export async function renameStep({ ordo, document }: Parts, step: StepId): Promise<EditAnswer> {
  const project = ordo.projects.of(document.uri)?.folder;
  const object = objectOf(ordo, project, step);
  if (project === undefined || object === undefined) {
    return { refused: vscode.l10n.t('The step "{0}" has no file in this project.', step) };
  }
  const [oldName, version] = split(step);
  const name = await askName(ordo, project, vscode.l10n.t('New name of {0}', oldName), oldName);
  if (name === undefined || name === oldName) return {};
  const result = await ordo.server.graph({ uri: document.uri.toString() });
  const node = result.type === 'graph' ? result.graph.steps.find(({ id }) => id === step) : undefined;
  if (node === undefined) return {};
  const { line, character } = node.range.start;
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    new vscode.Position(line, character),
    name,
  );
  if (edit === undefined || edit.size === 0 || !(await vscode.workspace.applyEdit(edit))) {
    return { refused: vscode.l10n.t('"{0}" could not be renamed.', oldName) };
  }
  return { select: [`${name}:${version}`] };
}

function objectOf(
  ordo: Ordo,
  project: string | undefined,
  step: StepId,
): { readonly uri: string; readonly codeUri?: string } | undefined {
  const [name, version] = split(step);
  return ordo.projects
    .objects(project ?? '')
    .find((one) => one.kind === 'step' && one.name === name && one.version === version);
}

async function askName(ordo: Ordo, project: string, title: string, value: string): Promise<string | undefined> {
  const taken = stepNames(ordo, project).filter((name) => name !== value);
  return vscode.window.showInputBox({
    title,
    value,
    placeHolder: 'reserve-stock',
    ignoreFocusOut: true,
    validateInput: (text) => problemWithName(text, taken, vscode.l10n.t),
  });
}

function split(step: StepId): readonly [string, string] {
  const colon = step.lastIndexOf(':');
  return [step.slice(0, colon), step.slice(colon + 1)];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
