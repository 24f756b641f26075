import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { LogHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import { pickFolder } from './pick.ts';

/** Opens a log file of the engine: that of a tree node, or one by choice. */
export async function showLog(ordo: Ordo, on?: unknown): Promise<void> {
  const folder = await pickFolder(ordo.projects, on);
  if (folder === undefined) return;
  const file = logOf(on)?.file ?? (await chooseLog(ordo, folder));
  if (file !== undefined) await openAtEnd(file);
}

/** Opens what the engine wrote to stdout and stderr; without an engine so far, this extension's own log. */
export async function showEngineOutput(ordo: Ordo, on?: unknown): Promise<void> {
  const folder = await pickFolder(ordo.projects, on);
  if (folder === undefined) return;
  const file = ordo.projects.engine(folder).outputFile;
  if (file !== undefined && existsSync(file)) await openAtEnd(file);
  else ordo.output.show();
}

function logOf(on: unknown): LogHash | undefined {
  return typeof on === 'object' && on !== null && 'log' in on ? (on.log as LogHash) : undefined;
}

async function chooseLog(ordo: Ordo, folder: string): Promise<string | undefined> {
  if (ordo.projects.engine(folder).status !== 'running') {
    ordo.output.show();
    return undefined;
  }
  const items = ordo.projects
    .api(folder)
    .logs()
    .then((logs) => logs.map((log) => ({ label: log.log, description: log.type, file: log.file })));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Show Log') }))?.file;
}

/** VS Code follows a file that grows while the cursor is at its end. */
async function openAtEnd(file: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const end = document.lineAt(document.lineCount - 1).range.end;
  const editor = await vscode.window.showTextDocument(document, { preview: true });
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(new vscode.Range(end, end));
}
