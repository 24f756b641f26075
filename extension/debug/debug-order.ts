import * as vscode from 'vscode';
import { deploy } from '../commands/deploy.ts';
import { pickOrderData } from '../commands/pick-order-data.ts';
import { folderOf, pickFolder } from '../commands/pick.ts';
import { pickWorkflow } from '../commands/pick-workflow.ts';
import { startIfNeeded } from '../commands/run-order.ts';
import { requireTrust } from '../commands/trust.ts';
import type { Ordo } from '../ordo.ts';

/** Debugs a new order of a workflow, or the order of a tree node that exists already. */
export async function debugOrder(ordo: Ordo, on?: unknown): Promise<void> {
  const configuration = await configurationFor(ordo, on);
  if (configuration === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(configuration['project'] as string));
  await vscode.debug.startDebugging(folder, configuration);
}

/** Asks for what is missing; undefined when the person let it be. */
async function configurationFor(ordo: Ordo, on: unknown): Promise<vscode.DebugConfiguration | undefined> {
  if (!(await requireTrust())) return undefined;
  const folder = folderOf(ordo.projects, on) ?? (await pickFolder(ordo.projects, on));
  if (folder === undefined) return undefined;
  const project = vscode.Uri.parse(folder).fsPath;
  const orderId = orderIdOf(on);
  if (orderId !== undefined) {
    return { type: 'ordo', request: 'attach', name: vscode.l10n.t('Order {0}', orderId), project, orderId };
  }
  // What is debugged is what is written: changes that were not deployed would not be run.
  if (!(await deploy(ordo, folder))) return undefined;
  const workflow = await pickWorkflow(ordo, folder, on);
  if (workflow === undefined) return undefined;
  const order = await pickOrderData(ordo, folder, workflow, on instanceof vscode.Uri ? on : undefined);
  if (order === undefined) return undefined;
  await startIfNeeded(ordo, folder, workflow);
  const name = vscode.l10n.t('Order of {0}', workflow.name);
  return { type: 'ordo', request: 'launch', name, project, workflow: `${workflow.name}:${workflow.version}`, order };
}

function orderIdOf(on: unknown): number | undefined {
  const order = typeof on === 'object' && on !== null && 'order' in on ? on.order : undefined;
  const id = (order as { workflow_instanceid?: unknown } | undefined)?.workflow_instanceid;
  return typeof id === 'number' ? id : undefined;
}
