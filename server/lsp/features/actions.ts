import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver/node';
import { formatEdits } from '../../language/features/format/format.ts';
import type { ProjectEdit } from '../../language/features/navigation/text-edit.ts';
import type { Fix, FixableProblem } from '../../language/features/quick-fixes/fix.ts';
import { fixesFor } from '../../language/features/quick-fixes/fixes-for.ts';
import { refactoringsAt } from '../../language/features/quick-fixes/refactorings.ts';
import { uriOfPath } from '../uri.ts';
import { workspaceEdit } from './edits.ts';
import { isYaml, Places, type FeatureContext, type OpenFile } from './feature-context.ts';

/** The kind under which `editor.codeActionsOnSave` finds what may be mended without asking. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.ordo`;

/** Quick fixes of the problems at a place, what else can be done there, and what may be done on save. */
export function actions(context: FeatureContext, open: OpenFile, params: CodeActionParams): CodeAction[] {
  const wanted = params.context.only;
  const found: CodeAction[] = [];
  const ours = params.context.diagnostics.filter(({ source }) => source === 'ordo');
  if (includes(wanted, CodeActionKind.QuickFix)) found.push(...ours.flatMap((each) => quickFixes(context, open, each)));
  if (includes(wanted, CodeActionKind.QuickFix)) {
    const titles = new Set(found.map(({ title }) => title));
    const offset = open.document.offsetAt(params.range.start);
    for (const fix of refactoringsAt(open.project, open.file, offset))
      if (!titles.has(fix.title)) found.push(toAction(context, open, fix, CodeActionKind.QuickFix));
  }
  // Only when asked for by name: not every light bulb offers to change the whole file.
  if (wanted?.some((kind) => fixAllKind.startsWith(kind)) === true) found.push(...fixAll(context, open));
  return found;
}

function includes(wanted: readonly string[] | undefined, kind: string): boolean {
  return wanted === undefined || wanted.some((each) => kind === each || kind.startsWith(`${each}.`));
}

function quickFixes(context: FeatureContext, open: OpenFile, diagnostic: Diagnostic): CodeAction[] {
  return fixesFor({ ...open, problem: problemOf(open, diagnostic) }).map((fix) => ({
    ...toAction(context, open, fix, CodeActionKind.QuickFix),
    diagnostics: [diagnostic],
  }));
}

function problemOf({ document }: OpenFile, { code, range, data }: Diagnostic): FixableProblem {
  return {
    code: String(code ?? ''),
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    data: typeof data === 'object' && data !== null ? (data as FixableProblem['data']) : {},
  };
}

function toAction(context: FeatureContext, open: OpenFile, fix: Fix, kind: string): CodeAction {
  return {
    title: fix.title,
    kind,
    ...(fix.edit.created === undefined || fix.edit.created.length === 0
      ? { edit: workspaceEdit(context, open, fix.edit) }
      : { command: createCommand(open, fix.title, fix.edit) }),
    ...(fix.isPreferred === true ? { isPreferred: true } : {}),
  };
}

/** The protocol cannot create a file with a text in it, so the window does: it is on disk at once, and undone as one. */
function createCommand({ project }: OpenFile, title: string, { created = [], edits }: ProjectEdit): Command {
  const places = new Places(project);
  const files = created.map(({ file, text }) => ({ uri: uriOfPath(file), text }));
  const changes = edits.map(({ file, start, end, text }) => ({
    uri: uriOfPath(file),
    range: places.range(file, start, end),
    text,
  }));
  return { title, command: 'ordo.createFiles', arguments: [files, changes] };
}

/** All safe fixes of the problems that are known now, as one edit. */
function fixAll(context: FeatureContext, open: OpenFile): CodeAction[] {
  const edits: ProjectEdit['edits'][number][] = [];
  for (const diagnostic of open.session.diagnosticsOf(open.document.uri)) {
    const safe = fixesFor({ ...open, problem: problemOf(open, diagnostic) }).find((fix) => fix.isSafe === true);
    const overlaps = safe?.edit.edits.some((one) => edits.some((two) => one.start < two.end && two.start < one.end));
    if (safe && overlaps !== true) edits.push(...safe.edit.edits);
  }
  if (edits.length === 0) return [];
  return [{ title: 'Mend what is safe to mend', kind: fixAllKind, edit: workspaceEdit(context, open, { edits }) }];
}

/** White space put in order; the text says exactly what it said. */
export function format(open: OpenFile): TextEdit[] {
  if (!isYaml(open) || !open.project.workspace.files.has(open.file)) return [];
  return formatEdits(open.file, open.text).map(({ start, end, text }) => ({
    range: { start: open.document.positionAt(start), end: open.document.positionAt(end) },
    newText: text,
  }));
}
