import { kindRows } from '../../objects/object-kinds.ts';
import type { FeatureProject } from '../feature-project.ts';
import { findMentions, mentionAt } from '../mentions/find-mentions.ts';
import type { Mention, Target } from '../mentions/mention.ts';
import { problemWithName } from '../skeletons/new-files.ts';
import { yamlText } from '../skeletons/names.ts';
import type { Location } from './definition.ts';
import type { TextEdit } from './text-edit.ts';

/** Other places of a class in TypeScript, by types; without it only those that syntax shows are renamed. */
export type FindInCode = (file: string, offset: number) => readonly Location[];

/** What would be renamed at an offset, with its present name; undefined where nothing can be. */
export function renameTarget(
  project: FeatureProject,
  file: string,
  offset: number,
): { readonly start: number; readonly end: number; readonly name: string; readonly target: Target } | undefined {
  const mention = mentionAt(project, file, offset);
  if (!mention || (offset < mention.nameStart && mention.start !== offset)) return undefined;
  // In TypeScript everything but names that YAML knows is left to VS Code's own rename.
  const isCode = !project.workspace.files.has(file);
  if (isCode && !findMentions(project, mention.target).some((other) => project.workspace.files.has(other.file)))
    return undefined;
  return { start: mention.nameStart, end: mention.nameEnd, name: mention.target.name, target: mention.target };
}

/** Why a name cannot be the new one; undefined when it can. */
export function problemWithNewName(project: FeatureProject, target: Target, name: string): string | undefined {
  if (target.kind === 'code-class')
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? undefined : `"${name}" cannot be the name of a class.`;
  if (name.trim() === '') return 'A name is needed.';
  if (target.kind in kindRows) {
    const { kind, version } = target as Target & { kind: keyof typeof kindRows };
    if (name.toLowerCase() === target.name.toLowerCase()) return undefined;
    return problemWithName(project.workspace, { kind, name, ...(version === undefined ? {} : { version }) });
  }
  return undefined;
}

/** The edits that rename a thing in YAML and TypeScript. Comments stay, quotes stay, versions stay. */
export function renameEdits(
  project: FeatureProject,
  target: Target,
  name: string,
  findInCode: FindInCode = () => [],
): readonly TextEdit[] {
  const mentions = findMentions(project, target);
  const edits = mentions.map((mention) => editOf(mention, name, project.workspace.files.has(mention.file)));
  const defined = mentions.filter(({ role }) => target.kind === 'code-class' && role === 'definition');
  const inCode = defined.flatMap((mention) => findInCode(mention.file, mention.nameStart));
  return withoutRepetition([...edits, ...inCode.map((place) => ({ ...place, text: name }))]);
}

function editOf({ file, nameStart, nameEnd, start, end, isPlain }: Mention, name: string, isYaml: boolean): TextEdit {
  const isWhole = start === nameStart && end === nameEnd;
  if (isYaml && isPlain && isWhole) return { file, start, end, text: yamlText(name) };
  return { file, start: nameStart, end: nameEnd, text: name };
}

function withoutRepetition(edits: readonly TextEdit[]): readonly TextEdit[] {
  const byPlace = new Map(edits.map((edit) => [`${edit.file}\n${edit.start}`, edit]));
  return [...byPlace.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
}
