import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCron, readCronField, splitCron, type CronFieldName } from '../../../../server/base/cron/cron-fields.ts';
import { cronInWords, durationInWords } from '../../../../server/base/cron/cron-words.ts';

function values(field: CronFieldName, text: string): readonly number[] | string {
  const read = readCronField(field, text);
  return 'reason' in read ? read.reason : read.values;
}

test('a field holds values, lists, ranges, names and steps', () => {
  assert.deepEqual(values('minutes', '1,2,5'), [1, 2, 5]);
  assert.deepEqual(values('hours', '0-4,8-12'), [0, 1, 2, 3, 4, 8, 9, 10, 11, 12]);
  assert.deepEqual(values('hours', '*/6'), [0, 6, 12, 18]);
  assert.deepEqual(values('hours', '0-12/3'), [0, 3, 6, 9, 12]);
  assert.deepEqual(values('months', 'Jan,MAR-may'), [1, 3, 4, 5]);
  assert.deepEqual(values('dow', 'mon-fri'), [1, 2, 3, 4, 5]);
});

test('Sunday is 0 and 7, and a range of days may end with it', () => {
  assert.deepEqual(values('dow', '7'), [0]);
  assert.deepEqual(values('dow', 'sat-sun'), [0, 6]);
  assert.deepEqual(values('dow', 'sun-tue'), [0, 1, 2]);
  assert.deepEqual(values('dow', '0-7'), [0, 1, 2, 3, 4, 5, 6]);
});

test('a field that cannot be read says why', () => {
  assert.equal(values('minutes', '60'), '"60" is not between 0 and 59');
  assert.equal(values('days', '0'), '"0" is not between 1 and 31');
  assert.equal(values('hours', '5-3'), '"5-3" ends before it begins');
  assert.equal(values('minutes', '*/0'), '"/0" never comes');
  assert.equal(values('minutes', '5/15'), '"/15" needs a range before it, for example 5-59/15');
  assert.equal(values('minutes', '1, 2'), '" 2" is not a value, a range or *');
  assert.equal(values('months', 'mon'), '"mon" is not between 1 and 12');
});

test('a day that no month of the schedule has is a fault, unless a day of the week counts as well', () => {
  const never = readCron({ minutes: '0', hours: '0', days: '30,31', months: 'feb', dow: '*' });
  assert.deepEqual(never, {
    faults: [{ field: 'days', text: '30,31', reason: 'these months have no day 30' }],
  });
  assert.ok('fields' in readCron({ minutes: '0', hours: '0', days: '30', months: 'feb', dow: 'fri' }));
  assert.ok('fields' in readCron({ minutes: '0', hours: '0', days: '29', months: 'feb', dow: '*' }));
});

test('a schedule is said in words', () => {
  const words = (text: string): string => cronInWords(splitCron(text)!);
  assert.equal(words('30 4 1,15 * fri'), 'at 04:30 on day 1 and 15 of the month and on Friday');
  assert.equal(words('*/5 * * * *'), 'every 5 minutes');
  assert.equal(words('0 * * * *'), 'at every full hour');
  assert.equal(words('* 8-18 * * mon-fri'), 'every minute in the hours 08:00 to 18:00 on Monday to Friday');
  assert.equal(words('0 0 * jan,jul *'), 'at 00:00 in January and July');
  assert.equal(words('15,45 */2 * * sat-sun'), 'at minute 15 and 45 of every 2nd hour on Saturday and Sunday');
  assert.deepEqual([30, 60, 300, 86_400].map(durationInWords), [
    'every 30 seconds',
    'every minute',
    'every 5 minutes',
    'every day',
  ]);
});
