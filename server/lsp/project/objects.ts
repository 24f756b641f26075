import path from 'node:path';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { WorkspaceObject } from '../../../schemas/protocol/editor.ts';
import type { Project, ProjectObject } from '../../language/project.ts';
import { uriOfPath } from '../uri.ts';

/** The project's objects for the window's tree, each with the number of problems in its files. */
export function listObjects(project: Project, problems: readonly Problem[]): readonly WorkspaceObject[] {
  const counts = countByFile(project.root, problems);
  return project.objects.map((object) => toWorkspaceObject(object, counts)).sort(byKindAndName);
}

function toWorkspaceObject(object: ProjectObject, counts: ReadonlyMap<string, number>): WorkspaceObject {
  const inCode = object.codeFile === undefined ? 0 : (counts.get(object.codeFile) ?? 0);
  return {
    kind: object.kind,
    name: object.name,
    ...(object.version === undefined ? {} : { version: object.version }),
    description: object.description,
    uri: uriOfPath(object.file),
    range: object.range,
    ...(object.codeFile === undefined ? {} : { codeUri: uriOfPath(object.codeFile) }),
    problemCount: (counts.get(object.file) ?? 0) + inCode,
  };
}

/** Errors and warnings by absolute path; hints are no reason to look. */
function countByFile(root: string, problems: readonly Problem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file, severity } of problems) {
    if (file === undefined || (severity !== 'error' && severity !== 'warning')) continue;
    const absolute = path.resolve(root, file);
    counts.set(absolute, (counts.get(absolute) ?? 0) + 1);
  }
  return counts;
}

function byKindAndName(a: WorkspaceObject, b: WorkspaceObject): number {
  return (
    a.kind.localeCompare(b.kind) ||
    a.name.localeCompare(b.name) ||
    (a.version ?? '').localeCompare(b.version ?? '', undefined, { numeric: true })
  );
}
