import {
  cronFieldNames,
  cronRanges,
  readCron,
  readCronField,
  type CronFieldName,
} from '../../../base/cron/cron-fields.ts';
import { findTimeZone } from '../../../base/cron/time-zone.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ObjectRule, Report } from '../rule.ts';

/** A job has a schedule or an interval, not both, and what they say can be used (manual: job cron fields). */
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
    for (const field of cronFieldNames) checkField(object, field, report);
    checkDates(object, report);
    checkZone(object, report);
  },
};

function checkField(object: YamlObject, field: CronFieldName, report: Report): void {
  const node = object.node(['schedule', field]);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return;
  const read = readCronField(field, node.value);
  if (!('reason' in read)) return;
  const { from, to, names } = cronRanges[field];
  const named = names.length > 0 ? ` or ${names[0] ?? ''} to ${names.at(-1) ?? ''}` : '';
  report('ORDO-JOB-003', object.rangeOf(['schedule', field]), {
    text: node.value,
    field,
    reason: read.reason,
    range: `${from} to ${to}${named}`,
  });
}

/** The 31st of February never comes. With days of the week either one matches, so that it does. */
function checkDates(object: YamlObject, report: Report): void {
  const [days, months, dow] = [wordAt(object, 'days'), wordAt(object, 'months'), wordAt(object, 'dow')];
  const read = readCron({ minutes: '*', hours: '*', days, months, dow });
  if ('fields' in read || read.faults.some(({ field, text }) => 'reason' in readCronField(field, text))) return;
  const dayField = readCronField('days', days);
  const first = 'reason' in dayField ? 0 : (dayField.values[0] ?? 0);
  report('ORDO-JOB-004', object.rangeOf(['schedule', 'days']), {
    reason: `no month of "${months}" has a day ${first}`,
  });
}

function checkZone(object: YamlObject, report: Report): void {
  const node = object.node(['timezone']);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || findTimeZone(node.value)) return;
  report('ORDO-JOB-005', object.rangeOf(['timezone']), { zone: node.value });
}

function wordAt(object: YamlObject, key: string): string {
  const node = object.node(['schedule', key]);
  return node?.kind === 'scalar' && node.source !== '' ? String(node.value) : '*';
}
