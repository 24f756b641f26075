import path from 'node:path';
import { stepBaseClasses, stepMethods, type StepBaseClass } from '../../../schemas/model/steps.ts';
import { checkKeys } from '../diagnostics/rules/step-kind.ts';
import type { Report, WorkspaceReport } from '../diagnostics/rule.ts';
import { kindRows } from '../objects/object-kinds.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean, quotedList } from '../words/sentences.ts';
import type { LineIndex } from '../yaml/line-index.ts';
import type { ClassFacts, MethodFacts } from './class-facts.ts';
import type { StepUsers } from './step-users.ts';
import { checkUses } from './use-rules.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';

/** The class of an object, chosen by `class-name` or as the only one; reports when there is none to choose. */
export function chooseClass(
  object: YamlObject,
  classes: ReadonlyMap<string, ClassFacts>,
  report: Report,
): ClassFacts | undefined {
  const wanted = object.text('class-name');
  const file = path.basename(object.codeFile ?? '');
  if (wanted !== undefined) return chooseNamed(object, wanted, file, classes, report);
  const range = object.rangeOf([object.node(['code']) ? 'code' : 'name']);
  const concrete = [...classes.values()].filter((each) => !each.isAbstract);
  const base = object.kind === 'step' ? 'NormalStep' : (expectedBases(object)[0] ?? '');
  if (concrete.length === 0) report('ORDO-TS-004', range, { file, base }, { data: { fix: 'create-class' } });
  if (concrete.length > 1) {
    const names = concrete.map((each) => each.name);
    report('ORDO-TS-005', range, { file, classes: quotedList(names) }, { data: { fix: 'add-key', key: 'class-name' } });
  }
  return concrete.length === 1 ? concrete[0] : undefined;
}

function chooseNamed(
  object: YamlObject,
  wanted: string,
  file: string,
  classes: ReadonlyMap<string, ClassFacts>,
  report: Report,
): ClassFacts | undefined {
  const found = classes.get(wanted) ?? [...classes.values()].find((each) => each.name === wanted);
  if (found) return found;
  const suggestion = nearestName(wanted, classes.keys());
  const data = suggestion === undefined ? { fix: 'create-class', text: wanted } : { fix: 'replace', text: suggestion };
  report(
    'ORDO-TS-003',
    object.rangeOf(['class-name']),
    { file, class: wanted, hint: didYouMean(suggestion) },
    { data },
  );
  return undefined;
}

/** What is wrong between an object and its class: kind, base class, methods that are never called. */
export function checkClass(
  object: YamlObject,
  facts: ClassFacts,
  lines: LineIndex,
  report: Report,
  anywhere: WorkspaceReport,
  project: { readonly workspace: WorkspaceView; readonly users: StepUsers },
): void {
  const file = object.codeFile ?? object.file;
  const here: Report = (code, range, values, more) => anywhere(code, { file, range }, values, more);
  const place = lines.range(facts.start, facts.end);
  if (facts.isAbstract) here('ORDO-TS-010', place, { class: facts.name });
  const expected = expectedBases(object);
  if (facts.baseClass === undefined || !expected.includes(facts.baseClass)) {
    const values = {
      class: facts.name,
      kind: kindRows[object.kind].label,
      name: object.name,
      expected: object.kind === 'step' ? 'one of the step base classes' : quotedList(expected, 'or'),
      example: object.text('base-class-name')?.replace(/^Qorus/, '') ?? expected[0] ?? '',
    };
    here('ORDO-TS-006', place, values, {
      related: [{ file: object.file, range: object.range, message: 'The object is described here.' }],
    });
    return;
  }
  if (object.kind === 'step') checkStepKind(object, facts, facts.baseClass as StepBaseClass, report);
  for (const method of facts.methods) checkMethod(method, facts, lines, here);
  checkUses({ object, facts, ...project, lines, here });
}

function expectedBases(object: YamlObject): readonly string[] {
  if (object.kind === 'step') return Object.keys(stepBaseClasses);
  return object.kind === 'workflow' ? ['Workflow'] : object.kind === 'job' ? ['Job'] : ['Service'];
}

/** The class decides the type (manual: step classes per step type); what YAML says must agree. */
function checkStepKind(object: YamlObject, facts: ClassFacts, base: StepBaseClass, report: Report): void {
  const { stepType, arrayType } = stepBaseClasses[base];
  const data = { fix: 'replace' };
  const disagree = (key: string, text: string): void =>
    report(
      'ORDO-TS-007',
      object.rangeOf([key]),
      { written: `"${key}: ${object.text(key) ?? ''}"`, class: facts.name, base },
      { data: { ...data, text } },
    );
  const written = object.text('base-class-name');
  if (written !== undefined) {
    if (written.replace(/^Qorus/, '') !== base) disagree('base-class-name', base);
    return;
  }
  const steptype = object.text('steptype');
  const arraytype = object.text('arraytype');
  if (steptype !== undefined && steptype !== stepType) disagree('steptype', stepType);
  else if (arraytype !== undefined && arraytype !== arrayType) disagree('arraytype', arrayType);
  // Without `steptype` only the class says what the step is, so its keys are checked here.
  else if (steptype === undefined) checkKeys(object, stepType, report);
}

/** Names under which people look for the methods of a step or job. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  validate: ['validation'],
  validationcode: ['validation'],
  run: ['primary'],
  execute: ['primary', 'run'],
  main: ['primary', 'run'],
  start: ['run'],
  primary: ['run'],
  primarycode: ['primary'],
  elements: ['array'],
  getarray: ['array'],
  onend: ['end'],
  finish: ['end'],
};

function checkMethod(method: MethodFacts, facts: ClassFacts, lines: LineIndex, report: Report): void {
  if (method.isPrivate || !method.isHere || facts.offered.includes(method.name)) return;
  const range = lines.range(method.start, method.end);
  if (facts.baseClass !== 'Job' && (stepMethods as readonly string[]).includes(method.name)) {
    const having = basesWith(method.name).filter((base) => base !== facts.baseClass);
    report('ORDO-TS-009', range, { base: facts.baseClass ?? '', method: method.name, having: having.join(', ') });
    return;
  }
  const missing = facts.offered.filter((name) => !facts.methods.some((other) => other.name === name));
  const known = otherNames[method.name.toLowerCase()]?.find((name) => missing.includes(name));
  const suggestion = known ?? nearestName(method.name, missing);
  if (suggestion === undefined) return;
  report('ORDO-TS-008', range, { method: method.name, suggestion }, { data: { fix: 'rename', text: suggestion } });
}

function basesWith(method: string): readonly string[] {
  return Object.entries(stepBaseClasses)
    .filter(([, { stepType, arrayType }]) => {
      if (method === 'array') return arrayType === 'SERIES';
      if (method === 'end') return stepType === 'ASYNC';
      return method === 'primary' || stepType === 'NORMAL' || stepType === 'ASYNC';
    })
    .map(([name]) => name);
}
