import * as vscode from 'vscode';
import type { JobHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import { requireTrust } from './trust.ts';

/** Runs a job of the Engine view now, and says how it ended. */
export async function runJob(ordo: Ordo, on?: unknown): Promise<void> {
  const node = on as { folder: string; job: JobHash } | undefined;
  if (node?.job === undefined || !(await requireTrust())) return;
  const { job, folder } = node;
  const title = vscode.l10n.t('{0} is running', job.name);
  const { status } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    ordo.projects.api(folder).runJob(job.jobid),
  );
  ordo.refreshEngineView();
  const said = vscode.l10n.t('{0}: {1}', job.name, status);
  if (status === 'COMPLETE') vscode.window.setStatusBarMessage(said, 5_000);
  else void vscode.window.showErrorMessage(said);
}
