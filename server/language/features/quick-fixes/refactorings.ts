import { kindRows } from '../../objects/object-kinds.ts';
import type { FeatureProject } from '../feature-project.ts';
import { findMentions, mentionAt } from '../mentions/find-mentions.ts';
import type { TextEdit } from '../navigation/text-edit.ts';
import { errorLines } from '../skeletons/object-text.ts';
import { newObjectFiles } from '../skeletons/new-files.ts';
import { addMethodFix } from './fix-files.ts';
import type { Fix } from './fix.ts';
import { lineBreak, lineEnd } from './yaml-edits.ts';

/** What can be done at a place although nothing is wrong there. */
export function refactoringsAt(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  return [
    ...missingMethods(project, file, offset),
    ...errorDefinition(project, file, offset),
    ...missingObject(project, file, offset),
  ];
}

/** Methods that a step class may have and has not, offered on its name and base class. */
function missingMethods(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  if (project.workspace.files.has(file)) return [];
  const text = project.codeText(file) ?? '';
  const into = project.outline(file).classes.find(({ start, bodyStart }) => offset >= start && offset <= bodyStart);
  if (!into) return [];
  return ['array', 'validation', 'end'].flatMap((method) => addMethodFix(file, text, into, method));
}

/** An error that is thrown and has no definition: a definition in a set that exists, or in a new one. */
function errorDefinition(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  const mention = mentionAt(project, file, offset);
  if (mention?.target.kind !== 'error' || mention.role === 'definition') return [];
  const { name } = mention.target;
  if (findMentions(project, mention.target).some(({ role }) => role === 'definition')) return [];
  const sets = project.workspace.objects.filter((object) => object.kind === 'errors');
  if (sets.length === 0) {
    const created = newObjectFiles(project.workspace, { kind: 'errors', name: 'errors', errors: [name] });
    return [{ title: `Define the error "${name}" in a new file`, edit: { edits: [], created } }];
  }
  return sets.flatMap((object): readonly Fix[] => {
    const edit = addedDefinition(object.document.text, object.file, object.node(['errors']), name);
    return edit ? [{ title: `Define the error "${name}" in "${object.name}"`, edit: { edits: [edit] } }] : [];
  });
}

function addedDefinition(
  text: string,
  file: string,
  list: { readonly kind: string; readonly start: number; readonly end: number } | undefined,
  name: string,
): TextEdit | undefined {
  if (list?.kind !== 'list' || text.charAt(list.start) === '[') return undefined;
  const at = lineEnd(text, list.end);
  const br = lineBreak(text);
  const dash = text.lastIndexOf('\n', list.start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(dash))?.[0] ?? '  ';
  const lines = errorLines(name).map((line) => `${indent}${line.slice(2)}`);
  const isOpen = at === text.length && !/[\r\n]$/.test(text);
  return { file, start: at, end: at, text: `${isOpen ? br : ''}${lines.join(br)}${br}` };
}

/** New Step (or queue, event …) from a reference that nothing answers, also before the rules have looked. */
function missingObject(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  const mention = mentionAt(project, file, offset);
  if (!mention || mention.role === 'definition' || !(mention.target.kind in kindRows)) return [];
  const { kind, name, version } = mention.target as { kind: keyof typeof kindRows; name: string; version?: string };
  if (project.workspace.find(kind, name, version).length > 0) return [];
  const created = newObjectFiles(project.workspace, { kind, name, ...(version === undefined ? {} : { version }) });
  return [{ title: `Create ${kindRows[kind].label} "${name}"`, edit: { edits: [], created }, isPreferred: true }];
}
