import type { Release } from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { errorsAsObject, identityOf, objectKey, type Deployed } from './deployed.ts';
import { releaseProblems } from './release-problems.ts';

export interface Removal {
  readonly kind: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly file: string;
}

/** What `prune` removes: all that is deployed and not in the release. What an unfinished order needs is a problem instead. */
export function planRemovals(
  release: Release,
  deployed: Deployed,
): { readonly removals: readonly Removal[]; readonly problems: readonly Problem[] } {
  const keptObjects = new Set([...release.errors.map(errorsAsObject), ...release.objects].map(objectKey));
  const coded = [
    ...codedRemovals('workflow', deployed.workflows, new Set(release.workflows.map(identityOf))),
    ...codedRemovals('step', deployed.steps, new Set(release.steps.map(identityOf))),
  ];
  const plain = [...deployed.objects.values()]
    .filter((object) => !keptObjects.has(objectKey(object)))
    .map(({ kind, name, version, source }) => ({ kind, name, version, file: source.file }));
  const keptJobs = new Set((release.jobs ?? []).map(({ name }) => name));
  const jobs = [...deployed.jobs.values()]
    .filter(({ name }) => !keptJobs.has(name))
    .map(({ name, version, source }) => ({ kind: 'job', name, version, file: source.file }));
  const problems = coded.flatMap((removal) => neededBy(removal, deployed));
  return { removals: [...coded, ...jobs, ...plain], problems };
}

type CodedRemoval = Removal & { readonly kind: 'workflow' | 'step'; readonly version: string };

function codedRemovals(
  kind: 'workflow' | 'step',
  deployed: ReadonlyMap<ObjectIdentity, { name: string; version: string; source: { file: string } }>,
  kept: ReadonlySet<ObjectIdentity>,
): readonly CodedRemoval[] {
  return [...deployed]
    .filter(([identity]) => !kept.has(identity))
    .map(([, { name, version, source }]) => ({ kind, name, version, file: source.file }));
}

function neededBy(removal: CodedRemoval, deployed: Deployed): readonly Problem[] {
  const identity = identityOf(removal);
  const { count, examples } = deployed.ordersThatNeed(removal.kind, identity);
  if (count === 0) return [];
  const orders = examples.join(', ') + (count > examples.length ? ', …' : '');
  const values = { kind: removal.kind === 'step' ? 'Step' : 'Workflow', name: identity, count, orders };
  return [releaseProblems.problem('ORDO-RELEASE-005', values, { file: removal.file })];
}
