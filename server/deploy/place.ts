import path from 'node:path';
import type { ProblemPlace } from '../base/problems.ts';
import type { ProjectObject } from '../language/project.ts';

/** A file as problems name it: relative to the project with `/`, absolute when it lies outside. */
export function problemFile(root: string, file: string): string {
  const relative = path.relative(root, file);
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative);
  return (isOutside ? file : relative).split(path.sep).join('/');
}

/** The place of a key of an object, for problems that are found after its file was checked. */
export function placeOf(root: string, object: ProjectObject, key?: string): ProblemPlace {
  const range = key === undefined || !(key in object.data) ? object.range : object.rangeOf([key]);
  return { file: problemFile(root, object.file), range };
}

/** A caret range, for places of which only line and column are known (both count from 0). */
export function pointAt(line: number, character: number, length = 0): NonNullable<ProblemPlace['range']> {
  return { start: { line, character }, end: { line, character: character + length } };
}

/** Name of an object for people: `name:version`, or `name` for kinds without version. */
export function titleOf(object: ProjectObject): string {
  return object.version === undefined ? object.name : `${object.name}:${object.version}`;
}
