import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Location {
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

/** Shows the places that a lens has counted, as "Find All References" does. */
export async function showReferences(_ordo: Ordo, uri?: unknown, at?: unknown, locations?: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri) || !Array.isArray(locations)) return;
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    uri,
    positionOf(at as Place),
    (locations as readonly Location[]).map(
      ({ uri: file, range }) =>
        new vscode.Location(vscode.Uri.parse(file), new vscode.Range(positionOf(range.start), positionOf(range.end))),
    ),
  );
}

function positionOf({ line, character }: Place): vscode.Position {
  return new vscode.Position(line, character);
}
