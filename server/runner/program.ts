import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction, constants } from 'node:vm';
import {
  stepMethods,
  workflowHooks,
  type ObjectIdentity,
  type StepMethod,
  type WorkflowHook,
} from '../../schemas/model/steps.ts';
import type { ProgramLoaded } from '../../schemas/protocol/runner.ts';
import * as sdk from '../sdk/index.ts';
import { StackMapper } from './stack-map.ts';

/** A step object and its methods; one for all orders. */
export type StepObject = Partial<Record<StepMethod, (...args: unknown[]) => unknown>>;

/** A job's object. */
export type JobObject = Partial<Record<'run', (job: unknown) => unknown>>;

/** The object of a workflow's class. */
export type WorkflowObject = Partial<Record<WorkflowHook, (...args: unknown[]) => unknown>>;

/** A loaded bundle: each class constructed once. */
export interface Program {
  readonly steps: ReadonlyMap<string, StepObject>;
  readonly job?: JobObject;
  /** Shared by all orders and execution instances, as step objects are. */
  readonly workflow?: WorkflowObject;
  readonly facts: Omit<ProgramLoaded, 'type' | 'id'>;
  readonly stack: StackMapper;
}

/** A program that cannot be used as it is; `step` names the culprit where it is known. */
export class ProgramError extends Error {
  readonly code: string;
  readonly step: ObjectIdentity | undefined;
  /** What user code threw, if that is the reason. */
  readonly thrown: { readonly value: unknown } | undefined;
  constructor(code: string, message: string, options: { step?: ObjectIdentity; thrown?: { value: unknown } } = {}) {
    super(message);
    this.name = 'ProgramError';
    this.code = code;
    this.step = options.step;
    this.thrown = options.thrown;
  }
}

/** Runs a bundle (design section 6) and constructs its classes. Throws `ProgramError`. */
export function loadProgram(bundleFile: string): Program {
  const exported = runBundle(bundleFile);
  const steps = new Map<string, StepObject>();
  const facts: Record<ObjectIdentity, { className: string; baseClass: string; methods: StepMethod[] }> = {};
  for (const [identity, stepClass] of Object.entries(exported.steps ?? {}) as [ObjectIdentity, unknown][]) {
    const baseClass = baseClassOf(stepClass, identity);
    const object = construct(stepClass as new () => StepObject, identity);
    steps.set(identity, object);
    facts[identity] = { className: (stepClass as { name: string }).name, baseClass, methods: overridden(object) };
  }
  const stack = new StackMapper(bundleFile);
  if (exported.job !== undefined) {
    const jobClass = (exported.job as { name: string }).name;
    return { steps, job: constructJob(exported.job), facts: { steps: facts, jobClass }, stack };
  }
  if (exported.workflow === undefined) return { steps, facts: { steps: facts }, stack };
  const workflow = construct(exported.workflow as new () => object, undefined) as WorkflowObject;
  const workflowClass = (exported.workflow as { name: string }).name;
  return { steps, workflow, facts: { steps: facts, workflowClass, workflowHooks: hooksOf(workflow) }, stack };
}

function constructJob(jobClass: unknown): JobObject {
  if (typeof jobClass !== 'function' || !Object.prototype.isPrototypeOf.call(sdk.Job, jobClass)) {
    throw new ProgramError('JOB-CLASS-ERROR', "The job's class does not extend ordo's class Job.");
  }
  const job = constructed(jobClass as new () => JobObject, 'JOB-CLASS-ERROR', 'the job');
  if (typeof job.run !== 'function') throw new ProgramError('JOB-CLASS-ERROR', "The job's class has no method run.");
  return job;
}

interface BundleExports {
  job?: unknown;
  workflow?: unknown;
  steps?: Record<string, unknown>;
}

function runBundle(bundleFile: string): BundleExports {
  const module = { exports: {} as BundleExports };
  try {
    const code = readFileSync(bundleFile, 'utf8');
    const run = compileFunction(
      withMapComment(code, bundleFile),
      ['exports', 'require', 'module', '__filename', '__dirname'],
      {
        // The real name, so that the inspector and js-debug find the file and its map.
        filename: bundleFile,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      },
    ) as (...args: unknown[]) => void;
    run(module.exports, requireFor(bundleFile), module, bundleFile, path.dirname(bundleFile));
  } catch (error) {
    if (error instanceof ProgramError) throw error;
    throw new ProgramError('PROGRAM-LOAD-ERROR', 'The program could not be loaded.', { thrown: { value: error } });
  }
  return module.exports;
}

function withMapComment(code: string, bundleFile: string): string {
  const hasComment = code.lastIndexOf('//# sourceMappingURL=') >= 0;
  return hasComment ? code : `${code}\n//# sourceMappingURL=${encodeURI(path.basename(bundleFile))}.map`;
}

const ordoModule = Object.freeze({ ...sdk, __esModule: true });

/** User code may require Node's own modules and `ordo`; everything else was bundled. */
function requireFor(bundleFile: string): (name: string) => unknown {
  const nodeRequire = createRequire(bundleFile);
  return (name) => {
    if (name === 'ordo') return ordoModule;
    if (name.startsWith('node:') || builtinModules.includes(name)) return nodeRequire(name) as unknown;
    throw new ProgramError(
      'PROGRAM-LOAD-ERROR',
      `Module "${name}" is not in the bundle; only node: modules and ordo are there.`,
    );
  };
}

const baseClasses: Readonly<Record<string, abstract new () => object>> = {
  NormalStep: sdk.NormalStep,
  NormalArrayStep: sdk.NormalArrayStep,
  AsyncStep: sdk.AsyncStep,
  AsyncArrayStep: sdk.AsyncArrayStep,
  EventStep: sdk.EventStep,
  EventArrayStep: sdk.EventArrayStep,
  SubworkflowStep: sdk.SubworkflowStep,
  SubworkflowArrayStep: sdk.SubworkflowArrayStep,
};

function baseClassOf(stepClass: unknown, step: ObjectIdentity): string {
  if (typeof stepClass === 'function') {
    for (const [name, base] of Object.entries(baseClasses)) {
      if (Object.prototype.isPrototypeOf.call(base, stepClass)) return name;
    }
  }
  throw new ProgramError('STEP-CLASS-ERROR', `The class of step ${step} extends none of ordo's step classes.`, {
    step,
  });
}

function construct<T extends object>(userClass: new () => T, step: ObjectIdentity | undefined): T {
  return constructed(userClass, 'STEP-CLASS-ERROR', step === undefined ? 'the workflow' : `step ${step}`, step);
}

function constructed<T extends object>(userClass: new () => T, code: string, what: string, step?: ObjectIdentity): T {
  try {
    return new userClass();
  } catch (value) {
    throw new ProgramError(code, `The class of ${what} cannot be constructed.`, {
      thrown: { value },
      ...(step === undefined ? {} : { step }),
    });
  }
}

/** Methods that the user's class or a base of it defines; those of ordo's own classes do not count. */
function overridden(object: StepObject): StepMethod[] {
  return stepMethods.filter((method) => {
    const found = object[method];
    return typeof found === 'function' && !isOurs(method, found, Object.values(baseClasses));
  });
}

function hooksOf(object: object): string[] {
  return workflowHooks.filter((hook) => {
    const found: unknown = (object as Record<string, unknown>)[hook];
    return typeof found === 'function' && !isOurs(hook, found, [sdk.Workflow]);
  });
}

function isOurs(method: string, found: unknown, classes: readonly (abstract new () => object)[]): boolean {
  return classes.some((base) => (base.prototype as Record<string, unknown>)[method] === found);
}
