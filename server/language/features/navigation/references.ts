import type { FeatureProject } from '../feature-project.ts';
import { findMentions, mentionAt } from '../mentions/find-mentions.ts';
import type { Mention, Target } from '../mentions/mention.ts';
import { locationOf, type Location } from './definition.ts';

/** Every place that names the thing at an offset. */
export function referencesAt(
  project: FeatureProject,
  file: string,
  offset: number,
  options: { readonly withDefinition: boolean },
): readonly Location[] {
  const mention = mentionAt(project, file, offset);
  if (!mention) return [];
  return usesOf(project, mention.target, options).map(locationOf);
}

/** Mentions of a thing; those of an object's class belong to the object, too. */
export function usesOf(
  project: FeatureProject,
  target: Target,
  options: { readonly withDefinition: boolean },
): readonly Mention[] {
  const wanted = target.kind === 'code-class' ? [target, ...objectsOfClass(project, target)] : [target];
  return wanted
    .flatMap((each) => findMentions(project, each))
    .filter(({ role }) => options.withDefinition || role === 'reference');
}

/** The steps (and others) whose code a class is. */
export function objectsOfClass(project: FeatureProject, { name, codeFile }: Target): readonly Target[] {
  return project.workspace.objects
    .filter((object) => object.codeFile === codeFile && (object.text('class-name') ?? name) === name)
    .map(({ kind, name: of, version }) => ({ kind, name: of, ...(version === undefined ? {} : { version }) }));
}
