import { MarkupKind, type Hover } from 'vscode-languageserver/node';
import { hoverAt } from '../../language/features/hover/hover.ts';
import { aboutJobTimes } from '../../language/features/hover/job-schedule.ts';
import type { OpenFile } from './feature-context.ts';
import { lastResults } from './last-results.ts';

/** What is shown about a place, with what a running engine knows of it. */
export async function hover(open: OpenFile, offset: number): Promise<Hover | null> {
  const found = hoverAt(open.project, open.file, offset);
  if (!found) return null;
  const results = found.asks ? await lastResults(open.session.engine.client, found.asks) : undefined;
  const runs = found.runs && aboutJobTimes(found.runs, open.session.nowMs());
  const value = [
    ...found.paragraphs,
    ...(runs === undefined ? [] : [runs]),
    ...(results === undefined ? [] : [results]),
  ].join('\n\n');
  const range = { start: open.document.positionAt(found.start), end: open.document.positionAt(found.end) };
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
