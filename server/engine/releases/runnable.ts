import type { Release, StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { defineProblems } from '../../base/problems.ts';
import { staticDataCheck } from '../orders/static-data-type.ts';

const problems = defineProblems({
  'ORDO-REL-001': {
    severity: 'error',
    message: 'Step "{step}" is an {kind} step, which this version of the engine cannot run.',
    remedy: 'Base its class on NormalStep.',
  },
  'ORDO-REL-002': {
    severity: 'error',
    message: 'The class of workflow "{workflow}" overrides {hooks}, which this version of the engine does not call.',
    remedy: 'Do the work in the first step of the workflow.',
  },
  'ORDO-REL-003': {
    severity: 'error',
    message: 'Workflow "{workflow}" uses step "{step}", which the release does not contain.',
    remedy: 'Deploy the workflow together with its steps.',
  },
  'ORDO-REL-004': {
    severity: 'error',
    message: 'The steps of workflow "{workflow}" wait for each other in a circle: {circle}.',
    remedy: 'Remove one of these dependencies.',
  },
  'ORDO-REL-005': {
    severity: 'error',
    message: 'The staticdata-type of workflow "{workflow}" is not a usable JSON Schema: {detail}.',
    remedy: 'Correct the type.',
  },
  'ORDO-REL-006': {
    severity: 'error',
    message: 'Step "{step}" of workflow "{workflow}" waits for "{after}", which is no step of this workflow.',
    remedy: 'Add the step to the workflow, or remove the dependency.',
  },
  'ORDO-REL-007': {
    severity: 'error',
    message: 'Workflow "{workflow}" has the step "{step}" twice.',
    remedy: 'A step may stand once in a workflow; give the second one a name of its own.',
  },
});

/** What the engine cannot run is refused with a plain problem, never run as something else. */
export function problemsOfRelease(release: Release): readonly Problem[] {
  const steps = new Map(release.steps.map((step): [string, StepManifest] => [`${step.name}:${step.version}`, step]));
  return [
    ...release.steps.flatMap(stepProblems),
    ...release.workflows.flatMap((workflow) => workflowProblems(workflow, steps)),
  ];
}

function stepProblems(step: StepManifest): readonly Problem[] {
  if (step.stepType === 'NORMAL' && step.arrayType === 'NONE') return [];
  const kind = step.arrayType === 'NONE' ? step.stepType.toLowerCase() : 'array';
  return [problems.problem('ORDO-REL-001', { step: step.name, kind }, { file: step.source.file })];
}

function workflowProblems(workflow: WorkflowManifest, steps: ReadonlyMap<string, StepManifest>): readonly Problem[] {
  const place = { file: workflow.source.file };
  const found: Problem[] = [];
  if (workflow.hooks && workflow.hooks.length > 0) {
    found.push(problems.problem('ORDO-REL-002', { workflow: workflow.name, hooks: workflow.hooks.join(', ') }, place));
  }
  const wrongType = problemOfType(workflow);
  if (wrongType !== undefined) {
    found.push(problems.problem('ORDO-REL-005', { workflow: workflow.name, detail: wrongType }, place));
  }
  return [...found, ...edgeProblems(workflow, steps)];
}

function edgeProblems(workflow: WorkflowManifest, steps: ReadonlyMap<string, StepManifest>): readonly Problem[] {
  const place = { file: workflow.source.file };
  const named = new Set<string>();
  const found: Problem[] = [];
  const report = (code: 'ORDO-REL-003' | 'ORDO-REL-006' | 'ORDO-REL-007', values: Record<string, string>): void => {
    found.push(problems.problem(code, { workflow: workflow.name, ...values }, place));
  };
  const all = new Set(workflow.steps.map(({ step }) => step));
  for (const { step, after } of workflow.steps) {
    if (named.has(step)) report('ORDO-REL-007', { step });
    named.add(step);
    if (!steps.has(step)) report('ORDO-REL-003', { step });
    for (const before of after) if (!all.has(before)) report('ORDO-REL-006', { step, after: before });
  }
  if (found.length > 0) return found;
  const circle = findCircle(workflow);
  if (!circle) return [];
  return [problems.problem('ORDO-REL-004', { workflow: workflow.name, circle: circle.join(' -> ') }, place)];
}

/** Steps that wait for each other, or undefined when the graph has an order. */
function findCircle(workflow: WorkflowManifest): readonly ObjectIdentity[] | undefined {
  const left = new Map(workflow.steps.map(({ step, after }) => [step, after]));
  for (let isShrinking = true; isShrinking;) {
    const free = [...left].filter(([, after]) => after.every((step) => !left.has(step)));
    for (const [step] of free) left.delete(step);
    isShrinking = free.length > 0;
  }
  let step = left.keys().next().value;
  if (step === undefined) return undefined;
  const path: ObjectIdentity[] = [];
  while (step !== undefined && !path.includes(step)) {
    path.push(step);
    step = left.get(step)?.find((before) => left.has(before));
  }
  return step === undefined ? path : [...path.slice(path.indexOf(step)), step];
}

function problemOfType(workflow: WorkflowManifest): string | undefined {
  if (workflow.staticDataType === undefined) return undefined;
  try {
    staticDataCheck(workflow.staticDataType);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
