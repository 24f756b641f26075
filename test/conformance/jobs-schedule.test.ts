import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JobHarness } from '../support/job-harness.ts';
import { Latch } from '../support/scripted-runner.ts';

test('a job runs at each time of its schedule, once', async () => {
  const jobs = await JobHarness.start({ schedule: '*/10 * * * *' });
  await jobs.pass(3_600, 60);
  assert.deepEqual(await jobs.starts(), [
    '01-01T00:10:00',
    '01-01T00:20:00',
    '01-01T00:30:00',
    '01-01T00:40:00',
    '01-01T00:50:00',
    '01-01T01:00:00',
  ]);
  await jobs.close();
});

test('an interval begins with the start of the run before', async () => {
  const latches = [new Latch(), new Latch()];
  let runs = 0;
  const jobs = await JobHarness.start({ schedule: 90 }, { job: () => latches[runs++]?.wait() });
  await jobs.pass(90);
  await jobs.pass(30);
  latches[0]?.open();
  await jobs.pass(60);
  assert.deepEqual(await jobs.starts(), ['01-01T00:01:30', '01-01T00:03:00']);
  latches[1]?.open();
  await jobs.close();
});

test('a run never overlaps the next: what fell due meanwhile is made up for once', async () => {
  const latch = new Latch();
  let runs = 0;
  const jobs = await JobHarness.start(
    { schedule: '* * * * *' },
    { job: () => (runs++ === 0 ? latch.wait() : undefined) },
  );
  await jobs.pass(330, 30);
  assert.deepEqual(await jobs.starts(), ['01-01T00:01:00']);
  latch.open();
  await jobs.engine.settle();
  await jobs.pass(30);
  assert.deepEqual(await jobs.starts(), ['01-01T00:01:00', '01-01T00:05:30', '01-01T00:06:00']);
  assert.equal(jobs.engine.runner.mostRunning, 1);
  await jobs.close();
});

test('without run-skipped what fell due during a run is left out', async () => {
  const latch = new Latch();
  let runs = 0;
  const job = () => (runs++ === 0 ? latch.wait() : undefined);
  const jobs = await JobHarness.start({ schedule: '* * * * *', runSkipped: false }, { job });
  await jobs.pass(330, 30);
  latch.open();
  await jobs.engine.settle();
  await jobs.pass(30);
  assert.deepEqual(await jobs.starts(), ['01-01T00:01:00', '01-01T00:06:00']);
  await jobs.close();
});

for (const [runSkipped, expected] of [
  [true, ['01-01T00:10:00', '01-01T01:05:00', '01-01T01:10:00']],
  [false, ['01-01T00:10:00', '01-01T01:10:00']],
] as const) {
  test(`runs missed while the engine was down are made up for ${runSkipped ? 'once' : 'never without run-skipped'}`, async () => {
    const first = await JobHarness.start({ runSkipped });
    await first.pass(600);
    const folder = await first.engine.crash();
    first.clock.advance(3_300_000);
    const second = await JobHarness.start({ runSkipped }, { folder, clock: first.clock });
    await second.pass(300);
    assert.deepEqual(await second.starts(), expected);
    await second.close();
  });
}

test('a wall clock that is set: forward runs what was missed once, back runs nothing twice', async () => {
  const jobs = await JobHarness.start({ schedule: '0 * * * *' });
  await jobs.pass(3_600, 600);
  jobs.jump(2 * 3_600);
  await jobs.pass(60);
  assert.deepEqual(await jobs.starts(), ['01-01T01:00:00', '01-01T03:01:00']);
  jobs.jump(-3_600);
  await jobs.pass(2 * 3_600 - 120, 60);
  assert.deepEqual(await jobs.starts(), ['01-01T01:00:00', '01-01T03:01:00'], 'the hour of 03:00 ran already');
  await jobs.pass(120, 60);
  assert.deepEqual((await jobs.starts()).at(-1), '01-01T04:00:00');
  jobs.jump(40 * 86_400);
  await jobs.pass(60);
  assert.equal((await jobs.starts()).length, 4, 'forty days make one run');
  await jobs.close();
});

test('an interval goes by the monotonic clock, whatever is done to the wall clock', async () => {
  const jobs = await JobHarness.start({ schedule: 600 });
  await jobs.pass(300);
  jobs.jump(-3_600);
  await jobs.pass(300, 60);
  assert.equal((await jobs.starts()).length, 1);
  jobs.jump(3_600);
  await jobs.pass(540, 60);
  assert.equal((await jobs.starts()).length, 1);
  await jobs.pass(60);
  assert.equal((await jobs.starts()).length, 2);
  await jobs.close();
});

for (const days of [1, 25, 60]) {
  test(`an interval of ${days} days ends on time (F17)`, async () => {
    const jobs = await JobHarness.start({ schedule: days * 86_400 });
    await jobs.pass(days * 86_400 - 1);
    assert.deepEqual(await jobs.starts(), []);
    await jobs.pass(1);
    const [started = ''] = (await jobs.results()).map((row) => row.started);
    assert.equal(Date.parse(started) - Date.parse('2026-01-01T00:00:00Z'), days * 86_400_000);
    await jobs.close();
  });
}

test('both changes of daylight saving in a zone: one run each (F16)', async () => {
  const sketch = { schedule: '30 2 * * *', timeZone: 'Europe/Berlin' };
  const spring = await JobHarness.start(sketch, { at: '2026-03-28T12:00:00Z' });
  await spring.pass(2 * 86_400, 3_600);
  assert.deepEqual(await spring.starts(), ['03-29T01:00:00', '03-30T00:30:00']);
  await spring.close();
  const autumn = await JobHarness.start(sketch, { at: '2026-10-24T12:00:00Z' });
  await autumn.pass(2 * 86_400, 1_800);
  assert.deepEqual(await autumn.starts(), ['10-25T00:30:00', '10-26T01:30:00']);
  await autumn.close();
});

test('an inactive job runs on demand only', async () => {
  const jobs = await JobHarness.start({ active: false });
  await jobs.pass(3_600, 600);
  assert.deepEqual(await jobs.starts(), []);
  const { status } = await jobs.engine.engine.jobs.run('poll', { who: 'tester', source: 'test' });
  assert.equal(status, 'COMPLETE');
  assert.equal((await jobs.results()).length, 1);
  await jobs.close();
});

test('on its expiry date a job becomes inactive', async () => {
  const jobs = await JobHarness.start({ expiry: '2026-01-01T00:20:00Z' });
  await jobs.pass(3_600, 60);
  assert.deepEqual(await jobs.starts(), ['01-01T00:10:00']);
  const { active, db_active, next } = await jobs.get();
  assert.deepEqual({ active, db_active, next }, { active: false, db_active: false, next: null });
  await jobs.close();
});
