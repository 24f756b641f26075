import type { Problem } from '../../schemas/protocol/problem.ts';
import type { ProjectObject } from '../language/project.ts';
import { placeOf, titleOf } from './place.ts';
import { deployProblems } from './problems.ts';

/**
 * What this version stores and shows but cannot run. It is refused at deploy, never run as something else. The language
 * rules find part of it while typing and mark it `notRunnable`; there it is only information.
 */
export function findNotRunnable(root: string, objects: readonly ProjectObject[]): readonly Problem[] {
  return objects
    .filter((object) => object.kind === 'service')
    .map((object) =>
      notRunnable(root, object, {
        what: `The ${object.kind} "${titleOf(object)}"`,
        remedy: 'Move the file out of the project folder, or deploy single files, until a version that runs it.',
      }),
    );
}

/** A problem that is information while typing stands in the way of a deploy. */
export function refuseNotRunnable(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) =>
    problem.data?.['notRunnable'] === true ? { ...problem, severity: 'error' as const } : problem,
  );
}

function notRunnable(root: string, object: ProjectObject, values: { what: string; remedy: string }): Problem {
  return deployProblems.problem('ORDO-DEPLOY-010', values, placeOf(root, object, 'base-class-name'));
}
