import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { ProjectEdit } from '../../language/features/navigation/text-edit.ts';
import { uriOfPath } from '../uri.ts';
import { Places, type FeatureContext, type OpenFile } from './feature-context.ts';

/** Edits of several files as one change that can be undone as one. */
export function workspaceEdit(
  context: FeatureContext,
  { project }: Pick<OpenFile, 'project'>,
  edit: ProjectEdit,
): WorkspaceEdit {
  const places = new Places(project);
  const byFile = new Map<string, TextDocumentEdit>();
  for (const { file, start, end, text } of edit.edits) {
    const uri = uriOfPath(file);
    let document = byFile.get(file);
    if (!document) {
      document = { textDocument: { uri, version: context.versionOf(uri) }, edits: [] };
      byFile.set(file, document);
    }
    document.edits.push({ range: places.range(file, start, end), newText: text });
  }
  return { documentChanges: [...byFile.values()] };
}
