import type { ObjectRule } from '../rule.ts';

/** No more instances are started than may run (manual: workflow autostart, max instances). */
export const autostart: ObjectRule = {
  scope: 'object',
  kinds: ['workflow'],
  check(object, report) {
    const { autostart, max_instances: max } = object.data;
    if (typeof autostart === 'number' && typeof max === 'number' && max >= 1 && autostart > max)
      report('ORDO-WF-020', object.rangeOf(['autostart']), { autostart, max });
  },
};
