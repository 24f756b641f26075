import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ObjectRule, Report } from '../rule.ts';

/** What the keys of a step say about its type agrees with each other (manual: step base classes). */
export const stepKind: ObjectRule = {
  scope: 'object',
  kinds: ['step'],
  check(object, report) {
    const base = baseClassOf(object);
    if (base !== undefined) checkAgainstBase(object, base, report);
    const type = base === undefined ? object.text('steptype') : stepBaseClasses[base].stepType;
    // Without either key the class in the code file decides, which the TypeScript check looks at.
    if (type !== undefined) checkKeys(object, type, report);
  },
};

/** The base class named in YAML, without the manuals' prefix. */
export function baseClassOf(object: YamlObject): StepBaseClass | undefined {
  const written = object.text('base-class-name')?.replace(/^Qorus/, '');
  return written !== undefined && Object.hasOwn(stepBaseClasses, written) ? (written as StepBaseClass) : undefined;
}

function checkAgainstBase(object: YamlObject, base: StepBaseClass, report: Report): void {
  const { stepType, arrayType } = stepBaseClasses[base];
  const steptype = object.text('steptype');
  if (steptype !== undefined && steptype !== stepType)
    report('ORDO-STEP-001', object.rangeOf(['steptype']), { written: steptype, base, actual: stepType });
  const arraytype = object.text('arraytype');
  if (arraytype !== undefined && arraytype !== arrayType)
    report('ORDO-STEP-002', object.rangeOf(['arraytype']), { written: arraytype, base, actual: arrayType });
}

/** Which keys a type of step needs and which it must not have; also used once the class is known. */
export function checkKeys(object: YamlObject, type: string, report: Report): void {
  const { name } = object;
  const at = object.rangeOf(['name']);
  const has = (key: string): boolean => object.node([key]) !== undefined;
  if (type === 'ASYNC' && !has('queue')) report('ORDO-STEP-003', at, { name });
  if (type !== 'ASYNC' && has('queue')) report('ORDO-STEP-004', object.keyRange(['queue']), { name, type });
  if (type === 'EVENT' && !has('event')) report('ORDO-STEP-005', at, { name });
  if (type !== 'EVENT' && has('event')) report('ORDO-STEP-006', object.keyRange(['event']), { name, type });
  if (type !== 'ASYNC' && object.data['user-interaction'] === true)
    report('ORDO-STEP-007', object.keyRange(['user-interaction']), { name, type });
}
