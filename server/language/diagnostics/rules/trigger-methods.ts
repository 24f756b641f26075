import { stepBaseClasses } from '../../../../schemas/model/steps.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import { didYouMean } from '../../words/sentences.ts';
import type { ObjectRule } from '../rule.ts';
import { baseClassOf } from './step-kind.ts';

/** A flow diagram's trigger names a method that the object's kind has (manual: finite state machines, triggers). */
export const triggerMethods: ObjectRule = {
  scope: 'object',
  kinds: ['step', 'job'],
  check(object, report) {
    const { fsm } = object.data;
    if (!Array.isArray(fsm)) return;
    const methods = methodsOf(object);
    for (const [index, entry] of fsm.entries()) {
      const triggers = isHash(entry) && Array.isArray(entry['triggers']) ? (entry['triggers'] as unknown[]) : [];
      for (const [at, trigger] of triggers.entries()) {
        const method = isHash(trigger) ? trigger['method'] : undefined;
        if (typeof method !== 'string' || methods.includes(method)) continue;
        const suggestion = nearestName(method, methods);
        const kind = object.kind === 'job' ? 'a job' : `${baseClassOf(object) ?? 'a step'}`;
        const values = { method, kind, methods: methods.join(', '), hint: didYouMean(suggestion) };
        const data = suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } };
        report('ORDO-STEP-008', object.rangeOf(['fsm', index, 'triggers', at, 'method']), values, data);
      }
    }
  },
};

function methodsOf(object: YamlObject): readonly string[] {
  if (object.kind === 'job') return ['run'];
  const base = baseClassOf(object);
  if (base === undefined) return ['array', 'primary', 'validation', 'end'];
  const { stepType, arrayType } = stepBaseClasses[base];
  return [
    ...(arrayType === 'SERIES' ? ['array'] : []),
    'primary',
    ...(stepType === 'NORMAL' || stepType === 'ASYNC' ? ['validation'] : []),
    ...(stepType === 'ASYNC' ? ['end'] : []),
  ];
}

function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
