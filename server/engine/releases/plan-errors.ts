import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { PlainObjectManifest, Release } from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import { applyDeclaration, type KnownDefinition } from '../errors/apply-declarations.ts';
import { declarationsOf, errorsAsObject, errorsKind, identityOf, objectKey, type Deployed } from './deployed.ts';

export interface ErrorPlan {
  readonly globalErrors: readonly ErrorDefinition[];
  readonly workflowErrors: readonly { readonly workflow: ObjectIdentity; readonly definition: ErrorDefinition }[];
}

/**
 * Applies the errors objects of the release, and those of its workflows, by the level rules. Order counts and is the release's:
 * the first AUTO declaration of a name makes the global definition, a different one after it is the workflow's own.
 */
export function planErrorDefinitions(
  release: Release,
  deployed: Deployed,
  options: { readonly autoErrorUpdate: boolean },
): ErrorPlan {
  const plan = new ErrorPlanner(deployed, options.autoErrorUpdate);
  const inRelease = new Map(release.errors.map((errors) => [errors.name, errorsAsObject(errors)]));
  for (const errors of inRelease.values()) {
    const users = workflowsThatUse(errors.name, release, deployed);
    if (users.length === 0) plan.apply(errors, undefined);
    for (const workflow of users) plan.apply(errors, workflow);
  }
  for (const workflow of release.workflows) {
    if (workflow.errors === undefined || inRelease.has(workflow.errors)) continue;
    const errors = deployed.objects.get(objectKey({ kind: errorsKind, name: workflow.errors }));
    if (errors !== undefined) plan.apply(errors, identityOf(workflow));
  }
  return plan.result();
}

/** Workflows of the release first, then those deployed before that the release leaves alone. */
function workflowsThatUse(name: string, release: Release, deployed: Deployed): readonly ObjectIdentity[] {
  const inRelease = release.workflows.map(identityOf);
  const others = [...deployed.workflows].filter(([identity]) => !inRelease.includes(identity));
  const all = [...release.workflows.map((workflow) => [identityOf(workflow), workflow] as const), ...others];
  return all.filter(([, workflow]) => workflow.errors === name).map(([identity]) => identity);
}

/** Collects changes; each declaration sees what those before it decided. */
class ErrorPlanner {
  readonly #deployed: Deployed;
  readonly #autoUpdate: boolean;
  readonly #global: Map<string, KnownDefinition>;
  readonly #byWorkflow = new Map<ObjectIdentity, Map<string, KnownDefinition>>();
  readonly #globalChanges = new Map<string, ErrorDefinition>();
  readonly #workflowChanges = new Map<string, { workflow: ObjectIdentity; definition: ErrorDefinition }>();

  constructor(deployed: Deployed, autoUpdate: boolean) {
    this.#deployed = deployed;
    this.#autoUpdate = autoUpdate;
    this.#global = new Map(deployed.globalErrors);
  }

  apply(errors: PlainObjectManifest, workflow: ObjectIdentity | undefined): void {
    const own = workflow === undefined ? undefined : this.#definitionsOf(workflow);
    for (const declaration of declarationsOf(errors)) {
      const known = { global: this.#global, workflow: own };
      const changes = applyDeclaration(declaration, known, { autoUpdate: this.#autoUpdate });
      for (const { place, definition } of changes) {
        if (place === 'global') this.#writeGlobal(definition);
        else if (workflow !== undefined) this.#writeOwn(workflow, definition);
      }
    }
  }

  #writeGlobal(definition: ErrorDefinition): void {
    this.#global.set(definition.error, { ...definition, manuallyUpdated: false });
    this.#globalChanges.set(definition.error, definition);
  }

  #writeOwn(workflow: ObjectIdentity, definition: ErrorDefinition): void {
    this.#definitionsOf(workflow).set(definition.error, { ...definition, manuallyUpdated: false });
    this.#workflowChanges.set(JSON.stringify([workflow, definition.error]), { workflow, definition });
  }

  result(): ErrorPlan {
    return { globalErrors: [...this.#globalChanges.values()], workflowErrors: [...this.#workflowChanges.values()] };
  }

  #definitionsOf(workflow: ObjectIdentity): Map<string, KnownDefinition> {
    const known = this.#byWorkflow.get(workflow) ?? new Map(this.#deployed.workflowErrors.get(workflow));
    this.#byWorkflow.set(workflow, known);
    return known;
  }
}
