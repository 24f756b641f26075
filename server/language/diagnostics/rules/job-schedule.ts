import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ObjectRule, Report } from '../rule.ts';

/** A job has a schedule or an interval, not both, and the schedule's fields are valid (manual: job cron fields). */
export const jobSchedule: ObjectRule = {
  scope: 'object',
  kinds: ['job'],
  check(object, report) {
    const { name } = object;
    const interval = ['duration', 'recurring'].find((key) => object.node([key]));
    const hasSchedule = object.node(['schedule']) !== undefined;
    if (hasSchedule && interval !== undefined)
      report('ORDO-JOB-001', object.keyRange([interval]), { name, other: interval });
    if (!hasSchedule && interval === undefined) report('ORDO-JOB-002', object.rangeOf(['name']), { name });
    for (const field of fields) checkField(object, field, report);
    checkDates(object, report);
  },
};

/** The 31st of February never comes. With days of the week either one matches, so that it does. */
function checkDates(object: YamlObject, report: Report): void {
  const text = (key: string): string => wordAt(object, key);
  const [days, chosen, dow] = [text('days'), text('months'), text('dow')];
  if (dow !== '*' || !/^\d+(,\d+)*$/.test(days) || chosen === '*') return;
  const numbers = chosen.split(',').map((each) => valueOf(each, monthField));
  if (numbers.some((number) => number === undefined)) return;
  const first = Math.min(...days.split(',').map(Number));
  const longest = Math.max(...numbers.map((number) => longestMonth[(number ?? 1) - 1] ?? 31));
  if (first <= longest || first > 31) return;
  report('ORDO-JOB-004', object.rangeOf(['schedule', 'days']), {
    reason: `no month of "${chosen}" has a day ${first}`,
  });
}

function wordAt(object: YamlObject, key: string): string {
  const node = object.node(['schedule', key]);
  return node?.kind === 'scalar' ? node.source : '*';
}

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface CronField {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Names that stand for `from`, `from + 1` and so on. */
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthField: CronField = { key: 'months', from: 1, to: 12, names: months };
const fields: readonly CronField[] = [
  { key: 'minutes', from: 0, to: 59, names: [] },
  { key: 'hours', from: 0, to: 23, names: [] },
  { key: 'days', from: 1, to: 31, names: [] },
  monthField,
  { key: 'dow', from: 0, to: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

function checkField(object: YamlObject, field: CronField, report: Report): void {
  const node = object.node(['schedule', field.key]);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return;
  const reason = node.value
    .split(',')
    .map((part) => wrongPart(part, field))
    .find((wrong) => wrong !== undefined);
  if (reason === undefined) return;
  const range = `${field.from} to ${field.to}${field.names.length > 0 ? ` or ${field.names[0] ?? ''} to ${field.names.at(-1) ?? ''}` : ''}`;
  report('ORDO-JOB-003', object.rangeOf(['schedule', field.key]), {
    text: node.value,
    field: field.key,
    reason,
    range,
  });
}

function wrongPart(part: string, field: CronField): string | undefined {
  const match = /^(\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:\/(\d+))?$/i.exec(part);
  if (!match) return `"${part}" is not a value, a range or *`;
  const [, , first, last, every] = match;
  if (every !== undefined && Number(every) < 1) return '"/0" never comes';
  const from = first === undefined ? field.from : valueOf(first, field);
  const to = last === undefined ? from : valueOf(last, field);
  if (from === undefined) return `"${first ?? ''}" is not between ${field.from} and ${field.to}`;
  if (to === undefined) return `"${last ?? ''}" is not between ${field.from} and ${field.to}`;
  return from > to ? `"${part}" ends before it begins` : undefined;
}

function valueOf(text: string, field: CronField): number | undefined {
  const name = field.names.indexOf(text.toLowerCase());
  const value = name >= 0 ? name + field.from : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.from && value <= field.to ? value : undefined;
}
