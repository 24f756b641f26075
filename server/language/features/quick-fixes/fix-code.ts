import type { OutlineClass, OutlineMethod } from '../../typescript/class-outline.ts';
import { addMethodFix } from './fix-files.ts';
import { edited, type Fix, type FixContext, type Fixer } from './fix.ts';
import { lineBreak } from './yaml-edits.ts';

/** A call whose promise nobody waits for. */
export const addAwait: Fixer = (context) => {
  const { file, text, problem } = context;
  const method = methodAt(context)?.method;
  const edits = [{ file, start: problem.start, end: problem.start, text: 'await ' }];
  // Whoever waits is asynchronous itself; inside an inner function the compiler says so.
  if (method && !/\basync\b/.test(text.slice(method.fullStart, method.start)))
    edits.unshift({ file, start: method.start, end: method.start, text: 'async ' });
  return [{ title: 'Wait for it with "await"', edit: { edits }, isPreferred: true }];
};

/** Without validation nobody knows after a crash whether the step did its work. */
export const addValidation: Fixer = (context) => {
  const into = methodAt(context)?.into;
  const [fix] = into ? addMethodFix(context.file, context.text, into, 'validation') : [];
  return fix ? [{ ...fix, title: 'Add the method "validation"', isPreferred: true }] : [];
};

/** The call that `primary` of this kind of step must make, at its end. */
export const addCall: Fixer = (context): readonly Fix[] => {
  const { file, text, problem } = context;
  const call = String(problem.data['text'] ?? '');
  const method = methodAt(context)?.method;
  if (!method || !Object.hasOwn(argumentsOf, call) || text.charAt(method.fullEnd - 1) !== '}') return [];
  const order = /\(\s*([\w$]+)/.exec(text.slice(method.end, method.fullEnd))?.[1] ?? 'order';
  const br = lineBreak(text);
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', method.fullEnd - 1) + 1))?.[0] ?? '  ';
  const isOneLine = !text.slice(method.start, method.fullEnd).includes('\n');
  const statement = `await ${order}.${call}(${(argumentsOf[call] ?? '').replaceAll('ORDER', order)});`;
  // Behind the last statement: the closing brace stands on a line of its own, or on the only one.
  const at = isOneLine ? method.fullEnd - 1 : text.lastIndexOf('\n', method.fullEnd - 1) + 1;
  const inserted = isOneLine ? ` ${statement} ` : `${indent}  ${statement}${br}`;
  return [{ title: `Add "${order}.${call}(…)"`, edit: edited(file, at, at, inserted), isPreferred: true }];
};

const argumentsOf: Readonly<Record<string, string>> = {
  submitAsyncKey: 'ORDER.generateUniqueKey()',
  bindEvent: 'String(ORDER.orderId)',
  bindSubworkflow: "'other-workflow', { staticData: {} }",
};

/** The class and method that a problem is in; on a class's name the class alone. */
function methodAt({ project, file, problem }: FixContext): { into: OutlineClass; method?: OutlineMethod } | undefined {
  const into = project
    .outline(file)
    .classes.find(({ start, bodyEnd }) => problem.start >= start && problem.start <= bodyEnd);
  const method = into?.methods.find(({ fullStart, fullEnd }) => problem.start >= fullStart && problem.start <= fullEnd);
  return into && { into, ...(method ? { method } : {}) };
}
