import * as vscode from 'vscode';
import type { EngineState } from '../../schemas/protocol/editor.ts';
import type { Projects } from '../client/projects.ts';
import { engineStateText } from './engine-text.ts';
import { engineIcons } from './status-icon.ts';

/** The engine's state in the status bar: of the project of the active editor, else of the first one. */
export function showEngineInStatusBar(projects: Projects): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ordo.engine', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Ordo Engine');
  item.command = 'ordo.engineMenu';
  const draw = (): void => {
    const folder = activeFolder(projects);
    if (folder === undefined) return item.hide();
    look(item, projects.engine(folder));
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    projects.onDidChange(draw),
    projects.onDidChangeEngine(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.workspace.onDidGrantWorkspaceTrust(draw),
  );
}

/** The project folder a person is looking at. */
export function activeFolder(projects: Projects): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return ((uri && projects.of(uri)) ?? projects.folders[0])?.folder;
}

function look(item: vscode.StatusBarItem, state: EngineState): void {
  const restricted = !vscode.workspace.isTrusted;
  const text = restricted ? vscode.l10n.t('Restricted') : engineStateText(state);
  item.text = `$(${restricted ? 'shield' : engineIcons[state.status]}) Ordo: ${text}`;
  item.accessibilityInformation = { label: vscode.l10n.t('Ordo engine: {0}', text) };
  item.tooltip = state.reason ?? state.engine?.url ?? vscode.l10n.t('The engine of this project');
  const failed = state.status === 'crashed' || state.status === 'refused';
  item.backgroundColor = failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}
