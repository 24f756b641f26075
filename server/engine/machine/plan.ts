import type { SegmentId, StepId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { ArrayType, ObjectIdentity, StepType } from '../../../schemas/model/steps.ts';
import { deriveSegments } from './segments.ts';

/** What the machine needs to know of a deployed workflow, worked out once per release. */
export interface Plan {
  readonly workflowId: WorkflowId;
  readonly name: string;
  readonly version: string;
  readonly patch?: string;
  readonly keylist: readonly string[];
  /** In list order, which is also the order in which independent steps are started. */
  readonly steps: readonly PlanStep[];
  readonly stepById: ReadonlyMap<StepId, PlanStep>;
  /** The index is the segment id; 0 is the initial segment. */
  readonly segments: readonly PlanSegment[];
}

export interface PlanStep {
  readonly stepId: StepId;
  readonly identity: ObjectIdentity;
  readonly name: string;
  readonly version: string;
  readonly stepType: StepType;
  readonly arrayType: ArrayType;
  readonly hasValidation: boolean;
  /** ASYNC: its class has an `end` of its own. */
  readonly hasEnd?: boolean;
  /** ASYNC: where its data arrives. */
  readonly queue?: string;
  /** ASYNC: a person answers it by a form. */
  readonly userInteraction?: boolean;
  /** EVENT: the event type of its keys. */
  readonly event?: string;
  readonly timeoutSeconds?: number;
  readonly after: readonly StepId[];
  readonly successors: readonly StepId[];
  /** Where its primary runs. */
  readonly segmentId: SegmentId;
  /** Only a discontinuity (ASYNC, EVENT, SUBWORKFLOW): the segment that its answer starts. */
  readonly backSegmentId?: SegmentId;
}

export interface PlanSegment {
  readonly segmentId: SegmentId;
  /** Steps whose primary runs here, in list order. */
  readonly steps: readonly StepId[];
  /** The discontinuity whose answer starts this segment. */
  readonly entry?: StepId;
  /** A join segment starts when all of these are COMPLETE. */
  readonly dependsOn: readonly SegmentId[];
}

/** A step as the store knows it. */
export interface StepDefinition {
  readonly stepId: StepId;
  readonly manifest: StepManifest;
}

/** Works out the plan of a workflow. `steps` holds at least the steps that the workflow names. */
export function derivePlan(
  workflow: { readonly workflowId: WorkflowId; readonly manifest: WorkflowManifest },
  steps: ReadonlyMap<ObjectIdentity, StepDefinition>,
): Plan {
  const { manifest } = workflow;
  const definitions = manifest.steps.map(({ step }) => definitionOf(steps, step));
  const after = manifest.steps.map((edge) => edge.after.map((identity) => definitionOf(steps, identity).stepId));
  const { segments, placeOf } = deriveSegments(
    definitions.map((definition, index) => ({
      stepId: definition.stepId,
      stepType: definition.manifest.stepType,
      after: after[index] ?? [],
    })),
  );
  const planSteps = definitions.map((definition, index): PlanStep => {
    const place = placeOf.get(definition.stepId);
    if (!place) throw new Error(`Step ${definition.stepId} of ${manifest.name} has no segment`);
    return {
      ...describe(definition),
      after: after[index] ?? [],
      successors: definitions.filter((_, i) => after[i]?.includes(definition.stepId)).map(({ stepId }) => stepId),
      ...place,
    };
  });
  return {
    workflowId: workflow.workflowId,
    name: manifest.name,
    version: manifest.version,
    ...(manifest.patch === undefined ? {} : { patch: manifest.patch }),
    keylist: manifest.keylist,
    steps: planSteps,
    stepById: new Map(planSteps.map((step) => [step.stepId, step])),
    segments,
  };
}

/** A step's name for people: its name, or its id when the definition no longer has it. */
export function stepName(plan: Plan, stepId: StepId): string {
  return plan.stepById.get(stepId)?.name ?? `step ${stepId}`;
}

function definitionOf(steps: ReadonlyMap<ObjectIdentity, StepDefinition>, identity: ObjectIdentity): StepDefinition {
  const definition = steps.get(identity);
  if (!definition) throw new Error(`No step ${identity}`);
  return definition;
}

function describe({ stepId, manifest }: StepDefinition): Omit<PlanStep, 'after' | 'successors' | 'segmentId'> {
  return {
    stepId,
    identity: `${manifest.name}:${manifest.version}`,
    name: manifest.name,
    version: manifest.version,
    stepType: manifest.stepType,
    arrayType: manifest.arrayType,
    hasValidation: manifest.methods.includes('validation'),
    hasEnd: manifest.methods.includes('end'),
    ...(manifest.queue === undefined ? {} : { queue: manifest.queue }),
    ...(manifest.userInteraction ? { userInteraction: true } : {}),
    ...(manifest.event === undefined ? {} : { event: manifest.event }),
    ...(manifest.timeoutSeconds === undefined ? {} : { timeoutSeconds: manifest.timeoutSeconds }),
  };
}
