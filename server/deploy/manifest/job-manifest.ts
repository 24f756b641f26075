import type { JobManifest, JobSchedule } from '../../../schemas/model/job.ts';
import type { Bundle } from '../../../schemas/model/release.ts';
import type { ProjectObject } from '../../language/project.ts';
import { read } from '../definition.ts';
import type { ProgramFacts } from '../dry-run.ts';
import { sourceOf } from './hash.ts';
import { commonParts, libraryObjectsOf, present } from './manifests.ts';

/** A job as the engine gets it, with the manual's defaults: active, remote, missed runs are made up for. */
export function jobManifest(
  root: string,
  job: ProjectObject,
  { bundle, facts }: { readonly bundle: Bundle; readonly facts: ProgramFacts | undefined },
): JobManifest {
  return {
    ...commonParts(job),
    remote: read.flag(job, 'remote', true),
    active: read.flag(job, 'active', true),
    runSkipped: read.flag(job, 'run-skipped', true),
    singleInstance: read.flag(job, 'single-instance', false),
    schedule: scheduleOf(job),
    ...present('timeZone', read.text(job, 'timezone')),
    ...present('expiry', expiryOf(job)),
    className: facts?.jobClass ?? '',
    configItems: read.jsonList(job, 'config-items'),
    optionValues: read.scalarMap(job, 'system-options'),
    groups: read.texts(job, 'groups'),
    bundle: bundle.hash,
    libraryObjects: libraryObjectsOf(job),
    source: sourceOf(root, job, bundle.hash),
  };
}

function scheduleOf(job: ProjectObject): JobSchedule {
  const seconds = read.number(job, 'duration') ?? read.number(job, 'recurring');
  if (seconds !== undefined) return { type: 'recurring', seconds };
  const fields = read.scalarMap(job, 'schedule');
  const field = (name: string): string => String(fields[name] ?? '*');
  return {
    type: 'cron',
    minutes: field('minutes'),
    hours: field('hours'),
    days: field('days'),
    months: field('months'),
    dow: field('dow'),
  };
}

/** A date alone begins with its day, UTC. */
function expiryOf(job: ProjectObject): string | undefined {
  const value = job.data['expiry-date'];
  const date = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
