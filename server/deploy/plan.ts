import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jobProgram } from '../../schemas/model/job.ts';
import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import { stepFacts } from '../language/graph/step-facts.ts';
import type { Project, ProjectObject } from '../language/project.ts';
import { read } from './definition.ts';
import { problemFile, titleOf } from './place.ts';
import { deployProblems } from './problems.ts';

/** What one deploy is about: the objects it names with all they need, and the programs to bundle for them. */
export interface DeployPlan {
  readonly objects: readonly ProjectObject[];
  readonly programs: readonly PlannedProgram[];
  readonly problems: readonly Problem[];
}

/** One program: a workflow with the classes of its steps; a job; or the steps that no workflow uses, which are only tried out. */
export interface PlannedProgram {
  readonly identity: ObjectIdentity;
  readonly workflow?: ProjectObject;
  /** The program of a job: its class alone. */
  readonly job?: ProjectObject;
  readonly steps: readonly ProjectObject[];
}

/** Steps that no workflow uses yet are bundled and dry-run as one program of this name, which is not sent. */
const unusedStepsProgram: ObjectIdentity = 'steps-without-workflow:0';

/** Chooses objects and programs; `files` limits the deploy to these files' objects and what they need. */
export function planDeploy(project: Project, files?: readonly string[]): DeployPlan {
  const selection = files === undefined ? { objects: project.objects, problems: [] } : select(project, files);
  const workflows = selection.objects.filter((object) => object.kind === 'workflow');
  const programs = workflows.map((workflow) => planProgram(project, workflow));
  const jobs = selection.objects.filter((object) => object.kind === 'job').map(planJob);
  const used = new Set(programs.flatMap((program) => program.steps));
  const unused = selection.objects.filter((object) => object.kind === 'step' && !used.has(object));
  return {
    objects: selection.objects,
    programs: [
      ...programs.map((program) => program.planned),
      ...jobs,
      ...(unused.length === 0 ? [] : [{ identity: unusedStepsProgram, steps: unused }]),
    ],
    problems: [...selection.problems, ...programs.flatMap((program) => program.problems)],
  };
}

/** `name:version` of a step or workflow. */
export function identityOf(object: ProjectObject): ObjectIdentity {
  return `${object.name}:${object.version ?? ''}`;
}

function planJob(job: ProjectObject): PlannedProgram {
  return { identity: jobProgram({ name: job.name, version: job.version ?? '' }), job, steps: [] };
}

/** The step objects behind a workflow's list, and a problem for each that does not exist. */
function planProgram(
  project: Project,
  workflow: ProjectObject,
): { planned: PlannedProgram; steps: ProjectObject[]; problems: Problem[] } {
  const steps: ProjectObject[] = [];
  const problems: Problem[] = [];
  for (const { step, range } of workflow.steps ?? []) {
    const found = findByReference(project, 'step', step);
    if (found !== undefined) steps.push(found);
    else {
      const place = { file: problemFile(project.root, workflow.file), range };
      problems.push(deployProblems.problem('ORDO-DEPLOY-016', { step, object: titleOf(workflow) }, place));
    }
  }
  return { planned: { identity: identityOf(workflow), workflow, steps }, steps, problems };
}

function select(project: Project, files: readonly string[]): { objects: ProjectObject[]; problems: Problem[] } {
  const chosen = new Set<ProjectObject>();
  const problems: Problem[] = [];
  for (const file of files.map((name) => path.resolve(name))) {
    const named = project.objects.filter((object) => object.file === file || object.codeFile === file);
    if (named.length === 0) problems.push(unknownFile(project, file));
    for (const object of named) addWithNeeds(project, object, chosen);
  }
  // In the project's own order, so that the same selection always gives the same release.
  return { objects: project.objects.filter((object) => chosen.has(object)), problems };
}

/**
 * A step's bundle belongs to its workflows, so they come along with all their steps. The other workflows of those
 * steps do not: they keep running what they have until they are deployed.
 */
function addWithNeeds(project: Project, object: ProjectObject, chosen: Set<ProjectObject>): void {
  const workflows = object.kind === 'step' ? workflowsUsing(project, object) : [];
  for (const needed of [object, ...needsOf(project, object), ...workflows]) chosen.add(needed);
  for (const workflow of workflows) for (const needed of needsOf(project, workflow)) chosen.add(needed);
}

function workflowsUsing(project: Project, step: ProjectObject): readonly ProjectObject[] {
  const identity = identityOf(step);
  return project.objects.filter(
    (object) => object.kind === 'workflow' && object.steps?.some((entry) => entry.step === identity) === true,
  );
}

/** Keys by which an object refers to others, and the kind they name. */
const referenceKeys = {
  errors: 'errors',
  queue: 'queue',
  event: 'event',
  groups: 'group',
  classes: 'class',
  functions: 'function',
  constants: 'constant',
  mappers: 'mapper',
  vmaps: 'value-map',
} as const;

function needsOf(project: Project, object: ProjectObject, seen = new Set<ProjectObject>()): readonly ProjectObject[] {
  // A workflow may start orders of itself.
  if (seen.has(object)) return [];
  seen.add(object);
  const steps = (object.steps ?? []).flatMap((entry) => findByReference(project, 'step', entry.step) ?? []);
  const direct = Object.entries(referenceKeys).flatMap(([key, kind]) =>
    key === kind && object.kind === kind
      ? []
      : read.texts(object, key).flatMap((reference) => findByReference(project, kind, reference) ?? []),
  );
  const children = object.kind === 'step' ? subworkflowsOf(project, object) : [];
  return [...direct, ...steps, ...children, ...[...steps, ...children].flatMap((need) => needsOf(project, need, seen))];
}

/** The workflow whose orders a subworkflow step creates: without it those orders could not be created. */
function subworkflowsOf(project: Project, step: ProjectObject): readonly ProjectObject[] {
  const { subworkflow } = stepFacts(step, (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined));
  const found = subworkflow === undefined ? undefined : findByReference(project, 'workflow', subworkflow);
  return found === undefined ? [] : [found];
}

/** `name` or `name:version`. */
function findByReference(project: Project, kind: string, reference: string): ProjectObject | undefined {
  const colon = reference.lastIndexOf(':');
  if (colon < 0) return project.find(kind, reference).at(-1);
  return project.find(kind, reference.slice(0, colon), reference.slice(colon + 1))[0];
}

function unknownFile(project: Project, file: string): Problem {
  const shown = problemFile(project.root, file);
  return deployProblems.problem('ORDO-DEPLOY-012', { file: shown }, { file: shown });
}
