import * as vscode from 'vscode';
import { nodePathSetting } from '../settings/settings.ts';
import { askNode, findNodeOnPath, neededNapi, ownNode } from './check-node.ts';

/**
 * The Node that language server, engine and runners will use: the setting's, if it can; undefined = VS Code's own. What
 * cannot run the engine is named with what to do, and the window goes on without it.
 */
export async function chooseNode(): Promise<string | undefined> {
  const wanted = nodePathSetting();
  if (wanted !== undefined) return (await isFit(wanted)) ? wanted : undefined;
  if (ownNode().napi < neededNapi) void offerNodeOnPath();
  return undefined;
}

async function isFit(program: string): Promise<boolean> {
  const facts = await askNode(program);
  if (facts !== undefined && facts.napi >= neededNapi) return true;
  const reason =
    facts === undefined
      ? vscode.l10n.t('"{0}" (setting ordo.nodePath) is not a Node program that answers.', program)
      : vscode.l10n.t(
          '"{0}" (setting ordo.nodePath) is Node {1}, which cannot run the engine: Node 22.14 or newer is needed.',
          program,
          facts.version,
        );
  void offerSettings(vscode.l10n.t("{0} VS Code's own Node is used instead.", reason));
  return false;
}

async function offerSettings(message: string): Promise<void> {
  const open = vscode.l10n.t('Open Setting');
  if ((await vscode.window.showWarningMessage(message, open)) !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', 'ordo.nodePath');
}

async function offerNodeOnPath(): Promise<void> {
  const own = ownNode();
  const problem = vscode.l10n.t(
    'This VS Code runs Node {0}, which cannot run the engine: Node 22.14 or newer is needed.',
    own.version,
  );
  const found = await findNodeOnPath();
  if (found === undefined) {
    return offerSettings(vscode.l10n.t('{0} Update VS Code, or install Node and set "ordo.nodePath" to it.', problem));
  }
  const use = vscode.l10n.t('Use It and Reload');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} Node {1} was found at {2}.', problem, found.version, found.path),
    use,
  );
  if (answer !== use) return;
  await vscode.workspace.getConfiguration('ordo').update('nodePath', found.path, vscode.ConfigurationTarget.Global);
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
