import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutJobTimes, nextTimes, type JobTimes } from '../../../../server/language/features/hover/job-schedule.ts';

const nightly: JobTimes = {
  schedule: { type: 'cron', minutes: '30', hours: '2', days: '*', months: '*', dow: 'sun' },
  timeZone: 'Europe/Berlin',
};

test('a schedule in words with its next runs, by the wall clock of its zone', () => {
  assert.equal(
    aboutJobTimes(nightly, Date.parse('2026-03-21T12:00:00Z'), 3),
    [
      'Runs **at 02:30 on Sunday** (Europe/Berlin). Next:',
      '',
      '- Sun 2026-03-22 02:30 UTC+1',
      // Summer time leaves 02:30 out: it runs at the change.
      '- Sun 2026-03-29 03:00 UTC+2',
      '- Sun 2026-04-05 02:30 UTC+2',
    ].join('\n'),
  );
  assert.equal(aboutJobTimes(nightly, 0).split('\n').length, 12);
});

test('an interval has no times of the day', () => {
  const every: JobTimes = { schedule: { type: 'recurring', seconds: 300 } };
  assert.equal(aboutJobTimes(every, 0), 'Runs **every 5 minutes**, from the start of one run to the next.');
  assert.deepEqual(nextTimes(every, 1_000, 2), [301_000, 601_000]);
});
