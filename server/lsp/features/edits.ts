import type { CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { ProjectEdit } from '../../language/features/navigation/text-edit.ts';
import { uriOfPath } from '../uri.ts';
import { Places, type FeatureContext, type OpenFile } from './feature-context.ts';

/** Edits of several files as one change that can be undone as one. A file that exists is never overwritten. */
export function workspaceEdit(
  context: FeatureContext,
  { project }: Pick<OpenFile, 'project'>,
  edit: ProjectEdit,
): WorkspaceEdit {
  const places = new Places(project);
  const byFile = new Map<string, TextDocumentEdit>();
  const changes: (TextDocumentEdit | CreateFile)[] = [];
  for (const { file, text } of edit.created ?? []) {
    const uri = uriOfPath(file);
    changes.push({ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } });
    const start = { line: 0, character: 0 };
    changes.push({ textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] });
  }
  for (const { file, start, end, text } of edit.edits) {
    const uri = uriOfPath(file);
    let document = byFile.get(file);
    if (!document) {
      document = { textDocument: { uri, version: context.versionOf(uri) }, edits: [] };
      byFile.set(file, document);
      changes.push(document);
    }
    document.edits.push({ range: places.range(file, start, end), newText: text });
  }
  return { documentChanges: changes };
}
