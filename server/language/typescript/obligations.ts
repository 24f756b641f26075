import ts from 'typescript';
import { spanOf, visit, type OrderMethod, type UseFinding } from './order-method.ts';
import { followPaths } from './method-paths.ts';

/** Of these calls `primary` of a step of the kind makes exactly one (manual: methods and obligations of steps). */
const obligations: Readonly<Record<string, readonly string[]>> = {
  AsyncStep: ['submitAsyncKey', 'skipAsyncStep'],
  AsyncArrayStep: ['submitAsyncKey', 'skipAsyncStep'],
  EventStep: ['bindEvent', 'bindEventUnposted', 'skipEvent'],
  EventArrayStep: ['bindEvent', 'bindEventUnposted', 'skipEvent'],
  SubworkflowStep: ['bindSubworkflow', 'skipSubworkflow'],
  SubworkflowArrayStep: ['bindSubworkflow', 'skipSubworkflow'],
};

/** Paths through `primary` on which none of the step's calls is made, or more than one. */
export function obligationFindings(
  primary: OrderMethod,
  base: string | undefined,
  source: ts.SourceFile,
): readonly UseFinding[] {
  const calls = base === undefined ? undefined : obligations[base];
  if (!calls || handsOrderOn(primary)) return [];
  const wanted = new Set(calls);
  const found = followPaths(primary.body, (call) => {
    const name = orderCall(call, primary);
    if (name === 'stepError') return 'raised';
    return wanted.has(name) ? 'made' : undefined;
  });
  if (!found) return [];
  const values = { base: base ?? '', calls: calls.map((call) => `order.${call}()`).join(' or ') };
  const name = nameOf(primary.body.parent) ?? primary.body;
  const span = ts.isBlock(name)
    ? { start: name.getStart(source), end: name.getStart(source) + 1 }
    : spanOf(name, source);
  return [
    ...(found.mayMiss
      ? [{ code: 'ORDO-TS-013', ...span, values, data: { fix: 'add-call', text: calls[0] ?? '' } } as const]
      : []),
    ...found.again.map((call) => ({ code: 'ORDO-TS-014', ...spanOf(call.expression, source), values }) as const),
  ];
}

/** Calls that the order of another kind of step has; a parameter's written type may hide that this one has not. */
export function foreignCalls(
  method: OrderMethod,
  base: string | undefined,
  source: ts.SourceFile,
): readonly UseFinding[] {
  const own = new Set(base === undefined ? [] : obligations[base]);
  const found: UseFinding[] = [];
  visit(method.body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const call = orderCall(node, method);
    if (methodsOfOrder.has(call) && !own.has(call))
      found.push({
        code: 'ORDO-TS-020',
        ...spanOf(node.expression.name, source),
        values: { call, base: base ?? '', bases: basesWith(call) },
      });
  });
  return found;
}

function basesWith(call: string): string {
  const bases = Object.entries(obligations).filter(([, calls]) => calls.includes(call));
  return bases.map(([name]) => name).join(' or ');
}

/** The name of the method that a body belongs to. */
function nameOf(method: ts.Node): ts.Node | undefined {
  const named = ts.isMethodDeclaration(method) ? method : method.parent;
  return ts.isMethodDeclaration(named) || ts.isPropertyDeclaration(named) ? named.name : undefined;
}

/** The name of what is called on the order: `order.bindEvent()`, or `bindEvent()` of a parameter that is taken apart. */
function orderCall(call: ts.CallExpression, method: OrderMethod): string {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return method.order === undefined ? expression.text : '';
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return '';
  return expression.expression.text === method.order ? expression.name.text : '';
}

/** Who gets the order may make the call. */
function handsOrderOn({ body, order, parameter }: OrderMethod): boolean {
  if (order === undefined) return parameter !== undefined && !ts.isObjectBindingPattern(parameter.name);
  let handsOn = false;
  visit(body, (node) => {
    if (!ts.isIdentifier(node) || node.text !== order) return;
    const { parent } = node;
    if (ts.isPropertyAssignment(parent) && parent.name === node) return;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
    if (!ts.isPropertyAccessExpression(parent)) handsOn = true;
    else if (
      methodsOfOrder.has(parent.name.text) &&
      !(ts.isCallExpression(parent.parent) && parent.parent.expression === parent)
    )
      handsOn = true;
  });
  return handsOn;
}

const methodsOfOrder: ReadonlySet<string> = new Set(Object.values(obligations).flat());
