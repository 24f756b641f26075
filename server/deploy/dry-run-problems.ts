import type { Problem } from '../../schemas/protocol/problem.ts';
import type { ProblemPlace } from '../base/problems.ts';
import type { ProjectObject } from '../language/project.ts';
import type { ProgramInspection } from '../isolation/runner-host.ts';
import type { BundledProgram } from './dry-run.ts';
import { identityOf } from './plan.ts';
import { placeOf, pointAt, problemFile, titleOf } from './place.ts';
import { deployProblems } from './problems.ts';
import { read } from './definition.ts';

/** A program that cannot be loaded, told at the line of the user's code where it failed. */
export function problemOfFailedLoad(
  root: string,
  program: BundledProgram,
  { error, step: identity }: Exclude<ProgramInspection, { ok: true }>,
): Problem {
  const text = describe(error.info);
  const step = program.planned.steps.find((object) => identityOf(object) === identity);
  const subject = step ?? program.planned.workflow ?? program.planned.job ?? program.planned.steps[0];
  const place = placeInSources(error.stack, program.bundle.sourceMap) ?? placeOfCode(root, subject);
  if (subject === undefined) throw new Error(`A program without objects failed: ${text}`);
  const { job } = program.planned;
  if (job !== undefined) {
    const values = { className: classNameOf(job), object: titleOf(job), error: text };
    const isNoJob = error.error === 'JOB-CLASS-ERROR' && error.stack === undefined;
    return deployProblems.problem(isNoJob ? 'ORDO-DEPLOY-021' : 'ORDO-DEPLOY-020', values, place);
  }
  if (step === undefined) {
    return deployProblems.problem('ORDO-DEPLOY-008', { object: titleOf(subject), error: text }, place);
  }
  // With an error of user code behind it there is a stack.
  if (error.error === 'STEP-CLASS-ERROR' && error.stack === undefined) return noStepClass(root, step);
  const values = { className: classNameOf(step), object: titleOf(step), error: text };
  return deployProblems.problem('ORDO-DEPLOY-007', values, place);
}

function noStepClass(root: string, step: ProjectObject): Problem {
  const values = { className: classNameOf(step), object: titleOf(step) };
  return deployProblems.problem('ORDO-DEPLOY-015', values, placeOfCode(root, step));
}

function classNameOf(step: ProjectObject): string {
  return read.text(step, 'class-name') ?? step.name;
}

/** The runner's words without what the problem's text says already. */
function describe(info: string): string {
  return info
    .replace(
      /^(?:The (?:class of .*? cannot be constructed|program could not be loaded)\. |Program .*? could not be loaded: )/,
      '',
    )
    .trim()
    .replace(/\.$/, '');
}

/** The first frame of the stack that lies in a source of the bundle. */
function placeInSources(stack: string | undefined, sourceMap: string): ProblemPlace | undefined {
  const { sources } = JSON.parse(sourceMap) as { sources: readonly string[] };
  for (const line of stack?.split('\n') ?? []) {
    const [, file, row, column] = /([^\s()]+):(\d+):(\d+)\)?$/.exec(line) ?? [];
    const source = file === undefined ? undefined : sources.find((name) => isSamePath(file, name));
    if (source === undefined || isOfPackage(source)) continue;
    return { file: source, range: pointAt(Number(row) - 1, Number(column) - 1) };
  }
  return undefined;
}

/** Stacks may name sources absolutely or as URLs; a source of the bundle is relative to the project. */
function isSamePath(shown: string, source: string): boolean {
  const normal = decodeURI(shown).replaceAll('\\', '/');
  return normal === source || normal.endsWith(`/${source}`);
}

function isOfPackage(source: string): boolean {
  return /^ordo-(?:source|program):|(?:^|\/)node_modules\//.test(source);
}

function placeOfCode(root: string, object: ProjectObject | undefined): ProblemPlace {
  if (object === undefined) return {};
  if (object.codeFile === undefined) return placeOf(root, object);
  return { file: problemFile(root, object.codeFile), range: pointAt(0, 0) };
}
