import * as vscode from 'vscode';
import type { ProjectFolder } from '../../schemas/protocol/editor.ts';
import type { OrderRow } from '../../schemas/protocol/rest.ts';
import type { Projects } from '../client/projects.ts';

/** The project folder a command is for: what it was called on, the active editor's, the only one, or a choice. */
export async function pickFolder(projects: Projects, on?: unknown): Promise<string | undefined> {
  const given = folderOf(projects, on) ?? activeProject(projects);
  if (given !== undefined) return given;
  const [first, ...others] = projects.folders;
  if (first === undefined) {
    await offerNewProject();
    return undefined;
  }
  if (others.length === 0) return first.folder;
  return (await chooseFolder(projects.folders))?.folder;
}

/** As `pickFolder`; a workspace folder without anything of ours yet will do for its first object. */
export async function pickFolderForNew(projects: Projects, on?: unknown): Promise<string | undefined> {
  const first = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return projects.folders.length === 0 && first !== undefined ? first.uri.toString() : pickFolder(projects, on);
}

/** Folder of a tree node, a URI or an editor's resource. */
export function folderOf(projects: Projects, on: unknown): string | undefined {
  if (on instanceof vscode.Uri) return projects.of(on)?.folder;
  const folder = typeof on === 'object' && on !== null && 'folder' in on ? on.folder : undefined;
  return typeof folder === 'string' ? folder : undefined;
}

/** An order of a folder: that of a tree node, or one of the latest by choice. */
export async function pickOrder(
  projects: Projects,
  on: unknown,
  title: string,
  isOffered: (order: OrderRow) => boolean = () => true,
): Promise<{ readonly folder: string; readonly orderId: number } | undefined> {
  const folder = await pickFolder(projects, on);
  if (folder === undefined) return undefined;
  const given = orderIdOf(on);
  if (given !== undefined) return { folder, orderId: given };
  const items = projects
    .api(folder)
    .orders(offeredOrders)
    .then((orders) => orders.filter(isOffered).map(orderItem));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked && { folder, orderId: picked.orderId };
}

function orderIdOf(on: unknown): number | undefined {
  if (typeof on !== 'object' || on === null) return undefined;
  if ('orderId' in on && typeof on.orderId === 'number') return on.orderId;
  const order = 'order' in on ? (on.order as Partial<OrderRow> | undefined) : undefined;
  return order?.workflow_instanceid;
}

function orderItem(order: OrderRow): vscode.QuickPickItem & { readonly orderId: number } {
  return {
    label: vscode.l10n.t('Order {0}', order.workflow_instanceid),
    description: `${order.name}:${order.version} · ${order.workflowstatus}`,
    orderId: order.workflow_instanceid,
  };
}

function activeProject(projects: Projects): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && projects.of(uri)?.folder;
}

async function chooseFolder(folders: readonly ProjectFolder[]): Promise<ProjectFolder | undefined> {
  const items = folders.map((folder) => ({
    label: folder.name,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(folder.folder)),
    folder,
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose a project') }))?.folder;
}

async function offerNewProject(): Promise<void> {
  const create = vscode.l10n.t('New Project');
  const message = vscode.l10n.t('There is no Ordo project in this window yet.');
  if ((await vscode.window.showInformationMessage(message, create)) === create) {
    await vscode.commands.executeCommand('ordo.newProject');
  }
}

const offeredOrders = 100;
