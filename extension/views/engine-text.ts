import * as vscode from 'vscode';
import type { EngineState } from '../../schemas/protocol/editor.ts';

/** The engine's state in a word or two. */
export function engineStateText(state: EngineState): string {
  const texts: Readonly<Record<EngineState['status'], string>> = {
    stopped: vscode.l10n.t('Stopped'),
    starting: vscode.l10n.t('Starting'),
    running: vscode.l10n.t('Running'),
    stopping: vscode.l10n.t('Stopping'),
    crashed: vscode.l10n.t('Crashed'),
    refused: vscode.l10n.t('Did not start'),
  };
  return texts[state.status];
}
