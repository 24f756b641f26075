import { stepBaseClasses, type StepBaseClass, type StepMethod } from '../../../../schemas/model/steps.ts';

/** The text of one method of a step class, without indentation. */
export interface MethodSkeleton {
  readonly name: StepMethod;
  readonly text: string;
  /** The compiler demands it; the others are there because a recoverable step needs them. */
  readonly isRequired: boolean;
}

/**
 * Methods that a step of a base class has, in the order in which they are called (manual: step base classes). The one
 * table for wizards, completion and quick fixes.
 */
export function stepMethodSkeletons(base: StepBaseClass, step: string): readonly MethodSkeleton[] {
  const { stepType, arrayType } = stepBaseClasses[base];
  const isArray = arrayType === 'SERIES';
  const order = `OrderOf<${JSON.stringify(step).replaceAll('"', "'")}>`;
  const calls = orderCalls[stepType];
  const element = isArray ? ', element: Element' : '';
  const unusedElement = isArray ? ', _element: Element' : '';
  const found: MethodSkeleton[] = [];
  if (isArray) found.push({ name: 'array', isRequired: true, text: arrayText(order) });
  found.push({
    name: 'primary',
    isRequired: true,
    text: `${primaryComment[stepType]}
async primary(order: ${order}${calls === '' ? '' : ` & ${calls}`}${element}) {
${primaryBody(stepType, isArray)}
}`,
  });
  if (stepType === 'NORMAL' || stepType === 'ASYNC')
    found.push({ name: 'validation', isRequired: false, text: validationText(stepType, order, unusedElement) });
  if (stepType === 'ASYNC') found.push({ name: 'end', isRequired: false, text: endText(order, unusedElement) });
  return found;
}

const orderCalls = {
  NORMAL: '',
  ASYNC: 'AsyncOrderCalls',
  EVENT: 'EventOrderCalls',
  SUBWORKFLOW: 'SubworkflowOrderCalls',
} as const;

/** Names that the methods of a base class import from `ordo` besides the class and `OrderOf`. */
export function importedTypes(base: StepBaseClass): readonly string[] {
  const calls = orderCalls[stepBaseClasses[base].stepType];
  return calls === '' ? [] : [calls];
}

const primaryComment = {
  NORMAL: '/** Does the work. What it throws becomes an error of the order; returning means COMPLETE. */',
  ASYNC: '/** Starts the work and says under which key its result will arrive in the queue. */',
  EVENT: '/** Says which event the order waits for. */',
  SUBWORKFLOW: '/** Creates the order of the other workflow; this one goes on when that one is complete. */',
} as const;

function primaryBody(stepType: keyof typeof primaryComment, isArray: boolean): string {
  const of = isArray ? " + ' of element ' + String(element)" : '';
  switch (stepType) {
    case 'NORMAL':
      return `  order.log.info('order ' + order.orderId${of});`;
    case 'ASYNC':
      return `  order.log.info('order ' + order.orderId${of});\n  await order.submitAsyncKey(order.generateUniqueKey());`;
    case 'EVENT':
      return `  await order.bindEvent(String(${isArray ? 'element' : 'order.orderId'}));`;
    case 'SUBWORKFLOW':
      return `  await order.bindSubworkflow('other-workflow', { staticData: {${isArray ? ' element ' : ''}} });`;
  }
}

function arrayText(order: string): string {
  return `/** The elements: always the same in the same order, since it is asked again after a crash. */
async array(_order: ${order}): Promise<readonly Element[]> {
  return [];
}`;
}

function validationText(stepType: 'NORMAL' | 'ASYNC', order: string, element: string): string {
  const key = stepType === 'ASYNC' ? ', _asyncKey: string | undefined' : '';
  return `/** Called before a second try: did the first one do its work? COMPLETE = yes, RETRY = call primary again. */
async validation(_order: ${order}${key}${element}) {
  return 'RETRY' as const;
}`;
}

function endText(order: string, element: string): string {
  return `/** Takes the data that arrived in the queue, before the order goes on. */
async end(order: ${order}, queueData: unknown${element}) {
  await order.dynamicData.update({ answer: queueData });
}`;
}
