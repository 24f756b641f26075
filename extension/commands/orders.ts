import * as vscode from 'vscode';
import { showOrderPage } from '../views/order-page.ts';
import type { Ordo } from '../ordo.ts';
import { pickOrder } from './pick.ts';
import { requireTrust } from './trust.ts';

/** Opens the page of an order. */
export async function showOrder(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const picked = await pickOrder(ordo.projects, on, vscode.l10n.t('Show Order'));
  if (picked !== undefined) showOrderPage(ordo, picked);
}

/** Retries an order in ERROR, RETRY or ASYNC-WAITING (manual: retrying orders). */
export async function retryOrder(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const isOffered = ({ workflowstatus }: { workflowstatus: string }): boolean => retryable.has(workflowstatus);
  const picked = await pickOrder(ordo.projects, on, vscode.l10n.t('Retry Order'), isOffered);
  if (picked === undefined) return;
  const result = await ordo.projects.api(picked.folder).retryOrder(picked.orderId);
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('Order {0} is retried: {1}', picked.orderId, result.workflow_status),
    5_000,
  );
}

/** Cancels an order after asking; closing the question means no. */
export async function cancelOrder(ordo: Ordo, on?: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const isOffered = ({ workflowstatus }: { workflowstatus: string }): boolean => !final.has(workflowstatus);
  const picked = await pickOrder(ordo.projects, on, vscode.l10n.t('Cancel Order'), isOffered);
  if (picked === undefined) return;
  const yes = vscode.l10n.t('Cancel the Order');
  const question = vscode.l10n.t('Cancel order {0}? Its remaining steps are not run.', picked.orderId);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
  await ordo.projects.api(picked.folder).cancelOrder(picked.orderId);
}

const retryable = new Set(['ERROR', 'RETRY', 'ASYNC-WAITING']);
const final = new Set(['COMPLETE', 'CANCELED']);
