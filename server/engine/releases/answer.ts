import type { InstallAnswer } from '../../../schemas/protocol/rest.ts';
import type { ReleasePlan } from './plan-release.ts';

type AnswerObject = InstallAnswer['objects'][number];

/** Ids of what was recorded, by kind and identity. */
export type IdOf = (kind: string, name: string, version: string | null) => number | null;

/** Words the result: one line per object of the release, then what was removed. */
export function answerOf(plan: ReleasePlan, releaseId: number | null, idOf: IdOf): InstallAnswer {
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  const installed = errors.length === 0;
  const refusedFiles = new Set(errors.map(({ file }) => file));
  const objects = plannedObjects(plan).map((object) => ({
    ...object,
    id: idOf(object.kind, object.name, object.version),
    action: installed ? object.action : refusedFiles.has(object.file) ? ('refused' as const) : ('unchanged' as const),
  }));
  return { installed, releaseid: installed ? releaseId : null, objects, problems: plan.problems };
}

/** Errors and other plain objects without a version answer null for it. */
function plannedObjects(plan: ReleasePlan): readonly Omit<AnswerObject, 'id'>[] {
  const coded = (kind: string, planned: ReleasePlan['workflows'] | ReleasePlan['steps'] | ReleasePlan['jobs']) =>
    planned.map(({ action, manifest: { name, version, source } }) => ({
      kind,
      name,
      version,
      action,
      file: source.file,
    }));
  return [
    ...coded('workflow', plan.workflows),
    ...coded('step', plan.steps),
    ...coded('job', plan.jobs),
    ...plan.objects.map(({ action, manifest: { kind, name, version, source } }) => ({
      kind,
      name,
      version: version ?? null,
      action,
      file: source.file,
    })),
    ...plan.removals.map(({ kind, name, version, file }) => ({
      kind,
      name,
      version: version ?? null,
      action: 'removed' as const,
      file,
    })),
  ];
}
