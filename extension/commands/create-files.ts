import * as vscode from 'vscode';
import type { ProblemRange } from '../../schemas/protocol/problem.ts';
import type { Ordo } from '../ordo.ts';
import { createFiles as create } from './new-files.ts';
import { requireTrust } from './trust.ts';

interface File {
  readonly uri: string;
  readonly text: string;
}

interface Change extends File {
  readonly range: ProblemRange;
}

/** Creates the files of a quick fix, with the changes that go with them: on disk, and as one change that can be undone. */
export async function createFiles(_ordo: Ordo, files?: unknown, changes?: unknown): Promise<void> {
  if (!Array.isArray(files) || !(await requireTrust())) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, range, text } of Array.isArray(changes) ? (changes as readonly Change[]) : []) {
    const { start, end } = range;
    const place = new vscode.Range(start.line, start.character, end.line, end.character);
    edit.replace(vscode.Uri.parse(uri), place, text);
  }
  await create(
    (files as readonly File[]).map(({ uri, text }) => ({ uri: vscode.Uri.parse(uri), text })),
    edit,
  );
}
