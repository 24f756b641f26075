import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import { segmentsOf as groupSteps } from '../../graph/segments.ts';
import { stepFacts } from '../../graph/step-facts.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { FeatureProject } from '../feature-project.ts';

/** Where a step of a workflow runs: its segment, and the one in which what waits for it goes on. */
export interface SegmentOfStep {
  readonly segment: number;
  readonly back?: number;
}

/** Segments of the steps of a workflow by `name:version`; empty while the graph is broken. */
export function segmentsOf(project: FeatureProject, workflow: YamlObject): ReadonlyMap<string, SegmentOfStep> {
  const steps = workflow.steps ?? [];
  const { segments, segmentOf } = groupSteps(
    steps.map(({ step, after }) => ({ id: step, after, isDiscontinuity: endsSegment(project, step) })),
  );
  const backOf = new Map(segments.flatMap(({ entry, number }) => (entry === undefined ? [] : [[entry, number]])));
  return new Map(
    steps.map(({ step }) => {
      const back = backOf.get(step);
      return [step, { segment: segmentOf.get(step) ?? 0, ...(back === undefined ? {} : { back }) }];
    }),
  );
}

/** Asynchronous, event and subworkflow steps end a segment (manual: workflow segments). */
function endsSegment(project: FeatureProject, identity: string): boolean {
  const at = identity.lastIndexOf(':');
  const [step] = project.workspace.find('step', identity.slice(0, at), identity.slice(at + 1));
  if (!step) return false;
  const { kind } = stepFacts(step, (file) => project.codeText(file));
  return kind === 'async' || kind === 'event' || kind === 'subworkflow';
}

/** The base class that a step's YAML says, by name or by type; undefined when only the class says it. */
export function baseClassOf(step: YamlObject): StepBaseClass | undefined {
  const written = step.text('base-class-name')?.replace(/^Qorus/, '');
  if (written !== undefined && Object.hasOwn(stepBaseClasses, written)) return written as StepBaseClass;
  const type = step.text('steptype');
  const array = step.text('arraytype') ?? 'NONE';
  const found = Object.entries(stepBaseClasses).find(([, row]) => row.stepType === type && row.arrayType === array);
  return found?.[0] as StepBaseClass | undefined;
}
