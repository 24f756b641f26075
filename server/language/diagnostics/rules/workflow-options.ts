import { nearestName } from '../../../base/nearest-name.ts';
import { didYouMean } from '../../words/sentences.ts';
import type { ObjectRule } from '../rule.ts';

/** Values are set only for options that the workflow declares and those of the system (manual: workflow options). */
export const workflowOptions: ObjectRule = {
  scope: 'object',
  kinds: ['workflow'],
  check(object, report) {
    const values = object.node(['system-options']);
    const declared = object.node(['options']);
    if (values?.kind !== 'map') return;
    const known = [...systemOptions, ...(declared?.kind === 'map' ? declared.byKey.keys() : [])];
    for (const { key } of values.entries) {
      if (known.includes(key)) continue;
      const suggestion = nearestName(key, known);
      const data = suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } };
      const range = object.keyRange(['system-options', key]);
      report('ORDO-WF-021', range, { option: key, hint: didYouMean(suggestion) }, data);
    }
  },
};

/** Accepted without being declared (manual: options that can be overridden per workflow). */
const systemOptions = ['recover_delay', 'async_delay', 'max-retries', 'max-async-retries'];
