import * as vscode from 'vscode';
import type { WorkflowHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import { requireTrust } from './trust.ts';

/** Starts one execution instance of a workflow of the Engine view; `autostart` stays as it is. */
export async function startWorkflow(ordo: Ordo, on?: unknown): Promise<void> {
  const node = on as { folder: string; workflow: WorkflowHash } | undefined;
  if (node?.workflow === undefined || !(await requireTrust())) return;
  await ordo.projects.api(node.folder).startWorkflow(node.workflow.workflowid);
  ordo.refreshEngineView();
  vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is running', node.workflow.name), 5_000);
}
