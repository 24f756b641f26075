import type { AuditRecord } from '../../../schemas/model/audit.ts';
import type { ConfigLevel, StoredConfigValue } from '../../../schemas/model/config-items.ts';
import type { ErrorDeclaration, ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { ReleaseId, StepId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { JsonValue, Micros } from '../../../schemas/model/data.ts';
import type { PlainObjectManifest, Release, StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { InstallAnswer } from '../../../schemas/protocol/rest.ts';

/** Deployed definitions, error definitions and releases; what operations manage survives a deploy (design section 6). */
export interface DefinitionStore {
  /** Records a release in one transaction: all or nothing. Version and error-level rules as in the manual (domain 4.4, 8.1). */
  installRelease(
    release: Release,
    options: {
      now: Micros;
      who: string;
      autoErrorUpdate: boolean;
      audit?: (answer: InstallAnswer) => readonly AuditRecord[];
    },
  ): Promise<InstallAnswer>;
  loadDefinitions(): Promise<Definitions>;
  /** Code and map of a bundle that some release brought, or undefined. */
  loadBundle(hash: string): Promise<{ readonly code: string; readonly sourceMap: string } | undefined>;

  /** Changes what operations manage; recorded as such, so that deploys leave it alone. */
  updateWorkflowSettings(
    workflowId: WorkflowId,
    settings: Partial<WorkflowSettings>,
    now: Micros,
    audit?: readonly AuditRecord[],
  ): Promise<void>;

  /** Option values set by operations, over those that were deployed; null removes one. They survive deploys. */
  setWorkflowOptions(
    workflowId: WorkflowId,
    options: Readonly<Record<string, JsonValue>>,
    now: Micros,
    audit?: readonly AuditRecord[],
  ): Promise<void>;

  /** Creates or changes a definition by API (manual: `manually_updated`); `workflowId` absent = global. */
  putErrorDefinition(
    definition: ErrorDefinition,
    options: { workflowId?: WorkflowId; now: Micros; audit?: readonly AuditRecord[] },
  ): Promise<'CREATED' | 'UPDATED' | 'UNCHANGED'>;
  deleteErrorDefinition(
    error: string,
    workflowId?: WorkflowId,
    audit?: { readonly now: Micros; readonly records: readonly AuditRecord[] },
  ): Promise<boolean>;

  /** Sets (or, without `value`, removes) the value of a configuration item by hand; deploys leave it alone from then on. */
  putConfigValue(
    owner: { readonly level: ConfigLevel; readonly ownerId: number; readonly name: string },
    value: { readonly value: JsonValue | undefined; readonly isTemplate: boolean },
    now: Micros,
  ): Promise<{ readonly existed: boolean; readonly before: JsonValue | undefined }>;
}

/** All that a running engine needs to know of what is deployed; read at start and after each change. */
export interface Definitions {
  readonly workflows: readonly DeployedWorkflow[];
  readonly steps: readonly DeployedStep[];
  readonly globalErrors: readonly StoredErrorDefinition[];
  readonly objects: readonly PlainObjectManifest[];
  readonly configValues: readonly StoredConfigValue[];
  readonly releases: readonly { readonly releaseId: ReleaseId; readonly name: string; readonly created: Micros }[];
}

export interface DeployedWorkflow {
  readonly workflowId: WorkflowId;
  readonly manifest: WorkflowManifest;
  readonly settings: WorkflowSettings;
  /** Option values that operations set; they go before deployed ones. */
  readonly optionValues: Readonly<Record<string, JsonValue>>;
  readonly errors: readonly StoredErrorDefinition[];
  readonly created: Micros;
  readonly modified: Micros;
}

/** Managed by operations: an API change survives deploys. */
export interface WorkflowSettings {
  readonly autostart: number;
  readonly manualAutostart: boolean;
  readonly enabled: boolean;
  readonly deprecated: boolean;
  readonly remote: boolean;
  readonly manualRemote: boolean;
  readonly slaThresholdSeconds: number;
  readonly manualSlaThreshold: boolean;
}

export interface DeployedStep {
  readonly stepId: StepId;
  readonly manifest: StepManifest;
}

export interface StoredErrorDefinition extends ErrorDefinition {
  readonly manuallyUpdated: boolean;
}

export type { ErrorDeclaration };
