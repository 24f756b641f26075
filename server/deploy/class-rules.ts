import { stepBaseClasses, type StepBaseClass, type StepMethod } from '../../schemas/model/steps.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { ProjectObject } from '../language/project.ts';
import type { ProgramFacts } from './dry-run.ts';
import { identityOf, type PlannedProgram } from './plan.ts';
import { placeOf, pointAt, problemFile, titleOf } from './place.ts';
import { deployProblems } from './problems.ts';

/** What a dry run knows of a step's class, with a base class that exists. */
export interface StepFacts {
  readonly className: string;
  readonly baseClass: StepBaseClass;
  readonly methods: readonly StepMethod[];
}

/** Facts of all steps by object, and what contradicts the definitions (manual: the class decides the step type). */
export function checkClasses(
  root: string,
  facts: ReadonlyMap<PlannedProgram, ProgramFacts>,
): { readonly steps: ReadonlyMap<ProjectObject, StepFacts>; readonly problems: readonly Problem[] } {
  const steps = new Map<ProjectObject, StepFacts>();
  const problems: Problem[] = [];
  for (const [program, loaded] of facts) {
    for (const step of program.steps) {
      if (steps.has(step)) continue;
      const found = loaded.steps[identityOf(step)];
      if (found === undefined) throw new Error(`The dry run told nothing of step ${identityOf(step)}`);
      const { className, methods, baseClass } = found;
      if (!isBaseClass(baseClass)) throw new Error(`The runner told of an unknown base class ${baseClass}`);
      steps.set(step, { className, methods, baseClass });
      problems.push(...checkStep(root, step, { className, methods, baseClass }));
    }
  }
  return { steps, problems };
}

function checkStep(root: string, step: ProjectObject, facts: StepFacts): readonly Problem[] {
  const contradictions = writtenKeys(facts.baseClass).flatMap(({ key, actual }) => {
    const written = step.data[key];
    if (typeof written !== 'string' || written.replace(/^Qorus/, '') === actual) return [];
    const values = { object: titleOf(step), key, written, actual, ...namesOf(facts) };
    return [deployProblems.problem('ORDO-DEPLOY-009', values, placeOf(root, step, key))];
  });
  return [...contradictions, ...missingMethods(root, step, facts)];
}

/** `primary` and, for array steps, `array` are abstract (manual: step methods). */
function missingMethods(root: string, step: ProjectObject, facts: StepFacts): readonly Problem[] {
  const isArray = stepBaseClasses[facts.baseClass].arrayType !== 'NONE';
  const required: readonly StepMethod[] = isArray ? ['array', 'primary'] : ['primary'];
  return required
    .filter((method) => !facts.methods.includes(method))
    .map((method) => {
      const file = step.codeFile ?? step.file;
      const place = { file: problemFile(root, file), range: pointAt(0, 0) };
      return deployProblems.problem('ORDO-DEPLOY-013', { object: titleOf(step), method, ...namesOf(facts) }, place);
    });
}

/** Keys of a step file that repeat what its base class says. */
function writtenKeys(baseClass: StepBaseClass): readonly { key: string; actual: string }[] {
  const { stepType, arrayType } = stepBaseClasses[baseClass];
  return [
    { key: 'base-class-name', actual: baseClass },
    { key: 'steptype', actual: stepType },
    { key: 'arraytype', actual: arrayType },
  ];
}

function namesOf({ className, baseClass }: StepFacts): { className: string; baseClass: string } {
  return { className, baseClass };
}

function isBaseClass(name: string): name is StepBaseClass {
  return Object.hasOwn(stepBaseClasses, name);
}
