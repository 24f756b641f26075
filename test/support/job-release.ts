import { createHash } from 'node:crypto';
import type { JsonText } from '../../schemas/model/data.ts';
import { jobProgram, type JobManifest, type JobSchedule } from '../../schemas/model/job.ts';
import type { Release } from '../../schemas/model/release.ts';

/** A job by its schedule: five fields in one text, or seconds. */
export interface JobSketch extends Partial<Omit<JobManifest, 'schedule'>> {
  readonly schedule?: string | number;
  /** CommonJS code of the program, for real runners. */
  readonly code?: string;
}

/** A release of jobs, as deploy would send it. */
export function jobRelease(...sketches: readonly JobSketch[]): Release {
  const jobs = sketches.map(jobOf);
  return {
    formatVersion: 1,
    project: 'test',
    workflows: [],
    steps: [],
    errors: [],
    objects: [],
    jobs,
    bundles: jobs.map((job, index) => ({
      hash: job.bundle,
      program: jobProgram(job),
      code: sketches[index]?.code ?? 'exports.job = class {};',
      sourceMap: '{}' as JsonText,
    })),
  };
}

function jobOf({ schedule = '*/10 * * * *', code, ...sketch }: JobSketch): JobManifest {
  const name = sketch.name ?? 'poll';
  return {
    name,
    version: '1.0',
    description: `Job ${name}`,
    author: [],
    remote: true,
    active: true,
    runSkipped: true,
    singleInstance: false,
    schedule: scheduleOf(schedule),
    timeZone: 'UTC',
    className: 'Poll',
    configItems: [],
    optionValues: {},
    groups: [],
    tags: {},
    bundle: code === undefined ? `bundle-of-${name}` : createHash('sha256').update(code).update('{}').digest('hex'),
    libraryObjects: {},
    source: { file: `${name}.job.yaml`, hash: JSON.stringify([schedule, sketch, code]) },
    ...sketch,
  };
}

function scheduleOf(schedule: string | number): JobSchedule {
  if (typeof schedule === 'number') return { type: 'recurring', seconds: schedule };
  const [minutes = '*', hours = '*', days = '*', months = '*', dow = '*'] = schedule.split(' ');
  return { type: 'cron', minutes, hours, days, months, dow };
}
