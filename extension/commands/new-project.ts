import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';

/** Copies the complete sample project into a folder of the person's choice and offers to open it. */
export async function newProject(ordo: Ordo): Promise<void> {
  const target = await chooseTarget();
  if (target === undefined) return;
  await copySample(ordo.context.asAbsolutePath('extension/sample'), target.fsPath);
  await openProject(target);
}

/** The open folder when it is empty, else a new folder below one that is chosen. */
async function chooseTarget(): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (open?.scheme === 'file' && (await isEmpty(open.fsPath))) {
    const here = vscode.l10n.t('In the Open Folder');
    const other = vscode.l10n.t('In Another Folder…');
    const answer = await vscode.window.showQuickPick([here, other], {
      title: vscode.l10n.t('Where shall the new project be?'),
    });
    if (answer !== other) return answer === here ? open : undefined;
  }
  return newFolder();
}

async function newFolder(): Promise<vscode.Uri | undefined> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: vscode.l10n.t('Folder in which the project folder is created'),
      openLabel: vscode.l10n.t('Create Project Here'),
    })) ?? [];
  if (parent === undefined) return undefined;
  const name = await vscode.window.showInputBox({
    // What opens meanwhile (a preview, a file) must not take the question away; Escape does.
    ignoreFocusOut: true,
    title: vscode.l10n.t('Name of the project folder'),
    value: 'shop',
    validateInput: async (text) => problemWithName(parent.fsPath, text),
  });
  return name === undefined ? undefined : vscode.Uri.joinPath(parent, name.trim());
}

async function problemWithName(parent: string, name: string): Promise<string | undefined> {
  if (!/^[\w.-]+( [\w.-]+)*$/.test(name.trim()) || /^\.+$/.test(name.trim())) {
    return vscode.l10n.t('A folder name of letters, digits, "-", "_" and "."');
  }
  const isFree = await isEmpty(path.join(parent, name.trim()));
  return isFree ? undefined : vscode.l10n.t('"{0}" exists and is not empty.', name.trim());
}

/** True for a folder without entries, and for one that does not exist yet. */
async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

async function copySample(sample: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const isCopied = (source: string): boolean => {
    const relative = path.relative(sample, source).split(path.sep).join('/');
    return !/(^|\/)(\.ordo|node_modules)(\/|$)|^end-systems\/data(\/|$)/.test(relative);
  };
  // The folder was empty when it was chosen; what came into it since is left alone.
  await cp(sample, target, { recursive: true, force: false, filter: isCopied });
}

async function openProject(target: vscode.Uri): Promise<void> {
  const isOpen = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === target.toString());
  const readme = vscode.Uri.joinPath(target, 'README.md');
  if (isOpen === true) {
    await vscode.commands.executeCommand('markdown.showPreview', readme);
    return;
  }
  const here = vscode.l10n.t('Open');
  const inNew = vscode.l10n.t('Open in New Window');
  const message = vscode.l10n.t('The project was created in {0}.', target.fsPath);
  const answer = await vscode.window.showInformationMessage(message, { modal: true }, here, inNew);
  if (answer === undefined) return;
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: answer === inNew });
}
