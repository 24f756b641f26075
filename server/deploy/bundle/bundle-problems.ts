import path from 'node:path';
import type { Location, Message } from 'esbuild';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { ProblemPlace } from '../../base/problems.ts';
import { placeOf, pointAt, problemFile, titleOf } from '../place.ts';
import { deployProblems } from '../problems.ts';
import { kindTitle, type ClassImport } from '../step-class.ts';
import type { ProgramEntry } from './program-entry.ts';
import { entryScheme, type PluginErrorKind } from './source-plugin.ts';

/** A message of esbuild in the user's terms and at the user's file; nothing for what other rules tell. */
export function problemOfMessage(
  root: string,
  message: Message,
  severity: 'error' | 'warning',
  entryOf: (identity: string) => ProgramEntry | undefined,
): Problem | [] {
  const wanted = importOfEntry(message.location, entryOf);
  if (wanted !== undefined) return missingExport(root, wanted);
  const place = placeOfLocation(root, message.location);
  if (severity === 'warning') return isOfInterest(message) ? warning(message, place) : [];
  return (
    nativeProblem(message, place) ??
    unresolvedProblem(message, place) ??
    awaitProblem(message, place) ??
    deployProblems.problem('ORDO-DEPLOY-001', { text: sentence(message), hint: hintOf(message) }, place)
  );
}

/** An import of the generated entry that fails means: the object's class is not exported. */
function importOfEntry(
  location: Location | null,
  entryOf: (identity: string) => ProgramEntry | undefined,
): ClassImport | undefined {
  if (location === null || !location.file.startsWith(entryScheme)) return undefined;
  return entryOf(location.file.slice(entryScheme.length))?.importsByLine[location.line - 1];
}

function missingExport(root: string, { object, file, className }: ClassImport): Problem {
  const values = { kind: kindTitle(object), object: titleOf(object), className, file: problemFile(root, file) };
  return deployProblems.problem('ORDO-DEPLOY-005', values, placeOf(root, object, 'class-name'));
}

function nativeProblem(message: Message, place: ProblemPlace): Problem | undefined {
  const native = (message.detail as Partial<PluginErrorKind> | undefined)?.native;
  return native === undefined ? undefined : deployProblems.problem('ORDO-DEPLOY-004', { path: native }, place);
}

function unresolvedProblem(message: Message, place: ProblemPlace): Problem | undefined {
  const name = /^Could not resolve "(.+)"$/.exec(message.text)?.[1];
  if (name === undefined) return undefined;
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
  return deployProblems.problem('ORDO-DEPLOY-002', { path: name, package: packageName }, place);
}

function awaitProblem(message: Message, place: ProblemPlace): Problem | undefined {
  return /^Top-level await is/.test(message.text) ? deployProblems.problem('ORDO-DEPLOY-003', {}, place) : undefined;
}

function warning(message: Message, place: ProblemPlace): Problem {
  return deployProblems.problem('ORDO-DEPLOY-017', { text: sentence(message), hint: hintOf(message) }, place);
}

/** Warnings on packages are not the user's to mend, and tsconfig files have rules of their own. */
function isOfInterest(message: Message): boolean {
  const file = message.location?.file ?? '';
  return file !== '' && message.id !== 'tsconfig.json' && !file.split('/').includes('node_modules');
}

function placeOfLocation(root: string, location: Location | null): ProblemPlace {
  if (location === null) return {};
  const file = problemFile(root, path.resolve(root, location.file));
  // esbuild counts columns in bytes.
  const column = Buffer.from(location.lineText).subarray(0, location.column).toString().length;
  return { file, range: pointAt(location.line - 1, column, location.length) };
}

function sentence(message: Message): string {
  return message.text.replace(/\.$/, '');
}

function hintOf(message: Message): string {
  return message.notes.map((note) => ` ${note.text}`).join('');
}
