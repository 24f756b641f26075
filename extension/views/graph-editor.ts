import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { GraphSession } from './graph-session.ts';

export const graphViewType = 'ordo.workflowGraph';
const sessions = new Set<GraphSession>();

/** Makes "Workflow Graph" an editor of workflow YAML: the same document as the text editor's, drawn. */
export function provideGraphEditor(ordo: Ordo): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: (document, panel) => {
      const session = new GraphSession(ordo, document, panel);
      sessions.add(session);
      panel.onDidDispose(() => sessions.delete(session));
    },
  };
  return vscode.window.registerCustomEditorProvider(graphViewType, provider, {
    supportsMultipleEditorsPerDocument: true,
    // What the page must not lose it keeps itself; a hidden page costs nothing.
    webviewOptions: { retainContextWhenHidden: false },
  });
}

/** The graph in the active tab. */
export function activeGraph(): GraphSession | undefined {
  return [...sessions].find((session) => session.isActive);
}
