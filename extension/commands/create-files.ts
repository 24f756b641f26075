import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { createFiles as create } from './new-files.ts';
import { requireTrust } from './trust.ts';

interface File {
  readonly uri: string;
  readonly text: string;
}

/** Creates the files of a quick fix, on disk and as one change that can be undone. */
export async function createFiles(_ordo: Ordo, files?: unknown): Promise<void> {
  if (!Array.isArray(files) || !(await requireTrust())) return;
  await create((files as readonly File[]).map(({ uri, text }) => ({ uri: vscode.Uri.parse(uri), text })));
}
