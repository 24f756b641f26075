import * as vscode from 'vscode';
import type { Projects } from '../client/projects.ts';

/** "Open Graph" above each workflow's text. */
export function provideGraphLens(projects: Projects): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      const uri = document.uri.toString();
      return projects.allObjects
        .filter((object) => object.kind === 'workflow' && object.uri === uri)
        .map(({ range: { start } }) => {
          const place = new vscode.Range(start.line, 0, start.line, 0);
          const command = { command: 'ordo.openGraph', title: vscode.l10n.t('Open Graph'), arguments: [document.uri] };
          return new vscode.CodeLens(place, command);
        });
    },
  };
  return vscode.Disposable.from(
    changed,
    projects.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ scheme: 'file', language: 'yaml' }, provider),
  );
}
