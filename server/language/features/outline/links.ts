import { expectedCodeFile } from '../../objects/code-file.ts';
import type { FeatureProject } from '../feature-project.ts';

/** A text that leads to a file. */
export interface DocumentLink {
  readonly start: number;
  readonly end: number;
  readonly file: string;
}

/** The code file that an object names, when it is there. */
export function documentLinks(project: FeatureProject, file: string): readonly DocumentLink[] {
  const object = project.object(file);
  const node = object?.node(['code']);
  if (!object || node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return [];
  const target = expectedCodeFile(object);
  return project.workspace.hasFile(target) ? [{ start: node.start, end: node.end, file: target }] : [];
}
