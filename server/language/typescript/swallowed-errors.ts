import ts from 'typescript';
import { spanOf, visit, type OrderMethod, type UseFinding } from './order-method.ts';

/** Errors that are caught and gone: the step would be COMPLETE although something failed (manual: requirement 5). */
export function swallowedErrors(method: OrderMethod, source: ts.SourceFile): readonly UseFinding[] {
  if (method.name === 'detach' || method.name === 'errorHandler') return [];
  const found: UseFinding[] = [];
  visit(method.body, (node) => {
    if (ts.isCatchClause(node) && !handles(node.block)) {
      const start = node.getStart(source);
      found.push({ code: 'ORDO-REC-003', start, end: start + 'catch'.length, values: {} });
    }
    if (ts.isCallExpression(node) && isEmptyCatch(node))
      found.push({
        code: 'ORDO-REC-003',
        ...spanOf((node.expression as ts.PropertyAccessExpression).name, source),
        values: {},
      });
  });
  return found;
}

/** The block throws, raises, answers with a status or does something about it by a call other than writing a log. */
function handles(block: ts.Block): boolean {
  let handled = false;
  visit(block, (node) => {
    if (ts.isThrowStatement(node) || (ts.isReturnStatement(node) && node.expression)) handled = true;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) handled = true;
    if (ts.isCallExpression(node) && !/(^|\.)(log|console)\./.test(node.expression.getText())) handled = true;
  });
  return handled;
}

/** `.catch(() => {})` and `.catch(() => undefined)`. */
function isEmptyCatch(call: ts.CallExpression): boolean {
  const { expression } = call;
  const [handler] = call.arguments;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'catch' || !handler) return false;
  if (!ts.isArrowFunction(handler) && !ts.isFunctionExpression(handler)) return false;
  if (ts.isBlock(handler.body)) return !handles(handler.body);
  const text = handler.body.getText();
  return text === 'undefined' || text === 'null' || /(^|\.)(log|console)\./.test(text);
}
