import type { Problem } from '../../schemas/protocol/problem.ts';
import type { ProjectObject } from '../language/project.ts';
import type { ProgramSource } from './bundle/program-entry.ts';
import { identityOf, type PlannedProgram } from './plan.ts';
import { findClass, type ClassAnswer, type ClassImport } from './step-class.ts';

/** The programs as the bundler needs them: with the class behind each object. */
export interface ProgramSources {
  readonly programs: readonly ProgramSource[];
  readonly classes: ReadonlyMap<ProjectObject, ClassImport>;
  readonly problems: readonly Problem[];
}

/** Finds the classes of all programs; a class that is not found is a problem and left out of its program. */
export function findSources(root: string, programs: readonly PlannedProgram[]): ProgramSources {
  const objects = new Set(
    programs.flatMap(({ workflow, job, steps }) => [workflow, job, ...steps].filter((one) => one !== undefined)),
  );
  const answers = new Map<ProjectObject, ClassAnswer>([...objects].map((object) => [object, findClass(root, object)]));
  const classes = new Map<ProjectObject, ClassImport>();
  const problems: Problem[] = [];
  for (const [object, answer] of answers) {
    if (answer.kind === 'class') classes.set(object, answer.import);
    if (answer.kind === 'problem') problems.push(answer.problem);
  }
  return { programs: programs.map((program) => sourceOf(program, classes)), classes, problems };
}

function sourceOf(
  { identity, workflow, job, steps }: PlannedProgram,
  classes: ReadonlyMap<ProjectObject, ClassImport>,
): ProgramSource {
  const workflowClass = workflow && classes.get(workflow);
  const jobClass = job && classes.get(job);
  return {
    identity,
    ...(workflowClass ? { workflow: workflowClass } : {}),
    ...(jobClass ? { job: jobClass } : {}),
    steps: steps.flatMap((step) => {
      const found = classes.get(step);
      return found ? [{ identity: identityOf(step), class: found }] : [];
    }),
  };
}
