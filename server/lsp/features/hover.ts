import { MarkupKind, type Hover } from 'vscode-languageserver/node';
import { hoverAt } from '../../language/features/hover/hover.ts';
import type { OpenFile } from './feature-context.ts';
import { lastResults } from './last-results.ts';

/** What is shown about a place, with what a running engine knows of it. */
export async function hover(open: OpenFile, offset: number): Promise<Hover | null> {
  const found = hoverAt(open.project, open.file, offset);
  if (!found) return null;
  const results = found.asks ? await lastResults(open.session.engine.client, found.asks) : undefined;
  const value = [...found.paragraphs, ...(results === undefined ? [] : [results])].join('\n\n');
  const range = { start: open.document.positionAt(found.start), end: open.document.positionAt(found.end) };
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
