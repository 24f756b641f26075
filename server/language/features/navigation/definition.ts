import type { FeatureProject } from '../feature-project.ts';
import { findMentions, mentionAt } from '../mentions/find-mentions.ts';
import type { Mention, Target } from '../mentions/mention.ts';
import { placeAt } from '../place/place.ts';
import { expectedCodeFile } from '../../objects/code-file.ts';

/** A place to go to; `start` and `end` are offsets in that file's text. */
export interface Location {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Where the thing at an offset is defined. On its own definition: where else it is written (its class, its YAML). */
export function definitionAt(project: FeatureProject, file: string, offset: number): readonly Location[] {
  const method = methodLocation(project, file, offset);
  if (method) return method;
  const mention = mentionAt(project, file, offset);
  if (!mention) return [];
  const found = definitionsOf(project, mention.target);
  if (mention.role === 'reference') return found;
  return counterpart(project, mention);
}

/** Definitions of a thing, in any file. */
export function definitionsOf(project: FeatureProject, target: Target): readonly Location[] {
  return findMentions(project, target)
    .filter(({ role }) => role === 'definition')
    .map(locationOf);
}

export function locationOf({ file, nameStart, nameEnd }: Mention): Location {
  return { file, start: nameStart, end: nameEnd };
}

/** From an object's name to its class, from a class to the YAML that names it. */
function counterpart(project: FeatureProject, { target, file }: Mention): readonly Location[] {
  if (target.kind === 'code-class') {
    const named = findMentions(project, target).filter(({ role }) => role === 'reference');
    return (named.length > 0 ? named : []).map(locationOf);
  }
  const object = project.object(file);
  if (!object || target.kind !== object.kind) return [];
  return classLocation(project, file);
}

/** The class of an object: the one it names, else the only one of its code file. */
export function classLocation(project: FeatureProject, file: string): readonly Location[] {
  const object = project.object(file);
  if (!object?.codeFile) return [];
  const { codeFile } = object;
  const { classes } = project.outline(codeFile);
  const wanted = object.text('class-name');
  const found = classes.find(({ name }) => name === wanted) ?? (classes.length === 1 ? classes[0] : undefined);
  return [{ file: codeFile, start: found?.start ?? 0, end: found?.end ?? 0 }];
}

/** `code:` leads to the file, a method's name to the method. */
function methodLocation(project: FeatureProject, file: string, offset: number): readonly Location[] | undefined {
  const yaml = project.workspace.files.get(file);
  const place = yaml && placeAt(yaml, offset);
  const object = place?.object;
  if (!place || !object || place.part !== 'value') return undefined;
  const keys = place.path.filter((part) => typeof part === 'string').join('/');
  if (keys === 'code') return project.workspace.hasFile(expectedCodeFile(object)) ? classLocation(project, file) : [];
  if (keys !== 'methods/name' || object.codeFile === undefined) return undefined;
  const name = String(place.scalar?.value ?? '');
  const { codeFile } = object;
  const methods = project.outline(codeFile).classes.flatMap((each) => each.methods);
  return methods.filter((each) => each.name === name).map(({ start, end }) => ({ file: codeFile, start, end }));
}
