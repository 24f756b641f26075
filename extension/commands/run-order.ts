import * as vscode from 'vscode';
import type { CreateOrderRequest, WorkflowHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import { showOrderPage } from '../views/order-page.ts';
import { pickOrderData } from './pick-order-data.ts';
import { pickFolder } from './pick.ts';
import { pickWorkflow } from './pick-workflow.ts';
import { requireTrust } from './trust.ts';

/** Creates an order of a workflow from a file or from typed data, and sees to it that the workflow runs. */
export async function runOrder(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const folder = await pickFolder(ordo.projects, on);
  if (folder === undefined) return;
  const workflow = await pickWorkflow(ordo, folder, on);
  if (workflow === undefined) return;
  const request = await pickOrderData(ordo, folder, workflow, on instanceof vscode.Uri ? on : undefined);
  if (request !== undefined) await run(ordo, folder, workflow, request);
}

async function run(ordo: Ordo, folder: string, workflow: WorkflowHash, request: CreateOrderRequest): Promise<void> {
  const api = ordo.projects.api(folder);
  const { workflow_instanceid: orderId } = await api.createOrder(workflow.workflowid, request);
  const started = await startIfNeeded(ordo, folder, workflow);
  ordo.refreshEngineView();
  const created = vscode.l10n.t('Order {0} of {1} was created.', orderId, workflow.name);
  const show = vscode.l10n.t('Show Order');
  // Not awaited: the order runs, whatever a person does with the message.
  void vscode.window.showInformationMessage(created + started, show).then((answer) => {
    if (answer === show) showOrderPage(ordo, { folder, orderId });
  });
}

/** An order of a workflow that does not run would wait for ever, so an execution instance is started, and said so. */
export async function startIfNeeded(ordo: Ordo, folder: string, workflow: WorkflowHash): Promise<string> {
  if (workflow.exec_count > 0) return '';
  await ordo.projects.api(folder).startWorkflow(workflow.workflowid);
  return vscode.l10n.t(' The workflow was not running: an execution instance was started (autostart stays as it is).');
}
