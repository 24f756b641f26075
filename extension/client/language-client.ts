import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type NodeModule } from 'vscode-languageclient/node';
import { editorNotifications } from '../../schemas/protocol/editor.ts';
import { languageServerFlags } from '../../schemas/protocol/language-server.ts';
import { editorSettings } from '../settings/settings.ts';
import { lensMiddleware } from './lens-middleware.ts';

/** Makes the client of our language server; it runs on VS Code's own Node unless `nodePath` is given. */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  nodePath: string | undefined,
): LanguageClient {
  const server: NodeModule = {
    module: context.asAbsolutePath('dist/language-server.mjs'),
    transport: TransportKind.ipc,
    options: { execArgv: [...languageServerFlags] },
    ...(nodePath === undefined ? {} : { runtime: nodePath }),
  };
  return new LanguageClient('ordo', 'Ordo', server, {
    // The language id of our files stays `yaml`; the server answers only for what is ours.
    documentSelector: [
      { scheme: 'file', language: 'yaml' },
      { scheme: 'file', language: 'typescript' },
      { scheme: 'file', pattern: '**/ordo.options' },
    ],
    outputChannel: output,
    initializationOptions: editorSettings(),
    middleware: lensMiddleware,
  });
}

/** Keeps the server's idea of settings and trust fresh. */
export function followSettings(client: LanguageClient): vscode.Disposable {
  const send = (): void => void client.sendNotification(editorNotifications.settingsChanged, editorSettings());
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(send),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('ordo')) send();
    }),
  );
}
