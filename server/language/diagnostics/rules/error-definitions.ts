import type { YamlObject } from '../../objects/yaml-object.ts';
import type { PlainValue } from '../../yaml/node.ts';
import type { ObjectRule, Report } from '../rule.ts';

/** Error definitions are what they seem (manual: error definition attributes). */
export const errorDefinitions: ObjectRule = {
  scope: 'object',
  kinds: ['errors'],
  check(object, report) {
    const { errors } = object.data;
    if (!Array.isArray(errors)) return;
    const seen = new Map<string, number>();
    for (const [index, error] of errors.entries()) {
      if (!isHash(error)) continue;
      const name = typeof error['name'] === 'string' ? error['name'] : '';
      checkTwice(name, index);
      checkRetry(object, index, name, error, report);
    }

    function checkTwice(name: string, index: number): void {
      const first = seen.get(name);
      if (name === '') return;
      if (first === undefined) seen.set(name, index);
      else {
        const related = [{ range: object.rangeOf(['errors', first, 'name']), message: 'It is defined here first.' }];
        report('ORDO-ERR-003', object.rangeOf(['errors', index, 'name']), { error: name }, { related });
      }
    }
  },
};

function checkRetry(object: YamlObject, index: number, name: string, error: Hash, report: Report): void {
  const at = (key: string): (string | number)[] => ['errors', index, key];
  const status = error['status'] ?? (error['retry_flag'] === true ? 'RETRY' : 'ERROR');
  if (error['retry-delay'] !== undefined && status !== 'RETRY')
    report(
      'ORDO-ERR-001',
      object.keyRange(at('retry-delay')),
      { error: name, status: textOf(status) },
      { data: { fix: 'set-status-retry' } },
    );
  if (error['status'] !== undefined && error['retry_flag'] !== undefined)
    report('ORDO-ERR-002', object.keyRange(at('retry_flag')), { error: name }, { data: { fix: 'remove-key' } });
  if (status === 'ERROR' && error['business'] !== true && passesByItself.test(name))
    report('ORDO-REC-008', object.rangeOf(at('name')), { error: name }, { data: { fix: 'set-status-retry', guide } });
  const severity = error['severity'] ?? 'MAJOR';
  if (typeof severity === 'string' && lightSeverities.includes(severity) && error['status'] !== undefined)
    report('ORDO-ERR-004', object.rangeOf(at('status')), { error: name, severity, status: textOf(status) });
}

/** Names of what is over after a while: no connection, no answer in time, too much at once. */
const passesByItself =
  /(^|[-_. ])(TIMEOUT|TIMED-?OUT|UNAVAILABLE|UNREACHABLE|BUSY|CONNECT|LOCKED|THROTTLED)($|[-_. ])/i;

const guide = 'recoverable-steps.md#what-is-tried-again';

type Hash = { [key: string]: PlainValue };

const lightSeverities: readonly string[] = ['MINOR', 'WARNING', 'INFO', 'NONE'];

function isHash(value: PlainValue): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: PlainValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
