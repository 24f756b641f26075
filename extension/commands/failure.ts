import * as vscode from 'vscode';
import { EngineRefused } from '../client/engine-api.ts';
import type { Ordo } from '../ordo.ts';

/** Shows why a command could not do its work, with the button that most likely helps. */
export async function reportFailure(ordo: Ordo, error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  const message = error instanceof Error ? error.message : String(error);
  ordo.output.error(error instanceof Error ? error : message);
  const help = helpFor(error);
  const answer = await vscode.window.showErrorMessage(message, help.title);
  if (answer === help.title) await vscode.commands.executeCommand(help.command);
}

interface Help {
  readonly title: string;
  readonly command: string;
}

function helpFor(error: unknown): Help {
  if (error instanceof EngineRefused && error.code === 'ENGINE-NOT-RUNNING') {
    return { title: vscode.l10n.t('Show Engine Output'), command: 'ordo.showEngineOutput' };
  }
  if (error instanceof EngineRefused && error.code === 'ENGINE-NEWER') {
    return { title: vscode.l10n.t('Reload Window'), command: 'workbench.action.reloadWindow' };
  }
  return { title: vscode.l10n.t('Show Log'), command: 'ordo.showLog' };
}
