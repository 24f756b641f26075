import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem as LspItem,
} from 'vscode-languageserver/node';
import { complete } from '../../language/features/completion/complete.ts';
import type { CompletionItem } from '../../language/features/completion/item.ts';
import { isYaml, type OpenFile } from './feature-context.ts';

/** Choices at a place of a YAML document. */
export function completion(open: OpenFile, offset: number): LspItem[] {
  if (!isYaml(open)) return [];
  return complete(open.project, open.file, open.text, offset).map((item) => toLsp(open, item));
}

function toLsp({ document }: OpenFile, item: CompletionItem): LspItem {
  const range = { start: document.positionAt(item.start), end: document.positionAt(item.end) };
  return {
    label: item.label,
    kind: kinds[item.kind],
    sortText: item.sortText,
    insertTextFormat: item.isSnippet === true ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: item.insert },
    ...(item.detail === undefined || item.detail === '' ? {} : { detail: item.detail }),
    ...(item.documentation === undefined || item.documentation === ''
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.isDeprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(item.thenSuggest === true ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

const kinds: Readonly<Record<CompletionItem['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  choice: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  class: CompletionItemKind.Class,
};
