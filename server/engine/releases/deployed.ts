import type { ErrorDeclaration } from '../../../schemas/model/errors.ts';
import type { JobManifest } from '../../../schemas/model/job.ts';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type {
  ErrorsManifest,
  PlainObjectManifest,
  StepManifest,
  WorkflowManifest,
} from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { KnownDefinitions } from '../errors/apply-declarations.ts';

/** What is deployed now, as far as a release is compared with it. Pruned objects are not in it. */
export interface Deployed {
  readonly workflows: ReadonlyMap<ObjectIdentity, WorkflowManifest>;
  readonly steps: ReadonlyMap<ObjectIdentity, StepManifest>;
  /** By name: one version of a job is there at a time. */
  readonly jobs: ReadonlyMap<string, JobManifest>;
  /** By `objectKey`; errors objects are among them. */
  readonly objects: ReadonlyMap<string, PlainObjectManifest>;
  readonly globalErrors: KnownDefinitions;
  readonly workflowErrors: ReadonlyMap<ObjectIdentity, KnownDefinitions>;
  hasBundle(hash: string): boolean;
  /** Unfinished orders that need the object; asked only when it is to be removed. */
  ordersThatNeed(kind: 'workflow' | 'step', identity: ObjectIdentity): OrdersInFlight;
}

export interface OrdersInFlight {
  readonly count: number;
  /** A few of them, for the message. */
  readonly examples: readonly number[];
}

export const errorsKind = 'errors';

export function identityOf(object: { readonly name: string; readonly version: string }): ObjectIdentity {
  return `${object.name}:${object.version}`;
}

/** The identity of a plain object: kind, name and, where the kind has them, version. */
export function objectKey(object: { readonly kind: string; readonly name: string; readonly version?: string }): string {
  return JSON.stringify([object.kind, object.name, object.version ?? '']);
}

/** An errors object in the form in which it is stored beside the others. */
export function errorsAsObject(manifest: ErrorsManifest): PlainObjectManifest {
  const { name, description, errors, source } = manifest;
  return { kind: errorsKind, name, description, definition: { errors: errors as unknown as JsonObject[] }, source };
}

export function declarationsOf(object: PlainObjectManifest): readonly ErrorDeclaration[] {
  return object.definition['errors'] as unknown as readonly ErrorDeclaration[];
}
