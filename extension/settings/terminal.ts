import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { batchLauncher, shellLauncher } from './launchers.ts';

/** Puts `ordo` on the PATH of VS Code's terminals: small launchers that run our command line on the chosen Node. */
export async function provideOrdoInTerminals(
  context: vscode.ExtensionContext,
  nodePath: string | undefined,
): Promise<void> {
  const folder = path.join(context.globalStorageUri.fsPath, 'bin');
  const node = nodePath ?? process.execPath;
  const program = context.asAbsolutePath('dist/ordo.mjs');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'ordo'), shellLauncher(node, program));
  await chmod(path.join(folder, 'ordo'), 0o755);
  await writeFile(path.join(folder, 'ordo.cmd'), batchLauncher(node, program));
  const variables = context.environmentVariableCollection;
  variables.description = vscode.l10n.t('Adds the `ordo` command');
  variables.prepend('PATH', `${folder}${path.delimiter}`);
}
