import type {
  Bundle,
  ErrorsManifest,
  PlainObjectManifest,
  StepManifest,
  WorkflowManifest,
} from '../../../schemas/model/release.ts';
import { errorLevels, severities, type ErrorDeclaration } from '../../../schemas/model/errors.ts';
import { stepBaseClasses } from '../../../schemas/model/steps.ts';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type { ProjectObject } from '../../language/project.ts';
import { normaliseDataType } from '../../language/types/data-type.ts';
import type { StepFacts } from '../class-rules.ts';
import { read, toJson } from '../definition.ts';
import type { ProgramFacts } from '../dry-run.ts';
import { sourceOf } from './hash.ts';

/** Defaults that the manual gives to keys of a definition. */
const defaults = { slaThresholdSeconds: 1800 } as const;

/** A workflow as the engine gets it: bound to the bundle of its program. */
export function workflowManifest(
  root: string,
  workflow: ProjectObject,
  { bundle, facts }: { readonly bundle: Bundle; readonly facts: ProgramFacts | undefined },
): WorkflowManifest {
  return {
    ...commonParts(workflow),
    remote: read.flag(workflow, 'remote', true),
    ...present('autostart', read.number(workflow, 'autostart')),
    ...present('maxInstances', read.number(workflow, 'max_instances')),
    slaThresholdSeconds: read.number(workflow, 'sla_threshold') ?? defaults.slaThresholdSeconds,
    keylist: read.texts(workflow, 'keylist'),
    options: read.textMap(workflow, 'options'),
    optionValues: read.scalarMap(workflow, 'system-options'),
    ...present('configItemValues', listOrNothing(read.jsonList(workflow, 'config-item-values'))),
    statuses: read.textMap(workflow, 'statuses'),
    groups: read.texts(workflow, 'groups'),
    ...present('staticDataType', staticDataTypeOf(workflow)),
    ...present('className', facts?.workflowClass),
    ...present('hooks', facts?.workflowHooks),
    steps: (workflow.steps ?? []).map(({ step, after }) => ({ step, after })),
    ...present('errors', read.text(workflow, 'errors')),
    bundle: bundle.hash,
    libraryObjects: libraryObjectsOf(workflow),
    source: sourceOf(root, workflow, bundle.hash),
  };
}

/** A step as the engine gets it: its type comes from the class, not from the file. */
export function stepManifest(
  root: string,
  step: ProjectObject,
  { facts, codeHash }: { readonly facts: StepFacts; readonly codeHash: string },
): StepManifest {
  return {
    ...commonParts(step),
    ...stepBaseClasses[facts.baseClass],
    baseClass: facts.baseClass,
    className: facts.className,
    methods: facts.methods,
    ...present('queue', read.text(step, 'queue')),
    ...present('event', read.text(step, 'event')),
    userInteraction: read.flag(step, 'user-interaction', false),
    ...present('timeoutSeconds', read.number(step, 'step-timeout')),
    configItems: read.jsonList(step, 'config-items'),
    ...present('userMetadata', read.json(step, 'user-metadata')),
    source: sourceOf(root, step, codeHash),
  };
}

/** An errors file; severity MAJOR, status ERROR and level AUTO where it says nothing (manual: error definitions). */
export function errorsManifest(root: string, object: ProjectObject): ErrorsManifest {
  return {
    name: object.name,
    description: object.description,
    errors: read.jsonList(object, 'errors').map(errorDeclaration),
    source: sourceOf(root, object),
  };
}

/** Any other object: stored and shown as it was written. */
export function plainManifest(root: string, object: ProjectObject): PlainObjectManifest {
  return {
    kind: object.kind,
    name: object.name,
    ...present('version', object.version),
    description: object.description,
    definition: toJson(object.data) as JsonObject,
    source: sourceOf(root, object),
  };
}

export function commonParts(
  object: ProjectObject,
): Pick<WorkflowManifest, 'name' | 'version' | 'patch' | 'description' | 'author' | 'tags'> {
  return {
    name: object.name,
    version: object.version ?? '',
    ...present('patch', read.text(object, 'patch')),
    description: object.description,
    author: read.texts(object, 'author'),
    tags: read.textMap(object, 'tags'),
  };
}

/** The manual's words for types become those of JSON Schema, by which the engine checks orders. */
function staticDataTypeOf(workflow: ProjectObject): JsonObject | undefined {
  const type = normaliseDataType(workflow.data['staticdata-type']);
  return type === undefined ? undefined : (toJson(type) as JsonObject);
}

function errorDeclaration(entry: JsonObject): ErrorDeclaration {
  const delay = entry['retry-delay'];
  return {
    error: textOf(entry['name']) ?? '',
    description: textOf(entry['desc']) ?? '',
    severity: severities.find((severity) => severity === entry['severity']) ?? 'MAJOR',
    status: entry['status'] === 'RETRY' || entry['status'] === 'CANCELED' ? entry['status'] : 'ERROR',
    business: entry['business'] === true,
    level: errorLevels.find((level) => level === entry['level']) ?? 'AUTO',
    ...present('retryDelaySeconds', typeof delay === 'number' ? delay : undefined),
  };
}

const libraryKeys = ['classes', 'functions', 'constants', 'mappers', 'vmaps', 'fsm'] as const;

export function libraryObjectsOf(object: ProjectObject): WorkflowManifest['libraryObjects'] {
  const listed = libraryKeys.map((key) => [key, read.texts(object, key)] as const);
  return Object.fromEntries(listed.filter(([, names]) => names.length > 0));
}

function listOrNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A member only where there is a value: absent and `undefined` differ under `exactOptionalPropertyTypes`. */
export function present<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: T });
}
