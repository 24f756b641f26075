import * as vscode from 'vscode';
import type { EngineState } from '../../schemas/protocol/editor.ts';
import type { Ordo } from '../ordo.ts';
import { engineStateText } from '../views/engine-text.ts';
import { pickFolder } from './pick.ts';
import { requireTrust } from './trust.ts';

/** Starts the engine of a project, or attaches to the one that runs. */
export async function startEngine(ordo: Ordo, on?: unknown): Promise<void> {
  await change(ordo, on, vscode.l10n.t('Starting the engine'), (folder) => ordo.server.startEngine(folder));
}

export async function restartEngine(ordo: Ordo, on?: unknown): Promise<void> {
  await change(ordo, on, vscode.l10n.t('Restarting the engine'), (folder) => ordo.server.restartEngine(folder));
}

/** Stops the engine for every window that uses it; orders in progress go on when it runs again. */
export async function stopEngine(ordo: Ordo, on?: unknown): Promise<void> {
  await change(ordo, on, vscode.l10n.t('Stopping the engine'), (folder) => ordo.server.stopEngine(folder));
}

/** What the status bar offers. */
export async function engineMenu(ordo: Ordo): Promise<void> {
  const folder = await pickFolder(ordo.projects);
  if (folder === undefined) return;
  const state = ordo.projects.engine(folder);
  const items = menuItems(state.status);
  const title = vscode.l10n.t('Engine: {0}', state.reason ?? engineStateText(state));
  const picked = await vscode.window.showQuickPick(items, { title });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command, { folder });
}

function menuItems(status: EngineState['status']): readonly (vscode.QuickPickItem & { readonly command: string })[] {
  const start = { label: `$(play) ${vscode.l10n.t('Start Engine')}`, command: 'ordo.startEngine' };
  const running = [
    { label: `$(cloud-upload) ${vscode.l10n.t('Deploy All')}`, command: 'ordo.deployAll' },
    { label: `$(run) ${vscode.l10n.t('Run Order…')}`, command: 'ordo.runOrder' },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Engine')}`, command: 'ordo.restartEngine' },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop Engine')}`, command: 'ordo.stopEngine' },
  ];
  const always = [
    { label: `$(list-tree) ${vscode.l10n.t('Show Engine View')}`, command: 'ordo.engine.focus' },
    { label: `$(output) ${vscode.l10n.t('Show Engine Output')}`, command: 'ordo.showEngineOutput' },
  ];
  return [...(status === 'running' ? running : [start]), ...always];
}

async function change(
  ordo: Ordo,
  on: unknown,
  title: string,
  act: (folder: string) => Promise<EngineState>,
): Promise<void> {
  if (!(await requireTrust())) return;
  const folder = await pickFolder(ordo.projects, on);
  if (folder === undefined) return;
  const location = vscode.ProgressLocation.Window;
  const state = await vscode.window.withProgress({ location, title }, () => act(folder));
  if (state.status === 'crashed' || state.status === 'refused') await explain(state);
}

async function explain(state: EngineState): Promise<void> {
  const show = vscode.l10n.t('Show Engine Output');
  const message = vscode.l10n.t('The engine did not start. {0}', state.reason ?? '');
  if ((await vscode.window.showErrorMessage(message, show)) === show) {
    await vscode.commands.executeCommand('ordo.showEngineOutput', state);
  }
}
