import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../../server/engine/create-engine.ts';
import { loggerFrom } from '../../server/base/logger.ts';
import { tester } from '../support/engine-harness.ts';
import { JobHarness } from '../support/job-harness.ts';
import { EndsAs, Latch, StepError } from '../support/scripted-runner.ts';
import path from 'node:path';

const data = (value: unknown) => JSON.stringify(value) as never;

test('state data stays after an error and is gone when a run completes; persistent data stays', async () => {
  const seen: unknown[] = [];
  let isFailing = true;
  const jobs = await JobHarness.start(
    {},
    {
      job: async ({ job }, peer) => {
        seen.push([job.stateData, job.persistentStateData]);
        await peer.api({ name: 'saveJobData', kind: 'state', data: data({ page: 3 }) });
        await peer.api({ name: 'saveJobData', kind: 'persistent', data: data({ total: 7 }) });
        await peer.api({ name: 'saveJobData', kind: 'info', data: data({ rows: 2 }) });
        if (isFailing) throw new StepError('NO-LEDGER');
      },
    },
  );
  await jobs.pass(600);
  isFailing = false;
  await jobs.pass(1_200, 600);
  assert.deepEqual(seen, [
    [undefined, undefined],
    ['{"page":3}', '{"total":7}'],
    [undefined, '{"total":7}'],
  ]);
  const [failed, done] = await jobs.results();
  assert.deepEqual(
    [failed?.jobstatus, failed?.errors.map(({ error, severity }) => [error, severity]), failed?.info],
    ['ERROR', [['NO-LEDGER', 'MAJOR']], { rows: 2 }],
  );
  assert.deepEqual([done?.jobstatus, done?.errors], ['COMPLETE', []]);
  assert.equal(await jobs.engine.engine.jobs.data('poll', 'state'), null);
  assert.deepEqual(await jobs.engine.engine.jobs.data('poll', 'persistent'), { total: 7 });
  await jobs.close();
});

test('raised errors: only MAJOR and FATAL make the run ERROR', async () => {
  let severity: 'MINOR' | 'FATAL' = 'MINOR';
  const jobs = await JobHarness.start(
    {},
    {
      job: (_, peer) => {
        peer.raised({ error: 'ODD', info: 'a row', severity, business: true });
        peer.raised({ error: 'SLOW', info: '', severity: 'WARNING' });
      },
    },
  );
  await jobs.pass(600);
  severity = 'FATAL';
  await jobs.pass(600);
  const results = await jobs.results();
  assert.deepEqual(
    results.map(({ jobstatus }) => jobstatus),
    ['COMPLETE', 'ERROR'],
  );
  assert.deepEqual(
    results[0]?.errors.map(({ error, business_error }) => [error, business_error]),
    [
      ['ODD', true],
      ['SLOW', false],
    ],
  );
  await jobs.close();
});

test('an alert stands from a run that failed to the next that is COMPLETE, also over a restart', async () => {
  let isFailing = true;
  const job = () => {
    if (isFailing) throw new StepError('NO-LEDGER');
  };
  const first = await JobHarness.start({}, { job });
  await first.pass(600);
  assert.deepEqual(first.told, [
    'JOB_CREATED',
    'JOB_START',
    'JOB_INSTANCE_START',
    'JOB_ERROR',
    'JOB_INSTANCE_STOP',
    'ALERT_ONGOING_RAISED',
  ]);
  const folder = await first.engine.crash();
  const second = await JobHarness.start({}, { job, folder, clock: first.clock });
  assert.equal((await second.get()).alerts.length, 1);
  isFailing = false;
  await second.pass(600);
  assert.equal((await second.get()).alerts.length, 0);
  assert.equal(second.told.at(-1), 'ALERT_ONGOING_CLEARED');
  await second.close();
});

test('a run that is lost with its process is CRASH; the next one runs', async () => {
  let runs = 0;
  const jobs = await JobHarness.start(
    {},
    {
      job: () => {
        if (runs++ === 0) throw new EndsAs({ kind: 'lost', reason: 'exited', detail: 'it exited with code 3' });
      },
    },
  );
  await jobs.pass(1_200, 600);
  const results = await jobs.results();
  assert.deepEqual(
    results.map(({ jobstatus, errors }) => [jobstatus, errors.map(({ error }) => error)]),
    [
      ['CRASH', ['JOB-CRASH']],
      ['COMPLETE', []],
    ],
  );
  await jobs.close();
});

test('a run that a crash of the engine cut short is CRASH, keeps its state data, and is made up for by the schedule', async () => {
  const latch = new Latch();
  const first = await JobHarness.start(
    { singleInstance: true },
    {
      job: async (_, peer) => {
        await peer.api({ name: 'saveJobData', kind: 'state', data: data({ page: 3 }) });
        await latch.wait();
      },
    },
  );
  await first.pass(600);
  assert.notEqual((await first.get()).sessionid + (await first.get()).last_executed_job_instanceid!, 0);
  const folder = await first.engine.crash();
  const seen: unknown[] = [];
  const second = await JobHarness.start(
    { singleInstance: true },
    { folder, clock: first.clock, job: ({ job }) => void seen.push(job.stateData) },
  );
  assert.equal((await second.results())[0]?.jobstatus, 'CRASH');
  assert.equal((await second.get()).sessionid, 0);
  await second.pass(600);
  assert.deepEqual(seen, ['{"page":3}']);
  latch.open();
  await second.close();
});

test('a trigger of its own: once, before the next of the schedule; past and later ones are refused', async () => {
  const answers: unknown[] = [];
  const jobs = await JobHarness.start(
    { schedule: '0 * * * *' },
    {
      job: async ({ job }, peer) => {
        if (job.jobInstanceId > 1) return;
        for (const at of ['2026-01-01T00:30:00Z', '2026-01-01T03:00:00Z', '2026-01-01T01:25:00Z']) {
          answers.push(await peer.api({ name: 'setJobTrigger', at }));
        }
      },
    },
  );
  await jobs.pass(3 * 3_600, 300);
  assert.deepEqual(answers, ['false', 'false', 'true']);
  assert.deepEqual(await jobs.starts(), ['01-01T01:00:00', '01-01T01:25:00', '01-01T02:00:00', '01-01T03:00:00']);
  await jobs.close();
});

test('what operations changed survives a deploy: schedule, active, expiry, remote, options', async () => {
  const jobs = await JobHarness.start({});
  const operations = jobs.engine.engine.jobs;
  await operations.setSchedule('poll', { cron: '0 3 * * mon-fri' }, tester);
  await operations.setActive('poll', false, tester);
  await operations.setExpiry('poll', Date.UTC(2030, 0, 1) * 1000, tester);
  await operations.setRemote('poll', false, tester);
  await operations.setOptions('poll', { limit: 3 }, tester);
  await jobs.deploy({ schedule: 30, active: true, version: '1.1', optionValues: { other: 1 } });
  const hash = await jobs.get();
  assert.deepEqual(
    [hash.version, hash.cron, hash.recurring, hash.db_active, hash.expiry_date, hash.remote, hash.manually_updated],
    ['1.1', '0 3 * * mon-fri', null, false, '2030-01-01T00:00:00.000Z', false, true],
  );
  assert.deepEqual(hash.options, { limit: 3, other: 1 });
  assert.equal(hash.sched_txt, 'at 03:00 on Monday to Friday');
  await jobs.close();
});

test('what nobody changed by hand follows the deploy', async () => {
  const jobs = await JobHarness.start({});
  await jobs.deploy({ schedule: 30, active: false, remote: false });
  const hash = await jobs.get();
  assert.deepEqual([hash.recurring, hash.cron, hash.db_active, hash.remote], [30, null, false, false]);
  await jobs.close();
});

test('refusals carry the manual’s codes', async () => {
  const latch = new Latch();
  const jobs = await JobHarness.start({ expiry: '2026-06-01T00:00:00Z' }, { job: () => latch.wait() });
  const operations = jobs.engine.engine.jobs;
  const refused = (error: string, status: number) => ({ error, status });
  await assert.rejects(operations.get('nothing'), refused('INVALID-JOB', 404));
  await assert.rejects(operations.setSchedule('poll', { cron: '61 * * * *' }, tester), refused('CRON-ERROR', 409));
  await assert.rejects(operations.setSchedule('poll', { seconds: 0 }, tester), refused('JOB-SCHEDULE-ERROR', 409));
  await operations.setExpiry('poll', Date.UTC(2025, 0, 1) * 1000, tester);
  assert.equal((await jobs.get()).db_active, false);
  await assert.rejects(operations.setActive('poll', true, tester), refused('JOB-ERROR', 409));
  const running = operations.run('poll', tester);
  await assert.rejects(operations.run('poll', tester), refused('JOB-RUNNING', 409));
  latch.open();
  await running;
  await jobs.close();
});

test('a graceful stop waits for the run, and starts none', async () => {
  const latch = new Latch();
  const jobs = await JobHarness.start({}, { job: () => latch.wait() });
  await jobs.pass(600);
  const stopping = jobs.engine.engine.stop({ graceMs: 10_000 });
  await assert.rejects(jobs.engine.engine.jobs.run('poll', tester), { error: 'SHUTDOWN-IN-PROGRESS' });
  latch.open();
  await stopping;
  const [result] = await jobs.results();
  assert.ok(result?.jobstatus === 'COMPLETE' || result?.jobstatus === 'CRASH');
  assert.equal(jobs.told.includes('JOB_STOP'), true);
  await jobs.close();
});

test('a job of a single instance runs once for each time, over two engines on one store', async () => {
  const jobs = await JobHarness.start({ singleInstance: true });
  const { store, clock, options, folder, runner } = jobs.engine;
  const log = loggerFrom(() => undefined);
  const sessionId = await store.openSession({
    instanceKey: 'other',
    host: 'localhost',
    url: '',
    version: 'test',
    pid: process.pid,
    now: clock.nowMicros(),
  });
  const other = await createEngine({
    store,
    clock,
    options,
    runners: { process: runner, shared: runner },
    sessionId,
    log,
    programLog: () => log,
    bundleFolder: path.join(folder, 'bundles-2'),
  });
  jobs.engine.watch(other);
  await other.startInterfaces();
  await jobs.engine.settle();
  const latch = new Latch();
  runner.jobs = { poll: () => latch.wait() };
  await jobs.pass(600);
  await jobs.pass(180, 60);
  assert.equal((await jobs.results()).length, 1, 'held while it runs');
  assert.equal(runner.running, 1);
  latch.open();
  await jobs.engine.settle();
  await jobs.pass(3_600 - 780, 60);
  assert.deepEqual(await jobs.starts(), [
    '01-01T00:10:00',
    '01-01T00:20:00',
    '01-01T00:30:00',
    '01-01T00:40:00',
    '01-01T00:50:00',
    '01-01T01:00:00',
  ]);
  await other.stop({ graceMs: 0 });
  await jobs.close();
});
