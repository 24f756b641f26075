import * as vscode from 'vscode';
import { WorkDoneProgress } from 'vscode-languageclient/node';
import type { DeployResult } from '../../schemas/protocol/editor.ts';
import type { Ordo } from '../ordo.ts';
import type { ProjectNode } from '../views/project-tree.ts';
import { deploySummary, isNothingNew } from './deploy-summary.ts';
import { folderOf, pickFolder } from './pick.ts';
import { requireTrust } from './trust.ts';

/** Deploys the file of the active editor (or the one a menu was opened on) with all it needs. */
export async function deployFile(ordo: Ordo, on?: unknown): Promise<void> {
  const uri = uriOf(on) ?? vscode.window.activeTextEditor?.document.uri;
  const folder = uri && ordo.projects.of(uri)?.folder;
  if (uri === undefined || folder === undefined) {
    throw new Error(vscode.l10n.t('Open a file of an Ordo project first, then deploy it.'));
  }
  await deploy(ordo, folder, [uri]);
}

/** Deploys what is selected in the explorer or the Project view. */
export async function deploySelection(ordo: Ordo, on?: unknown, all?: unknown): Promise<void> {
  const given = Array.isArray(all) && all.length > 0 ? all : on === undefined ? ordo.projectView.selection : [on];
  const targets = given.flatMap((one: unknown) => targetsOf(ordo, one));
  const folder = targets[0] && ordo.projects.of(targets[0])?.folder;
  if (folder === undefined) throw new Error(vscode.l10n.t('Select files of an Ordo project first, then deploy them.'));
  const ofFolder = targets.filter((uri) => ordo.projects.of(uri)?.folder === folder);
  await deploy(ordo, folder, ofFolder);
}

/** Deploys a whole project. */
export async function deployAll(ordo: Ordo, on?: unknown): Promise<void> {
  const folder = await pickFolder(ordo.projects, on);
  if (folder !== undefined) await deploy(ordo, folder);
}

/** Deploys and says how it went; answers whether it is installed. */
export async function deploy(ordo: Ordo, folder: string, files?: readonly vscode.Uri[]): Promise<boolean> {
  if (!(await requireTrust()) || !(await saveAll(ordo, folder))) return false;
  const result = await withProgress(ordo, folder, files);
  if (result === undefined) return false;
  logDetails(ordo, result);
  if (!result.answer.installed) await explainRefusal(result);
  else await announce(ordo, result);
  return result.answer.installed;
}

/** What is deployed is what is on disk, so unsaved changes are saved first, as before a debug run. */
async function saveAll(ordo: Ordo, folder: string): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && !document.isUntitled && ordo.projects.of(document.uri)?.folder === folder,
  );
  const saved = await Promise.all(dirty.map((document) => document.save()));
  if (saved.every(Boolean)) return true;
  throw new Error(vscode.l10n.t('A changed file could not be saved, so nothing was deployed.'));
}

async function withProgress(
  ordo: Ordo,
  folder: string,
  files: readonly vscode.Uri[] | undefined,
): Promise<DeployResult | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Deploy'), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const workDoneToken = `ordo-deploy-${++deploys}`;
    let reached = 0;
    const listener = ordo.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'report') return;
      const percent = value.percentage ?? reached;
      progress.report({
        increment: percent - reached,
        ...(value.message === undefined ? {} : { message: value.message }),
      });
      reached = percent;
    });
    try {
      const uris = files?.map((uri) => uri.toString());
      return await ordo.server.deploy({ folder, workDoneToken, ...(uris === undefined ? {} : { files: uris }) }, token);
    } catch (error) {
      // The person pressed Cancel and knows; nothing was installed.
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}

async function announce(ordo: Ordo, result: DeployResult): Promise<void> {
  const text = deploySummary(result);
  ordo.refreshEngineView();
  if (isNothingNew(result)) return void vscode.window.setStatusBarMessage(text, 5_000);
  const run = vscode.l10n.t('Run Order…');
  // Not awaited: the deploy is done, whatever a person does with the message.
  void vscode.window.showInformationMessage(text, run).then(async (answer) => {
    if (answer === run) await vscode.commands.executeCommand('ordo.runOrder');
  });
}

async function explainRefusal(result: DeployResult): Promise<void> {
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const more = errors.length > 1 ? vscode.l10n.t(' (and {0} more)', errors.length - 1) : '';
  const show = vscode.l10n.t('Show Problems');
  const message = vscode.l10n.t('Nothing was deployed. {0}{1}', first?.message ?? '', more);
  void vscode.window.showErrorMessage(message, show).then(async (answer) => {
    if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  });
}

function logDetails(ordo: Ordo, { answer, problems, milliseconds }: DeployResult): void {
  ordo.output.info(`Deploy: ${answer.installed ? 'installed' : 'refused'} in ${Math.round(milliseconds)} ms`);
  for (const object of answer.objects) {
    ordo.output.info(
      `  ${object.action}  ${object.kind} ${object.name}${object.version === null ? '' : `:${object.version}`}`,
    );
  }
  for (const problem of problems) ordo.output.info(`  ${problem.code}  ${problem.file ?? ''}  ${problem.message}`);
}

function uriOf(on: unknown): vscode.Uri | undefined {
  if (on instanceof vscode.Uri) return on;
  const node = on as Partial<ProjectNode> | undefined;
  return node?.type === 'object' && node.object !== undefined ? vscode.Uri.parse(node.object.uri) : undefined;
}

/** Files that an explorer entry or a node of the Project view stands for. */
function targetsOf(ordo: Ordo, on: unknown): readonly vscode.Uri[] {
  const uri = uriOf(on);
  if (uri !== undefined) return [uri];
  const folder = folderOf(ordo.projects, on);
  const node = on as Partial<ProjectNode> | undefined;
  if (folder === undefined || node === undefined) return [];
  const isMeant = (kind: string): boolean => node.type !== 'kind' || node.kind === kind;
  return ordo.projects
    .objects(folder)
    .filter(({ kind }) => isMeant(kind))
    .map((object) => vscode.Uri.parse(object.uri));
}

/** Numbers the progress tokens of this window. */
let deploys = 0;
