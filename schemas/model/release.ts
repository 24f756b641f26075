import type { JsonObject, JsonText } from './data.ts';
import type { ErrorDeclaration } from './errors.ts';
import type { JobManifest } from './job.ts';
import type { ArrayType, ObjectIdentity, StepBaseClass, StepMethod, StepType } from './steps.ts';

/**
 * What deploy hands to the engine: never YAML, never a path to read. One release is one request and one transaction;
 * all of it takes effect or none.
 */
export interface Release {
  readonly formatVersion: 1;
  /** Folder name of the project, for people. */
  readonly project: string;
  readonly workflows: readonly WorkflowManifest[];
  readonly steps: readonly StepManifest[];
  readonly errors: readonly ErrorsManifest[];
  readonly jobs?: readonly JobManifest[];
  /** Queues, events, groups and the other objects that are stored and shown but run no code of their own. */
  readonly objects: readonly PlainObjectManifest[];
  readonly bundles: readonly Bundle[];
  /** Names of every object of the project by kind: `--prune` removes what is not in it; without it nothing is removed. */
  readonly prune?: boolean;
}

/** Where an object was written, for answers and "open in editor"; paths are relative to the project folder. */
export interface SourceReference {
  readonly file: string;
  /** Hash of the definition and of all the code that belongs to it; equal hash = unchanged object. */
  readonly hash: string;
}

export interface WorkflowManifest {
  readonly name: string;
  readonly version: string;
  readonly patch?: string;
  readonly description: string;
  readonly author: readonly string[];
  readonly remote: boolean;
  /** Absent = the seed's default 0 on first load; operations may have changed it since. */
  readonly autostart?: number;
  readonly maxInstances?: number;
  readonly slaThresholdSeconds: number;
  readonly keylist: readonly string[];
  /** Option name -> description; values in `optionValues` (recover_delay, async_delay, max-retries … included). */
  readonly options: Readonly<Record<string, string>>;
  readonly optionValues: Readonly<Record<string, string | number | boolean>>;
  /** Entries of `config-item-values`: values for configuration items of its steps. */
  readonly configItemValues?: readonly JsonObject[];
  /** Custom status character -> description. */
  readonly statuses: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** JSON-Schema-like type of static data from `staticdata-type`, checked on order creation. */
  readonly staticDataType?: JsonObject;
  readonly className?: string;
  /** Hooks that the class overrides: `oneTimeInit`, `attach`, `detach`, `errorHandler`; from the dry run. */
  readonly hooks?: readonly string[];
  /** In list order, which is also the order in which independent steps are started. */
  readonly steps: readonly StepDependency[];
  /** Name of the errors object in use, if any. */
  readonly errors?: string;
  /** Hash of the bundle with the workflow's and its steps' classes. */
  readonly bundle: string;
  readonly libraryObjects: Readonly<Record<string, readonly string[]>>;
  readonly source: SourceReference;
}

export interface StepDependency {
  readonly step: ObjectIdentity;
  /** Identities of the steps this one waits for; empty = it starts. Both written forms end here. */
  readonly after: readonly ObjectIdentity[];
}

export interface StepManifest {
  readonly name: string;
  readonly version: string;
  readonly patch?: string;
  readonly description: string;
  readonly author: readonly string[];
  readonly stepType: StepType;
  readonly arrayType: ArrayType;
  readonly baseClass: StepBaseClass;
  readonly className: string;
  /** Methods that the class (or a base of it in user code) overrides. */
  readonly methods: readonly StepMethod[];
  readonly queue?: string;
  readonly event?: string;
  readonly userInteraction: boolean;
  /** Own option `step-timeout`: seconds after which a hanging call ends with STEP-TIMEOUT. */
  readonly timeoutSeconds?: number;
  readonly configItems: readonly JsonObject[];
  readonly userMetadata?: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
  readonly source: SourceReference;
}

export interface ErrorsManifest {
  readonly name: string;
  readonly description: string;
  readonly errors: readonly ErrorDeclaration[];
  readonly source: SourceReference;
}

export interface PlainObjectManifest {
  readonly kind: string;
  readonly name: string;
  readonly version?: string;
  readonly description: string;
  readonly definition: JsonObject;
  readonly source: SourceReference;
}

/**
 * A CommonJS bundle of one program (design section 6). It exports `{ workflow?: class, steps: { "name:version": class } }`, of a
 * job `{ job: class }`,
 * and requires only `node:*` and `ordo`. The map carries `sourcesContent`.
 */
export interface Bundle {
  /** SHA-256 of code and map, hex: the bundle's identity; equal hash = nothing to send or to reload. */
  readonly hash: string;
  readonly program: ObjectIdentity;
  readonly code: string;
  readonly sourceMap: JsonText;
}
