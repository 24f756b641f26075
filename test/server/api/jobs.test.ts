import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../../../schemas/model/data.ts';
import { ApiError } from '../../../server/api/client/client.ts';
import { jobRelease } from '../../support/job-release.ts';
import { startTestHost } from '../../support/test-host.ts';

test('jobs over REST: look, run, schedule, activate, expire, data, results', async (t) => {
  const host = await startTestHost(t);
  const { client } = host;
  const code = `const { Job } = require('ordo');
    exports.job = class Poll extends Job { async run(job) {
      await job.info.save({ seen: job.persistentStateData.get('seen') ?? 0 });
      if (job.options.fails) job.err('NO-LEDGER', 'it is away');
    } };`;
  const answer = await client.installRelease(jobRelease({ schedule: '30 4 * * *', code }));
  assert.deepEqual(
    answer.objects.map(({ kind, name, action }) => [kind, name, action]),
    [['job', 'poll', 'created']],
  );
  const call = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: JsonValue) =>
    client.call(method, path, body) as Promise<Record<string, JsonValue>>;

  const job = await call('GET', 'jobs/poll');
  assert.deepEqual([job['cron'], job['sched_txt'], job['db_active']], ['30 4 * * *', 'at 04:30', true]);
  assert.equal(((await call('GET', 'jobs/poll?action=nextTimes&count=3')) as unknown as JsonValue[]).length, 3);

  await call('PUT', 'jobs/poll?action=setPersistentStateData', { data: { seen: 7 } });
  assert.deepEqual(await call('GET', 'jobs/poll/persistentStateData'), { seen: 7 });
  const run = await call('PUT', 'jobs/poll/run');
  assert.equal(run['status'], 'COMPLETE');
  await call('PUT', 'jobs/poll/setOptions', { options: { fails: true } });
  assert.equal(((await call('PUT', 'jobs?action=run&ids=poll,nothing')) as unknown as JsonValue[]).length, 2);
  const results = (await call('GET', 'jobs/poll/results')) as unknown as Record<string, JsonValue>[];
  assert.deepEqual(
    results.map((result) => [result['jobstatus'], result['info'], (result['errors'] as JsonValue[]).length]),
    [
      ['ERROR', { seen: 7 }, 1],
      ['COMPLETE', { seen: 7 }, 0],
    ],
  );
  const failed = (await call('GET', 'jobresults?statuses=ERROR')) as unknown as Record<string, JsonValue>[];
  assert.equal(failed.length, 1);
  const one = await call('GET', `jobresults/${Number(failed[0]?.['job_instanceid'])}`);
  assert.equal((one['errors'] as Record<string, JsonValue>[])[0]?.['error'], 'NO-LEDGER');
  const [overview] = (await call('GET', 'jobresults/overview')) as unknown as Record<string, JsonValue>[];
  assert.deepEqual(overview?.['counts'], { COMPLETE: 1, ERROR: 1 });

  assert.equal((await call('PUT', 'jobs/poll/schedule', { duration: 90 }))['duration'], 90);
  assert.equal((await call('PUT', 'jobs/poll/setActive', { active: false }))['db_active'], false);
  assert.equal(
    (await call('PUT', 'jobs/poll/setExpiry', { date: '2031-01-01T00:00:00Z' }))['expiry_date'],
    '2031-01-01T00:00:00.000Z',
  );
  assert.equal((await call('PUT', 'jobs/poll/setRemote', { remote: false }))['remote'], false);
  await call('PUT', 'jobs/poll/disable');
  assert.equal((await call('GET', 'jobs/poll'))['enabled'], false);
  const refusals = [
    ['PUT', 'jobs/poll/schedule', {}, 409, 'JOB-SCHEDULE-ERROR'],
    ['PUT', 'jobs/poll/schedule', { schedule: '61 * * * *' }, 409, 'CRON-ERROR'],
    ['PUT', 'jobs/poll/reset', {}, 409, 'API-CALL-ERROR'],
    ['PUT', 'jobs/poll/setOptions', { options: { list: [1] } }, 409, 'JOB-OPTION-ERROR'],
    ['GET', 'jobs/nothing', undefined, 404, 'INVALID-JOB'],
    ['GET', 'jobresults/999', undefined, 404, 'INVALID-JOB-RESULT'],
  ] as const;
  for (const [method, path, body, status, err] of refusals) {
    await assert.rejects(call(method, path, body), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.status, error.err], [status, err], path);
      return true;
    });
  }
  await call('DELETE', 'jobs/poll');
  await assert.rejects(call('GET', 'jobs/poll'), { err: 'INVALID-JOB' });
});
