import type { Release, StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { defineProblems } from '../../base/problems.ts';
import { staticDataCheck } from '../orders/static-data-type.ts';

const problems = defineProblems({
  'ORDO-REL-001': {
    severity: 'error',
    message: 'Step "{step}" is of type {kind} and names no {what}.',
    remedy: 'Add the key `{what}` to the file of the step.',
  },
  'ORDO-REL-003': {
    severity: 'error',
    message: 'The staticdata-type of workflow "{workflow}" is not a usable JSON Schema: {detail}.',
    remedy: 'Correct the type.',
  },
});

/** What the engine cannot run is refused with a plain problem, never run as something else. */
export function problemsOfRelease(release: Release): readonly Problem[] {
  return [...release.steps.flatMap(stepProblems), ...release.workflows.flatMap(workflowProblems)];
}

function stepProblems(step: StepManifest): readonly Problem[] {
  const what = step.stepType === 'ASYNC' ? 'queue' : 'event';
  if ((step.stepType !== 'ASYNC' && step.stepType !== 'EVENT') || step[what] !== undefined) return [];
  return [problems.problem('ORDO-REL-001', { step: step.name, kind: step.stepType, what }, { file: step.source.file })];
}

function workflowProblems(workflow: WorkflowManifest): readonly Problem[] {
  const place = { file: workflow.source.file };
  const found: Problem[] = [];
  const detail = problemOfType(workflow);
  if (detail !== undefined) {
    found.push(problems.problem('ORDO-REL-003', { workflow: workflow.name, detail }, place));
  }
  return found;
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
