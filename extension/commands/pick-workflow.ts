import * as vscode from 'vscode';
import type { WorkspaceObject } from '../../schemas/protocol/editor.ts';
import type { WorkflowHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import type { EngineNode } from '../views/engine-nodes.ts';
import type { ProjectNode } from '../views/project-tree.ts';
import { deploy } from './deploy.ts';
import { readOrderFile } from './order-file.ts';

interface WorkflowItem extends vscode.QuickPickItem {
  readonly name: string;
  readonly version: string;
}

/** A deployed workflow for a new order; one that only the workspace knows is deployed first, if the person agrees. */
export async function pickWorkflow(ordo: Ordo, folder: string, on?: unknown): Promise<WorkflowHash | undefined> {
  const deployed = await startAndList(ordo, folder);
  const written = ordo.projects.objects(folder).filter(({ kind }) => kind === 'workflow');
  const wanted = (await namedBy(on)) ?? (await choose(deployed, written));
  if (wanted === undefined) return undefined;
  const found = deployed.find((one) => isSame(one, wanted));
  return found ?? deployFirst(ordo, folder, wanted, written);
}

/** Asking starts the engine, which takes about a second when none runs. */
function startAndList(ordo: Ordo, folder: string): Thenable<readonly WorkflowHash[]> {
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Asking the engine') };
  return vscode.window.withProgress(options, () => ordo.projects.api(folder).workflows({ start: true }));
}

/** The workflow that a tree node, or an order file, names. */
async function namedBy(on: unknown): Promise<Wanted | undefined> {
  if (on instanceof vscode.Uri && on.path.endsWith('.json')) {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(on));
    const { workflow } = readOrderFile(text, 0, vscode.l10n.t);
    return workflow === undefined ? undefined : { name: workflow };
  }
  const node = on as EngineNode | ProjectNode | undefined;
  if (node?.type === 'workflow') return node.workflow;
  return node?.type === 'object' ? node.object : undefined;
}

interface Wanted {
  readonly name: string;
  readonly version?: string;
}

function isSame(one: { name: string; version?: string }, wanted: Wanted): boolean {
  return one.name === wanted.name && (wanted.version === undefined || wanted.version === one.version);
}

async function choose(
  deployed: readonly WorkflowHash[],
  written: readonly WorkspaceObject[],
): Promise<Wanted | undefined> {
  const onlyWritten = written.filter((object) => !deployed.some((one) => isSame(one, object)));
  const items: WorkflowItem[] = [
    ...deployed.map((one) => item(one.name, one.version, one.exec_count > 0 ? '' : vscode.l10n.t('not running'))),
    ...onlyWritten.map((one) => item(one.name, one.version ?? '', vscode.l10n.t('not deployed yet'))),
  ];
  const [first, ...others] = items;
  if (first === undefined) throw new Error(vscode.l10n.t('There is no workflow yet. Create one with "New Workflow".'));
  return others.length === 0 ? first : vscode.window.showQuickPick(items, { title: vscode.l10n.t('Run an order of') });
}

function item(name: string, version: string, remark: string): WorkflowItem {
  return { label: name, description: [version, remark].filter((text) => text !== '').join(' · '), name, version };
}

async function deployFirst(
  ordo: Ordo,
  folder: string,
  wanted: Wanted,
  written: readonly WorkspaceObject[],
): Promise<WorkflowHash | undefined> {
  const object = written.find((one) => isSame(one, wanted));
  if (object === undefined) throw new Error(vscode.l10n.t('There is no workflow "{0}" in this project.', wanted.name));
  const yes = vscode.l10n.t('Deploy and Run');
  const question = vscode.l10n.t('The workflow "{0}" is not deployed yet.', wanted.name);
  if ((await vscode.window.showInformationMessage(question, { modal: true }, yes)) !== yes) return undefined;
  if (!(await deploy(ordo, folder, [vscode.Uri.parse(object.uri)]))) return undefined;
  return (await ordo.projects.api(folder).workflows()).find((one) => isSame(one, wanted));
}
