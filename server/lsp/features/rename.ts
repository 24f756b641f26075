import { ErrorCodes, ResponseError, type Range, type WorkspaceEdit } from 'vscode-languageserver/node';
import { problemWithNewName, renameEdits, renameTarget } from '../../language/features/navigation/rename.ts';
import { workspaceEdit } from './edits.ts';
import type { FeatureContext, OpenFile } from './feature-context.ts';

/** What would be renamed; null leaves TypeScript to VS Code's own rename. */
export function prepareRename(open: OpenFile, offset: number): { range: Range; placeholder: string } | null {
  const found = renameTarget(open.project, open.file, offset);
  if (!found) return null;
  const range = { start: open.document.positionAt(found.start), end: open.document.positionAt(found.end) };
  return { range, placeholder: found.name };
}

/** The rename in YAML and TypeScript as one edit; refused with a sentence when the name cannot be. */
export async function rename(
  context: FeatureContext,
  open: OpenFile,
  offset: number,
  name: string,
): Promise<WorkspaceEdit | null> {
  const found = renameTarget(open.project, open.file, offset);
  if (!found) return null;
  const problem = problemWithNewName(open.project, found.target, name);
  if (problem !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, problem);
  const { kind, codeFile } = found.target;
  const inCode =
    kind === 'code-class' && codeFile !== undefined ? await codePlaces(open, codeFile, found.target.name) : [];
  const edits = renameEdits(open.project, found.target, name, () => inCode);
  return workspaceEdit(context, open, { edits });
}

/** Places of a class in all TypeScript, as the compiler knows them. */
async function codePlaces(
  open: OpenFile,
  file: string,
  name: string,
): ReturnType<OpenFile['session']['project']['codeReferences']> {
  const found = open.project.outline(file).classes.find((each) => each.name === name);
  return found ? open.session.project.codeReferences(file, found.start) : [];
}
