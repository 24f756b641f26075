/** Minutes, hours, days of the month, months and days of the week: the five fields in the order of a crontab. */
export interface CronTexts {
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly months: string;
  readonly dow: string;
}

export type CronFieldName = keyof CronTexts;

/** A field, read: the values that it names. */
export interface CronField {
  readonly values: readonly number[];
  /** It is `*`. */
  readonly isAny: boolean;
}

/** All five, read. Sunday is 0. */
export type CronFields = Readonly<Record<CronFieldName, CronField>>;

export interface CronFault {
  readonly field: CronFieldName;
  readonly text: string;
  /** What is wrong, to stand after "because". */
  readonly reason: string;
}

export interface FieldRange {
  readonly from: number;
  readonly to: number;
  /** Names that stand for `from`, `from + 1` and so on. */
  readonly names: readonly string[];
}

/** What each field may hold (manual: job cron schedule). */
export const cronRanges: Readonly<Record<CronFieldName, FieldRange>> = {
  minutes: { from: 0, to: 59, names: [] },
  hours: { from: 0, to: 23, names: [] },
  days: { from: 1, to: 31, names: [] },
  months: {
    from: 1,
    to: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  dow: { from: 0, to: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
};

export const cronFieldNames = Object.keys(cronRanges) as readonly CronFieldName[];

/** Reads the five fields; answers what is wrong with them instead when they cannot be used. */
export function readCron(
  texts: CronTexts,
): { readonly fields: CronFields } | { readonly faults: readonly CronFault[] } {
  const faults: CronFault[] = [];
  const fields = {} as Record<CronFieldName, CronField>;
  for (const field of cronFieldNames) {
    const read = readCronField(field, texts[field]);
    if ('reason' in read) faults.push({ field, text: texts[field], reason: read.reason });
    else fields[field] = read;
  }
  if (faults.length > 0) return { faults };
  const never = dayThatNeverComes(fields);
  return never === undefined ? { fields } : { faults: [{ field: 'days', text: texts.days, reason: never }] };
}

/** The five fields in one text, as a crontab has them; undefined unless there are five. */
export function splitCron(text: string): CronTexts | undefined {
  const parts = text.trim().split(/\s+/);
  const [minutes, hours, days, months, dow] = parts;
  if (parts.length !== 5 || !minutes || !hours || !days || !months || !dow) return undefined;
  return { minutes, hours, days, months, dow };
}

/** The five fields as one text. */
export function joinCron({ minutes, hours, days, months, dow }: CronTexts): string {
  return [minutes, hours, days, months, dow].join(' ');
}

/** One field: a list of values, ranges and `*`, the latter two with steps. */
export function readCronField(name: CronFieldName, text: string): CronField | { readonly reason: string } {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = readPart(part, cronRanges[name]);
    if ('reason' in read) return read;
    // 7 is another name of Sunday.
    for (const value of read.values) values.add(name === 'dow' && value === 7 ? 0 : value);
  }
  return { values: [...values].sort((a, b) => a - b), isAny: text === '*' };
}

function readPart(part: string, range: FieldRange): { values: readonly number[] } | { reason: string } {
  const [, whole, first, last, step] = /^(\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:\/(\d+))?$/i.exec(part) ?? [];
  if (whole === undefined) return { reason: `"${part}" is not a value, a range or *` };
  if (step !== undefined && Number(step) < 1) return { reason: '"/0" never comes' };
  if (step !== undefined && first !== undefined && last === undefined) {
    return { reason: `"/${step}" needs a range before it, for example ${first}-${range.to}/${step}` };
  }
  const from = first === undefined ? range.from : valueOf(first, range);
  const to = first === undefined ? range.to : last === undefined ? from : (endOf(last, range) ?? valueOf(last, range));
  if (from === undefined) return { reason: `"${first ?? ''}" is not between ${range.from} and ${range.to}` };
  if (to === undefined) return { reason: `"${last ?? ''}" is not between ${range.from} and ${range.to}` };
  if (from > to) return { reason: `"${part}" ends before it begins` };
  return { values: span(from, to, Number(step ?? 1)) };
}

function span(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** A range of days that ends with Sunday ends with 7. */
function endOf(text: string, { names }: FieldRange): number | undefined {
  return names[0] === 'sun' && text.toLowerCase() === 'sun' ? 7 : undefined;
}

function valueOf(text: string, { from, to, names }: FieldRange): number | undefined {
  const name = names.indexOf(text.toLowerCase());
  const value = name >= 0 ? name + from : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** With days of the week that are restricted as well there is always a day. */
function dayThatNeverComes({ days, months, dow }: Pick<CronFields, 'days' | 'months' | 'dow'>): string | undefined {
  if (!dow.isAny) return undefined;
  const first = days.values[0] ?? 1;
  const longest = Math.max(...months.values.map((month) => longestMonths[month - 1] ?? 31));
  return first <= longest ? undefined : `these months have no day ${first}`;
}
