import { isDeepStrictEqual } from 'node:util';
import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type {
  Bundle,
  PlainObjectManifest,
  Release,
  SourceReference,
  StepManifest,
  WorkflowManifest,
} from '../../../schemas/model/release.ts';
import type { JobManifest } from '../../../schemas/model/job.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { checkRelease } from './check-release.ts';
import { errorsAsObject, identityOf, objectKey, type Deployed } from './deployed.ts';
import { planErrorDefinitions } from './plan-errors.ts';
import { planRemovals, type Removal } from './plan-removals.ts';

export type PlannedAction = 'created' | 'updated' | 'unchanged';
export interface Planned<Manifest> {
  readonly action: PlannedAction;
  readonly manifest: Manifest;
}

/** Everything a release does, decided before any of it is recorded. */
export interface ReleasePlan {
  readonly workflows: readonly Planned<WorkflowManifest>[];
  readonly steps: readonly Planned<StepManifest>[];
  readonly jobs: readonly Planned<JobManifest>[];
  /** Plain objects and errors objects. */
  readonly objects: readonly Planned<PlainObjectManifest>[];
  readonly removals: readonly Removal[];
  readonly newBundles: readonly Bundle[];
  readonly globalErrors: readonly ErrorDefinition[];
  readonly workflowErrors: readonly { readonly workflow: ObjectIdentity; readonly definition: ErrorDefinition }[];
  /** Any error among them = nothing is recorded. */
  readonly problems: readonly Problem[];
}

/** Compares a release with what is deployed. Pure: same release and state, same plan. */
export function planRelease(
  release: Release,
  deployed: Deployed,
  options: { readonly autoErrorUpdate: boolean },
): ReleasePlan {
  const objects = [...release.errors.map(errorsAsObject), ...release.objects];
  const removals = release.prune === true ? planRemovals(release, deployed) : { removals: [], problems: [] };
  return {
    workflows: release.workflows.map((manifest) => compare(manifest, deployed.workflows.get(identityOf(manifest)))),
    steps: release.steps.map((manifest) => compare(manifest, deployed.steps.get(identityOf(manifest)))),
    jobs: (release.jobs ?? []).map((manifest) => compare(manifest, deployed.jobs.get(manifest.name))),
    objects: objects.map((manifest) => compare(manifest, deployed.objects.get(objectKey(manifest)))),
    newBundles: release.bundles.filter((bundle) => !deployed.hasBundle(bundle.hash)),
    ...planErrorDefinitions(release, deployed, options),
    removals: removals.removals,
    problems: [...checkRelease(release, deployed), ...removals.problems],
  };
}

/** True when recording the plan would leave everything as it is. */
export function changesNothing(plan: ReleasePlan): boolean {
  const isUnchanged = ({ action }: { action: PlannedAction }): boolean => action === 'unchanged';
  return (
    plan.workflows.every(isUnchanged) &&
    plan.steps.every(isUnchanged) &&
    plan.jobs.every(isUnchanged) &&
    plan.objects.every(isUnchanged) &&
    plan.removals.length + plan.newBundles.length + plan.globalErrors.length + plan.workflowErrors.length === 0
  );
}

/** By hash first, which covers the code; the manifest as well, because it may come from a newer compiler of ours. */
function compare<Manifest extends { readonly source: SourceReference }>(
  manifest: Manifest,
  known: Manifest | undefined,
): Planned<Manifest> {
  if (known === undefined) return { action: 'created', manifest };
  const isSame = known.source.hash === manifest.source.hash && isDeepStrictEqual(known, manifest);
  return { action: isSame ? 'unchanged' : 'updated', manifest };
}
