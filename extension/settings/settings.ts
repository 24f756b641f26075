import * as vscode from 'vscode';
import type { EditorSettings } from '../../schemas/protocol/editor.ts';

/** What the language server needs to know of this window. */
export function editorSettings(): EditorSettings {
  const path = nodePathSetting();
  return {
    trusted: vscode.workspace.isTrusted,
    keepRunning: vscode.workspace.getConfiguration('ordo').get<boolean>('engine.keepRunning', false),
    ...(path === undefined ? {} : { nodePath: path }),
  };
}

/** The Node that a person chose, if any. */
export function nodePathSetting(): string | undefined {
  const path = vscode.workspace.getConfiguration('ordo').get<string>('nodePath', '').trim();
  return path === '' ? undefined : path;
}
