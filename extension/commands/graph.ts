import * as vscode from 'vscode';
import type { WorkspaceObject } from '../../schemas/protocol/editor.ts';
import type { Ordo } from '../ordo.ts';
import { activeGraph, graphViewType } from '../views/graph-editor.ts';
import { pickOrder } from './pick.ts';
import { requireTrust } from './trust.ts';

/** Opens the graph of a workflow: of the file or tree row it was called on, else of the active text, else asks. */
export async function openGraph(ordo: Ordo, on?: unknown): Promise<void> {
  const uri = uriOf(on) ?? activeWorkflow(ordo) ?? (await askWorkflow(ordo));
  if (uri === undefined) return;
  const editor = vscode.window.activeTextEditor;
  const line = editor?.document.uri.toString() === uri.toString() ? editor.selection.active.line : undefined;
  await openInstead(uri, graphViewType);
  if (line !== undefined) activeGraph()?.revealLine(line);
}

/** Shows the text instead of the graph. */
export async function openGraphText(_ordo: Ordo, on?: unknown): Promise<void> {
  const uri = uriOf(on) ?? uriOfTab();
  if (uri !== undefined) await openInstead(uri, 'default');
}

/** Shows an order on the graph of its workflow, and follows it. */
export async function showOrderOnGraph(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const picked = await pickOrder(ordo.projects, on, vscode.l10n.t('Show Order on Graph'));
  if (picked === undefined) return;
  const order = await ordo.projects.api(picked.folder).order(picked.orderId);
  const object = ordo.projects
    .objects(picked.folder)
    .find((one) => one.kind === 'workflow' && one.name === order.name && one.version === order.version);
  if (object === undefined) {
    throw new Error(vscode.l10n.t('The workflow {0}:{1} is not in this project.', order.name, order.version));
  }
  await openInstead(vscode.Uri.parse(object.uri), graphViewType);
  activeGraph()?.follow(picked.orderId);
}

/** Opens a file in an editor, in the place of the other editor of it when that is in front and nothing is unsaved. */
async function openInstead(uri: vscode.Uri, editor: string): Promise<void> {
  const before = vscode.window.tabGroups.activeTabGroup.activeTab;
  const isOther = uriOfTab()?.toString() === uri.toString();
  await vscode.commands.executeCommand('vscode.openWith', uri, editor);
  // Closing an unsaved one would ask whether to save, though the text stays open in the new one.
  if (before !== undefined && isOther && !before.isDirty && !before.isActive)
    await vscode.window.tabGroups.close(before);
}

function uriOf(on: unknown): vscode.Uri | undefined {
  if (on instanceof vscode.Uri) return on;
  if (typeof on === 'string') return vscode.Uri.parse(on);
  if (typeof on !== 'object' || on === null || !('object' in on)) return undefined;
  const object = on.object as WorkspaceObject;
  return object.kind === 'workflow' ? vscode.Uri.parse(object.uri) : undefined;
}

function activeWorkflow({ projects }: Ordo): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri ?? uriOfTab();
  const isWorkflow = projects.allObjects.some((one) => one.kind === 'workflow' && one.uri === uri?.toString());
  return isWorkflow ? uri : undefined;
}

function uriOfTab(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function askWorkflow({ projects }: Ordo): Promise<vscode.Uri | undefined> {
  const workflows = projects.allObjects.filter(({ kind }) => kind === 'workflow');
  const picked = await vscode.window.showQuickPick(
    workflows.map(({ name, version = '', description = '', uri }) => ({
      label: name,
      description: version,
      detail: description,
      uri,
    })),
    { title: vscode.l10n.t('Which workflow shall be shown as a graph?') },
  );
  return picked === undefined ? undefined : vscode.Uri.parse(picked.uri);
}
