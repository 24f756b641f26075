import ts from 'typescript';
import { spanOf, visit, type OrderMethod, type UseFinding } from './order-method.ts';

/** State of an order kept in the class, whose object serves all orders. */
export function writesToMembers(method: OrderMethod, source: ts.SourceFile): readonly UseFinding[] {
  const found: UseFinding[] = [];
  visit(method.body, (node) => {
    const target = writtenTo(node);
    const member = target && memberOfThis(target);
    if (member) found.push({ code: 'ORDO-TS-015', ...spanOf(member, source), values: { member: member.name.text } });
  });
  return found;
}

const assignments: ReadonlySet<ts.SyntaxKind> = new Set(
  Array.from(
    { length: ts.SyntaxKind.LastAssignment - ts.SyntaxKind.FirstAssignment + 1 },
    (_, n) => ts.SyntaxKind.FirstAssignment + n,
  ),
);

/** What a node changes: the left side of an assignment, the operand of `++`, `delete` and of a method that changes. */
function writtenTo(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node) && assignments.has(node.operatorToken.kind)) return node.left;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (
    ts.isPrefixUnaryExpression(node) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  )
    return node.operand;
  if (ts.isDeleteExpression(node)) return node.expression;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return /^(push|pop|shift|unshift|splice|sort|reverse|set|add|clear)$/.test(node.expression.name.text)
    ? node.expression.expression
    : undefined;
}

/** The `this.x` at the root of `this.x.y[z]`. */
function memberOfThis(expression: ts.Expression): ts.PropertyAccessExpression | undefined {
  let node = expression;
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isNonNullExpression(node)) {
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) return node;
    node = node.expression;
  }
  return undefined;
}

/** A promise that nobody waits for: its error is lost, and the step is complete before it. */
export function floatingPromises(
  method: OrderMethod,
  source: ts.SourceFile,
  checker: ts.TypeChecker,
): readonly UseFinding[] {
  const found: UseFinding[] = [];
  visit(method.body, (node) => {
    if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return;
    const type = checker.getTypeAtLocation(node.expression);
    if (checker.getPropertyOfType(type, 'then') === undefined) return;
    const { expression } = node.expression;
    const values = { call: expression.getText(source).replaceAll(/\s+/g, ' ').slice(0, 60) };
    found.push({ code: 'ORDO-REC-007', ...spanOf(expression, source), values, data: { fix: 'add-await' } });
  });
  return found;
}

/** The elements of an array step depend on time or chance, although they must be the same at every start. */
export function unsteadyElements(method: OrderMethod, source: ts.SourceFile): readonly UseFinding[] {
  const found: UseFinding[] = [];
  visit(method.body, (node) => {
    const text = ts.isCallExpression(node)
      ? node.expression.getText(source)
      : ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0
        ? `new ${node.expression.getText(source)}`
        : '';
    if (unsteady.test(text)) found.push({ code: 'ORDO-REC-006', ...spanOf(node, source), values: { what: text } });
  });
  return found;
}

const unsteady =
  /^(Date\.now|new Date|Math\.random|performance\.now|(crypto\.)?random(UUID|Bytes|Int)|(crypto\.)?getRandomValues|process\.hrtime(\.bigint)?|Promise\.(race|any)|Temporal\.Now\.\w+)$/;
