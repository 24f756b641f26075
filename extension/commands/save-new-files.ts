import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';

/** Saves the files that a quick fix has just created. */
export async function saveNewFiles(_ordo: Ordo, uris?: unknown): Promise<void> {
  if (!Array.isArray(uris)) return;
  for (const uri of uris as readonly string[]) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await document.save();
  }
}
