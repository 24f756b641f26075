import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';

/** Sees to it that the engine of the configuration's project runs before a session looks for it. */
export async function startEngineOf(ordo: Ordo, configuration: vscode.DebugConfiguration): Promise<void> {
  const { project } = configuration as { readonly project?: unknown };
  const folder = typeof project === 'string' ? ordo.projects.of(vscode.Uri.file(project))?.folder : undefined;
  if (folder === undefined || ordo.projects.engine(folder).status === 'running') return;
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Starting the engine') };
  await vscode.window.withProgress(options, () => ordo.server.startEngine(folder));
}
