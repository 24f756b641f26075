import { kindRows } from '../../objects/object-kinds.ts';
import type { FeatureProject } from '../feature-project.ts';
import { findMentions, mentionAt } from '../mentions/find-mentions.ts';
import { newObjectFiles } from '../skeletons/new-files.ts';
import { addMethodFix } from './fix-files.ts';
import { defineErrorFixes } from './fix-definitions.ts';
import type { Fix } from './fix.ts';
import { explicitSteps } from './fix-steps.ts';

/** What can be done at a place although nothing is wrong there. */
export function refactoringsAt(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  return [
    ...missingMethods(project, file, offset),
    ...errorDefinition(project, file, offset),
    ...missingObject(project, file, offset),
    ...explicitSteps(project, file, offset),
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

/** An error that is thrown and has no definition. */
function errorDefinition(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  const mention = mentionAt(project, file, offset);
  if (mention?.target.kind !== 'error' || mention.role === 'definition') return [];
  if (findMentions(project, mention.target).some(({ role }) => role === 'definition')) return [];
  return defineErrorFixes(project, mention.target.name);
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
