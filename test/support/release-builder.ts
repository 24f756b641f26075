import type { ErrorDeclaration } from '../../schemas/model/errors.ts';
import type { JsonText } from '../../schemas/model/data.ts';
import type { Release, StepManifest, WorkflowManifest } from '../../schemas/model/release.ts';
import {
  type ObjectIdentity,
  stepBaseClasses,
  type StepBaseClass,
  type StepMethod,
  stepMethods,
} from '../../schemas/model/steps.ts';

/**
 * Steps by name with what they wait for: `'pay <- check, reserve'`; `!` after the name = it has a validation; a base class
 * in brackets: `'ask [AsyncStep] <- pay'`. Asynchronous steps wait in the queue `answers`, event steps for events of type `arrivals`.
 */
export interface WorkflowSketch {
  readonly name?: string;
  readonly version?: string;
  readonly steps: readonly string[];
  readonly errors?: readonly (Partial<ErrorDeclaration> & { readonly error: string })[];
  readonly workflow?: Partial<WorkflowManifest>;
  readonly step?: Partial<StepManifest>;
  readonly bundle?: string;
  /** CommonJS code of the program, for real runners. */
  readonly code?: string;
}

/** A release of one workflow, as deploy would send it. */
export function sketchRelease(sketch: WorkflowSketch): Release {
  const name = sketch.name ?? 'orders';
  const version = sketch.version ?? '1.0';
  const bundle = sketch.bundle ?? `bundle-of-${name}-${version}`;
  const steps = sketch.steps.map(parseStep);
  return {
    formatVersion: 1,
    project: 'test',
    workflows: [workflowOf(sketch, { name, version, bundle }, steps)],
    steps: steps.map((step) => stepOf(sketch, step, version)),
    errors: sketch.errors ? [errorsOf(name, sketch.errors)] : [],
    objects: [],
    bundles: [
      {
        hash: bundle,
        program: `${name}:${version}`,
        code: sketch.code ?? 'exports.steps = {};',
        sourceMap: '{}' as JsonText,
      },
    ],
  };
}

interface ParsedStep {
  readonly name: string;
  readonly after: readonly string[];
  readonly hasValidation: boolean;
  readonly baseClass: StepBaseClass;
}

function parseStep(text: string): ParsedStep {
  const match = /^([\w-]+)(!?)(?: \[(\w+)\])?(?: <- (.*))?$/.exec(text);
  if (!match) throw new Error(`Not a step: ${text}`);
  const [, name = '', mark, baseClass = 'NormalStep', after = ''] = match;
  return {
    name,
    after: after === '' ? [] : after.split(/, */),
    hasValidation: mark === '!',
    baseClass: baseClass as StepBaseClass,
  };
}

function workflowOf(
  sketch: WorkflowSketch,
  { name, version, bundle }: { name: string; version: string; bundle: string },
  steps: readonly ParsedStep[],
): WorkflowManifest {
  const identity = (step: string): ObjectIdentity => `${step}:${version}`;
  return {
    name,
    version,
    description: `Workflow ${name}`,
    author: [],
    remote: true,
    slaThresholdSeconds: 1800,
    keylist: [],
    options: {},
    optionValues: {},
    statuses: {},
    groups: [],
    tags: {},
    steps: steps.map((step) => ({ step: identity(step.name), after: step.after.map(identity) })),
    ...(sketch.errors ? { errors: name } : {}),
    bundle,
    libraryObjects: {},
    source: { file: `${name}.workflow.yaml`, hash: JSON.stringify(sketch) },
    ...sketch.workflow,
  };
}

function stepOf(sketch: WorkflowSketch, step: ParsedStep, version: string): StepManifest {
  return {
    name: step.name,
    version,
    description: `Step ${step.name}`,
    author: [],
    ...stepBaseClasses[step.baseClass],
    baseClass: step.baseClass,
    className: step.name,
    methods: methodsOf(step),
    ...(stepBaseClasses[step.baseClass].stepType === 'ASYNC' ? { queue: 'answers' } : {}),
    ...(stepBaseClasses[step.baseClass].stepType === 'EVENT' ? { event: 'arrivals' } : {}),
    userInteraction: false,
    configItems: [],
    tags: {},
    source: { file: `${step.name}.step.yaml`, hash: JSON.stringify([step, sketch.step]) },
    ...sketch.step,
  };
}

/** An array step has `array`, an asynchronous one `end`. */
function methodsOf({ hasValidation, baseClass }: ParsedStep): readonly StepMethod[] {
  const { stepType, arrayType } = stepBaseClasses[baseClass];
  return stepMethods.filter((method) => {
    if (method === 'validation') return hasValidation;
    if (method === 'array') return arrayType === 'SERIES';
    return method === 'primary' || stepType === 'ASYNC';
  });
}

function errorsOf(name: string, errors: NonNullable<WorkflowSketch['errors']>): Release['errors'][number] {
  const defaults = { description: '', severity: 'MAJOR', status: 'RETRY', business: false, level: 'AUTO' } as const;
  return {
    name,
    description: '',
    errors: errors.map((error) => ({ ...defaults, ...error })),
    source: { file: `${name}.errors.yaml`, hash: JSON.stringify(errors) },
  };
}
