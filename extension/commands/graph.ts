import * as vscode from 'vscode';
import type { WorkspaceObject } from '../../schemas/protocol/editor.ts';
import type { Ordo } from '../ordo.ts';
import { graphViewType } from '../views/graph-editor.ts';

/** Opens the graph of a workflow: of the file or tree row it was called on, else of the active text, else asks. */
export async function openGraph(ordo: Ordo, on?: unknown): Promise<void> {
  const uri = uriOf(on) ?? activeWorkflow(ordo) ?? (await askWorkflow(ordo));
  if (uri !== undefined) await openInstead(uri, graphViewType);
}

/** Shows the text instead of the graph. */
export async function openGraphText(_ordo: Ordo, on?: unknown): Promise<void> {
  const uri = uriOf(on) ?? uriOfTab();
  if (uri !== undefined) await openInstead(uri, 'default');
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
