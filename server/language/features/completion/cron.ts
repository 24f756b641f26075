import type { Offer } from './values.ts';

/** Usual values of a field of a schedule, with what they mean (manual: job cron fields). */
export function cronOffers(field: 'minutes' | 'hours' | 'days' | 'months' | 'dow'): readonly Offer[] {
  return usual[field].map(([text, detail]) => ({ text, kind: 'value', detail, isQuoted: true }));
}

const usual = {
  minutes: [
    ['0', 'on the hour'],
    ['*', 'every minute'],
    ['*/5', 'every five minutes'],
    ['*/15', 'every quarter of an hour'],
    ['0,30', 'on the hour and half past'],
  ],
  hours: [
    ['*', 'every hour'],
    ['3', 'at three at night'],
    ['8-18', 'from eight to six'],
    ['*/2', 'every second hour'],
    ['0', 'at midnight'],
  ],
  days: [
    ['*', 'every day'],
    ['1', 'on the first of the month'],
    ['1,15', 'on the first and the fifteenth'],
    ['*/2', 'every second day'],
  ],
  months: [
    ['*', 'every month'],
    ['jan', 'in January'],
    ['1,4,7,10', 'every quarter'],
    ['*/2', 'every second month'],
  ],
  dow: [
    ['*', 'every day of the week'],
    ['mon-fri', 'on working days'],
    ['sun', 'on Sundays'],
    ['sat,sun', 'at the weekend'],
  ],
} as const;
