import * as vscode from 'vscode';
import type { WorkspaceObject } from '../../schemas/protocol/editor.ts';
import type { Ordo } from '../ordo.ts';

/** Opens an object's YAML where the object begins. */
export async function openObject(_ordo: Ordo, on?: unknown): Promise<void> {
  const object = objectOf(on);
  if (object === undefined) return;
  const { start } = object.range;
  const position = new vscode.Position(start.line, start.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(object.uri), {
    selection: new vscode.Range(position, position),
  });
}

/** Opens an object's TypeScript. */
export async function openCode(_ordo: Ordo, on?: unknown): Promise<void> {
  const code = objectOf(on)?.codeUri;
  if (code !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(code));
}

function objectOf(on: unknown): WorkspaceObject | undefined {
  return typeof on === 'object' && on !== null && 'object' in on ? (on.object as WorkspaceObject) : undefined;
}
