import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { activeFolder } from '../views/status-bar.ts';

/**
 * Keys for the `when` clauses of the manifest: `ordo.isReady`, `ordo.hasProject`, `ordo.engine` (the state) and
 * `ordo.files` (paths of YAML and TypeScript files that can be deployed), `ordo.workflows` (paths of workflows), and
 * `ordo.holdsSteps` (the active editor shows a workflow or a step: a breakpoint may stand there).
 */
export function followContextKeys(ordo: Ordo): vscode.Disposable {
  const { projects } = ordo;
  const projectChanged = (): void => {
    set('ordo.isReady', projects.isReady);
    set('ordo.hasProject', projects.folders.length > 0);
    set('ordo.files', [...new Set(projects.allObjects.flatMap(({ uri, codeUri }) => pathsOf(uri, codeUri)))]);
    const workflows = projects.allObjects.filter(({ kind }) => kind === 'workflow');
    set('ordo.workflows', [...new Set(workflows.flatMap(({ uri }) => pathsOf(uri)))]);
    engineChanged();
    editorChanged();
  };
  const editorChanged = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const object = projects.allObjects.find((one) => one.uri === uri);
    set('ordo.holdsSteps', object?.kind === 'workflow' || object?.kind === 'step');
  };
  const engineChanged = (): void => {
    const folder = activeFolder(projects);
    const state = folder === undefined ? undefined : projects.engine(folder);
    set('ordo.engine', state?.status ?? 'stopped');
    // Only while the welcome view speaks; a running engine needs no words above its tree.
    ordo.engineView.message = state?.reason ?? '';
  };
  projectChanged();
  return vscode.Disposable.from(
    projects.onDidChange(projectChanged),
    projects.onDidChangeEngine(engineChanged),
    vscode.window.onDidChangeActiveTextEditor(engineChanged),
    vscode.window.onDidChangeActiveTextEditor(editorChanged),
  );
}

function set(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** As `resourcePath` has them, which on Windows is not the path of the URI. */
function pathsOf(...uris: readonly (string | undefined)[]): readonly string[] {
  return uris.flatMap((uri) => (uri === undefined ? [] : [vscode.Uri.parse(uri).fsPath]));
}
