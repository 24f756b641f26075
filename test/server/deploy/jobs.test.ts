import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRelease } from '../../../server/deploy/pipeline.ts';
import { projectOf, smallProject, type Files } from './temp-project.ts';

const yaml = `type: job
name: nightly
version: '1.0'
desc: Compares.
class-name: Nightly
schedule: { minutes: '30', hours: '4', days: '*', months: '*', dow: mon-fri }
timezone: Europe/Berlin
run-skipped: false
single-instance: true
expiry-date: 2030-01-01T00:00:00Z
groups: []
system-options: { limit: 5 }
tags: { team: books }
`;
const code = `import { Job, type JobRun } from 'ordo';
export class Nightly extends Job {
  async run(job: JobRun): Promise<void> {
    const seen: number = job.persistentStateData.get('seen') ?? 0;
    await job.persistentStateData.update({ seen: seen + 1 });
    if (seen > 3) job.err('TOO-MANY', { seen }, { business: true });
  }
}
`;

const files = (changes: Files): Files => ({
  ...smallProject,
  'nightly.job.yaml': yaml,
  'nightly.job.ts': code,
  ...changes,
});

test('a release holds jobs with all their attributes, and a bundle of each', async (t) => {
  const { release, problems } = await buildRelease(await projectOf(t, files({})), {});
  assert.deepEqual(problems, []);
  const [job, ...others] = release?.jobs ?? [];
  assert.deepEqual(others, []);
  assert.ok(job && release?.bundles.some(({ hash, program }) => hash === job.bundle && program === 'job nightly:1.0'));
  assert.deepEqual(
    { ...job, bundle: '', source: job.source.file },
    {
      name: 'nightly',
      version: '1.0',
      description: 'Compares.',
      author: [],
      tags: { team: 'books' },
      remote: true,
      active: true,
      runSkipped: false,
      singleInstance: true,
      schedule: { type: 'cron', minutes: '30', hours: '4', days: '*', months: '*', dow: 'mon-fri' },
      timeZone: 'Europe/Berlin',
      expiry: '2030-01-01T00:00:00.000Z',
      className: 'Nightly',
      configItems: [],
      optionValues: { limit: 5 },
      groups: [],
      bundle: '',
      libraryObjects: {},
      source: 'nightly.job.yaml',
    },
  );
});

test('missed runs are made up for unless the file says otherwise', async (t) => {
  const changed = {
    'nightly.job.yaml': yaml.replace('run-skipped: false\n', '').replace(/schedule: .*/, 'recurring: 60'),
  };
  const { release } = await buildRelease(await projectOf(t, files(changed)), {});
  const [job] = release?.jobs ?? [];
  assert.deepEqual([job?.runSkipped, job?.schedule], [true, { type: 'recurring', seconds: 60 }]);
});

test('a class that is no job, or cannot be constructed, is a problem of the job', async (t) => {
  const noJob = code.replace('extends Job', '').replace('JobRun', 'any').replace(', type any', '');
  const broken = code.replace('async run', 'constructor() { super(); throw new Error("no disk"); }\n  async run');
  for (const [text, expected] of [
    [noJob.replace('import { Job', 'import { NormalStep'), /job "nightly/],
    [broken, /could not be loaded: .*no disk/],
  ] as const) {
    const { release, problems } = await buildRelease(await projectOf(t, files({ 'nightly.job.ts': text })), {});
    assert.equal(release, undefined);
    assert.ok(
      problems.some(({ severity, message }) => severity === 'error' && expected.test(message)),
      JSON.stringify(problems.map(({ message }) => message)),
    );
  }
});
