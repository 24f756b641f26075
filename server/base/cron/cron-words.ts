import { cronRanges, readCron, type CronField, type CronFields, type CronTexts } from './cron-fields.ts';

/** A schedule in words, for example "at 04:30 on Monday to Friday in January"; the fields themselves when they are wrong. */
export function cronInWords(texts: CronTexts): string {
  const read = readCron(texts);
  if ('faults' in read) return [texts.minutes, texts.hours, texts.days, texts.months, texts.dow].join(' ');
  const { fields } = read;
  return [timeWords(fields), dayWords(fields), monthWords(fields.months)].filter((words) => words !== '').join(' ');
}

/** An interval in words, for example "every 5 minutes". */
export function durationInWords(seconds: number): string {
  const units = [
    { name: 'day', seconds: 86_400 },
    { name: 'hour', seconds: 3_600 },
    { name: 'minute', seconds: 60 },
  ];
  const unit = units.find((one) => seconds % one.seconds === 0) ?? { name: 'second', seconds: 1 };
  const count = seconds / unit.seconds;
  return count === 1 ? `every ${unit.name}` : `every ${count} ${unit.name}s`;
}

/** More times of day than this are said by their rule. */
const mostTimes = 6;

function timeWords({ minutes, hours }: CronFields): string {
  if (!hours.isAny && minutes.values.length * hours.values.length <= mostTimes) {
    return `at ${listed(hours.values.flatMap((hour) => minutes.values.map((minute) => `${two(hour)}:${two(minute)}`)))}`;
  }
  return [minuteWords(minutes), hourWords(hours)].filter((words) => words !== '').join(' ');
}

function minuteWords({ values }: CronField): string {
  if (values.length === 60) return 'every minute';
  const step = stepOf(values, 60);
  if (step !== undefined) return `every ${step} minutes`;
  if (values.length === 1 && values[0] === 0) return 'at every full hour';
  return `at minute ${listed(spans(values, String))}`;
}

function hourWords({ values, isAny }: CronField): string {
  if (isAny) return '';
  const step = stepOf(values, 24);
  if (step !== undefined) return `of every ${ordinal(step)} hour`;
  return `in the hours ${listed(spans(values, (hour) => `${two(hour)}:00`))}`;
}

function dayWords({ days, dow }: CronFields): string {
  const monthDays = days.isAny ? '' : `on day ${listed(spans(days.values, String))} of the month`;
  const weekDays = dow.isAny ? '' : `on ${listed(spans(mondayFirst(dow.values), weekDayName))}`;
  return monthDays === '' || weekDays === '' ? monthDays + weekDays : `${monthDays} and ${weekDays}`;
}

function monthWords({ values, isAny }: CronField): string {
  return isAny ? '' : `in ${listed(spans(values, (month) => monthNames[month - 1] ?? ''))}`;
}

/** 0, 5, 10 … up to the end: "every 5". */
function stepOf(values: readonly number[], count: number): number | undefined {
  const step = values[1];
  if (step === undefined || values[0] !== 0 || step < 2 || count % step !== 0 || values.length !== count / step) {
    return undefined;
  }
  return values.every((value, index) => value === index * step) ? step : undefined;
}

/** Neighbours become ranges from three on: "1 to 5". */
function spans(values: readonly number[], show: (value: number) => string): readonly string[] {
  const words: string[] = [];
  for (let start = 0, end = 0; start < values.length; start = end + 1) {
    for (end = start; values[end + 1] === (values[end] ?? 0) + 1;) end += 1;
    const [first, last] = [values[start] ?? 0, values[end] ?? 0];
    if (end - start >= 2) words.push(`${show(first)} to ${show(last)}`);
    else words.push(...values.slice(start, end + 1).map(show));
  }
  return words;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Sunday stands at the end of a week. */
function mondayFirst(values: readonly number[]): readonly number[] {
  return values.map((value) => (value === 0 ? 7 : value)).sort((a, b) => a - b);
}

const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const monthNames = cronRanges.months.names.map((_, index) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, index, 1)),
);

function weekDayName(value: number): string {
  return weekDays[value - 1] ?? '';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function ordinal(value: number): string {
  const ending = value === 2 ? 'nd' : value === 3 ? 'rd' : 'th';
  return `${value}${ending}`;
}
