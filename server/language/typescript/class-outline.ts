import ts from 'typescript';

/** Classes of a TypeScript text and the names in it that mean something in YAML, by its syntax alone. */
export interface CodeOutline {
  readonly classes: readonly OutlineClass[];
  readonly names: readonly OutlineName[];
}

export interface OutlineClass {
  readonly name: string;
  /** Offsets of the name. */
  readonly start: number;
  readonly end: number;
  /** Offset behind the `{` of the body, and of its `}`. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly isExported: boolean;
  readonly isAbstract: boolean;
  /** Name of the class it extends, with its place. */
  readonly base?: { readonly name: string; readonly start: number; readonly end: number };
  readonly methods: readonly OutlineMethod[];
}

export interface OutlineMethod {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The whole method, with its comment. */
  readonly fullStart: number;
  readonly fullEnd: number;
}

export const nameRoles = ['step', 'error', 'workflow', 'order-key', 'config-item'] as const;

/** A name that YAML knows, too; the offsets leave the quotes out. */
export interface OutlineName {
  readonly role: (typeof nameRoles)[number];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads a text without its types; half-typed code gives what can be seen of it. */
export function outlineOf(file: string, text: string): CodeOutline {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const classes: OutlineClass[] = [];
  const names: OutlineName[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) classes.push(...classOutline(node, source));
    names.push(...namesIn(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { classes, names };
}

function classOutline(node: ts.ClassLikeDeclaration, source: ts.SourceFile): readonly OutlineClass[] {
  const name = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  if (!name || !ts.isIdentifier(name)) return [];
  const clause = node.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  const flags = ts.getCombinedModifierFlags(node);
  return [
    {
      name: name.text,
      start: name.getStart(source),
      end: name.getEnd(),
      bodyStart: node.members.pos,
      bodyEnd: Math.max(node.members.pos, node.getEnd() - 1),
      isExported: (flags & ts.ModifierFlags.Export) !== 0 || ts.isClassExpression(node),
      isAbstract: (flags & ts.ModifierFlags.Abstract) !== 0,
      ...(base ? { base: { name: base.getText(source), start: base.getStart(source), end: base.getEnd() } } : {}),
      methods: node.members.flatMap((member) => methodOutline(member, source)),
    },
  ];
}

function methodOutline(member: ts.ClassElement, source: ts.SourceFile): readonly OutlineMethod[] {
  const isMethod =
    ts.isMethodDeclaration(member) ||
    (ts.isPropertyDeclaration(member) && member.initializer !== undefined && ts.isFunctionLike(member.initializer));
  if (!isMethod || !ts.isIdentifier(member.name)) return [];
  return [
    {
      name: member.name.text,
      start: member.name.getStart(source),
      end: member.name.getEnd(),
      fullStart: member.getStart(source, true),
      fullEnd: member.getEnd(),
    },
  ];
}

function namesIn(node: ts.Node, source: ts.SourceFile): readonly OutlineName[] {
  if (ts.isTypeReferenceNode(node)) return stepNames(node, source);
  if (ts.isCallExpression(node)) return callNames(node, source);
  if (ts.isNewExpression(node)) return errorArguments(node.expression.getText(source), node.arguments ?? [], source);
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) return codeNames(node, source);
  if (ts.isPropertyAccessExpression(node)) return memberNames(node, source);
  return [];
}

/** `OrderOf<'pay'>` */
function stepNames(node: ts.TypeReferenceNode, source: ts.SourceFile): readonly OutlineName[] {
  if (node.typeName.getText(source) !== 'OrderOf') return [];
  return (node.typeArguments ?? []).flatMap((argument) =>
    ts.isLiteralTypeNode(argument) ? literal('step', argument.literal, source) : [],
  );
}

/** `order.stepError('CARD-TIMEOUT')`, `order.bindSubworkflow('refund', …)`, `order.setOrderKeys({ customer })`. */
function callNames(node: ts.CallExpression, source: ts.SourceFile): readonly OutlineName[] {
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return errorArguments('Error', node.arguments, source);
  if (!ts.isPropertyAccessExpression(node.expression)) return [];
  const [first] = node.arguments;
  const method = node.expression.name.text;
  if (!first) return [];
  if (method === 'stepError' || method === 'stepWarning') return literal('error', first, source);
  if (method === 'bindSubworkflow') return literal('workflow', first, source);
  if (method !== 'setOrderKeys' && method !== 'appendOrderKeys') return [];
  if (!ts.isObjectLiteralExpression(first)) return [];
  return first.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ? propertyName('order-key', property.name, source) : [],
  );
}

/** `new StepError('CARD-TIMEOUT', …)`: only names in the form of error names, since other arguments are texts for people. */
function errorArguments(callee: string, list: readonly ts.Expression[], source: ts.SourceFile): readonly OutlineName[] {
  if (!/Error$/.test(callee)) return [];
  return list
    .flatMap((argument) => literal('error', argument, source))
    .filter(({ text }) => /^[A-Z][A-Z0-9_-]+$/.test(text));
}

/** `code = 'CARD-TIMEOUT'` in an error class, `{ code: 'CARD-TIMEOUT' }`. */
function codeNames(
  node: ts.PropertyAssignment | ts.PropertyDeclaration,
  source: ts.SourceFile,
): readonly OutlineName[] {
  if (!ts.isIdentifier(node.name) || node.name.text !== 'code' || !node.initializer) return [];
  const value = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
  return literal('error', value, source);
}

/** `order.configItems.url`, `order.orderKeys.customer`. */
function memberNames(node: ts.PropertyAccessExpression, source: ts.SourceFile): readonly OutlineName[] {
  const holder = node.expression;
  if (!ts.isPropertyAccessExpression(holder)) return [];
  const role =
    holder.name.text === 'configItems' ? 'config-item' : holder.name.text === 'orderKeys' ? 'order-key' : undefined;
  return role === undefined ? [] : propertyName(role, node.name, source);
}

function propertyName(role: OutlineName['role'], name: ts.Node, source: ts.SourceFile): readonly OutlineName[] {
  if (ts.isIdentifier(name)) return [{ role, text: name.text, start: name.getStart(source), end: name.getEnd() }];
  return literal(role, name, source);
}

function literal(role: OutlineName['role'], node: ts.Node, source: ts.SourceFile): readonly OutlineName[] {
  if (!ts.isStringLiteralLike(node)) return [];
  return [
    {
      role,
      text: node.text,
      start: node.getStart(source) + 1,
      end: Math.max(node.getStart(source) + 1, node.getEnd() - 1),
    },
  ];
}
