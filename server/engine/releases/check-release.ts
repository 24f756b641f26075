import type { JobManifest } from '../../../schemas/model/job.ts';
import type { Release, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { checkConfigValues } from './check-config-values.ts';
import { problemOfSchedule, problemOfZone } from '../../base/cron/check-schedule.ts';
import { errorsKind, identityOf, objectKey, type Deployed } from './deployed.ts';
import { releaseProblems } from './release-problems.ts';

const knownFormat = 1;

/** What makes a release impossible to install, wherever it comes from. */
export function checkRelease(release: Release, deployed: Deployed): readonly Problem[] {
  const found: number = release.formatVersion;
  if (found !== knownFormat) return [releaseProblems.problem('ORDO-RELEASE-004', { found, known: knownFormat })];
  return [
    ...checkTwice(release),
    ...release.workflows.flatMap((workflow) => checkWorkflow(workflow, release, deployed)),
    ...(release.jobs ?? []).flatMap((job) => checkJob(job, release, deployed)),
    ...checkConfigValues(release, deployed),
  ];
}

function checkTwice(release: Release): readonly Problem[] {
  const named = [
    ...release.workflows.map((object) => ({ kind: 'Workflow', name: identityOf(object), file: object.source.file })),
    ...release.steps.map((object) => ({ kind: 'Step', name: identityOf(object), file: object.source.file })),
    // One version of a job is there at a time (manual: job attributes).
    ...(release.jobs ?? []).map(({ name, source }) => ({ kind: 'Job', name, file: source.file })),
    ...release.errors.map(({ name, source }) => ({ kind: 'Errors', name, file: source.file })),
    ...release.objects.map(({ kind, name, version, source }) => ({
      kind,
      name: version === undefined ? name : `${name}:${version}`,
      file: source.file,
    })),
  ];
  const seen = new Set<string>();
  return named.flatMap(({ kind, name, file }) => {
    const key = JSON.stringify([kind, name]);
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice ? [releaseProblems.problem('ORDO-RELEASE-003', { kind, name }, { file })] : [];
  });
}

function checkWorkflow(manifest: WorkflowManifest, release: Release, deployed: Deployed): readonly Problem[] {
  const workflow = identityOf(manifest);
  const place = { file: manifest.source.file };
  const steps = new Set(release.steps.map(identityOf));
  const problems = manifest.steps
    .filter(({ step }) => !steps.has(step) && !deployed.steps.has(step))
    .map(({ step }) => releaseProblems.problem('ORDO-RELEASE-001', { workflow, step }, place));
  const { bundle, errors } = manifest;
  if (!release.bundles.some(({ hash }) => hash === bundle) && !deployed.hasBundle(bundle)) {
    problems.push(releaseProblems.problem('ORDO-RELEASE-002', { workflow, hash: bundle.slice(0, 12) }, place));
  }
  if (errors !== undefined && !hasErrors(errors, release, deployed)) {
    problems.push(releaseProblems.problem('ORDO-RELEASE-006', { workflow, errors }, place));
  }
  return [...problems, ...checkDependencies(manifest)];
}

function checkJob(job: JobManifest, release: Release, deployed: Deployed): readonly Problem[] {
  const place = { file: job.source.file };
  const problems: Problem[] = [];
  if (!release.bundles.some(({ hash }) => hash === job.bundle) && !deployed.hasBundle(job.bundle)) {
    problems.push(releaseProblems.problem('ORDO-RELEASE-012', { job: job.name, hash: job.bundle.slice(0, 12) }, place));
  }
  const reason = problemOfSchedule(job.schedule) ?? problemOfZone(job.timeZone);
  if (reason !== undefined) {
    problems.push(releaseProblems.problem('ORDO-RELEASE-013', { job: job.name, reason }, place));
  }
  return problems;
}

function hasErrors(name: string, release: Release, deployed: Deployed): boolean {
  return (
    release.errors.some((errors) => errors.name === name) || deployed.objects.has(objectKey({ kind: errorsKind, name }))
  );
}

function checkDependencies(manifest: WorkflowManifest): readonly Problem[] {
  const workflow = identityOf(manifest);
  const place = { file: manifest.source.file };
  const known = new Set(manifest.steps.map(({ step }) => step));
  const unknown = manifest.steps.flatMap(({ step, after }) =>
    after
      .filter((other) => !known.has(other))
      .map((other) => releaseProblems.problem('ORDO-RELEASE-007', { workflow, step, after: other }, place)),
  );
  const twice = manifest.steps.filter(
    ({ step }, index) => manifest.steps.findIndex((other) => other.step === step) < index,
  );
  const repeated = twice.map(({ step: name }) =>
    releaseProblems.problem('ORDO-RELEASE-003', { kind: 'Step', name }, place),
  );
  const circle = stepsInCircles(manifest);
  if (unknown.length > 0 || circle.length === 0) return [...unknown, ...repeated];
  return [...repeated, releaseProblems.problem('ORDO-RELEASE-008', { workflow, steps: circle.join(', ') }, place)];
}

/** What is left when every step that waits for nothing more is taken away, again and again. */
function stepsInCircles({ steps }: WorkflowManifest): readonly ObjectIdentity[] {
  const waiting = new Map(steps.map(({ step, after }) => [step, new Set(after)]));
  for (let free = findFree(waiting); free.length > 0; free = findFree(waiting)) {
    for (const step of free) waiting.delete(step);
    for (const after of waiting.values()) for (const step of free) after.delete(step);
  }
  return [...waiting.keys()];
}

function findFree(waiting: ReadonlyMap<ObjectIdentity, ReadonlySet<ObjectIdentity>>): readonly ObjectIdentity[] {
  return [...waiting].filter(([, after]) => after.size === 0).map(([step]) => step);
}
