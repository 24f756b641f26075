import ts from 'typescript';
import { foreignCalls, obligationFindings } from './obligations.ts';
import { spanOf, visit, type OrderMethod, type Span, type UseFinding } from './order-method.ts';
import { calledName, type OutsideCalls } from './outside-calls.ts';
import { swallowedErrors } from './swallowed-errors.ts';
import { floatingPromises, unsteadyElements, writesToMembers } from './step-habits.ts';

/** What the methods of a class do with orders, as far as their text says it. Plain data: it outlives the program. */
export interface ClassUses {
  /** What is wrong whatever the object says. */
  readonly findings: readonly UseFinding[];
  readonly orderKeys: readonly NamedUse[];
  readonly configItems: readonly NamedUse[];
  readonly errors: readonly ErrorUse[];
  readonly dataRead: readonly NamedUse[];
  readonly dataWritten: readonly string[];
  /** Some keys of dynamic data are written by names that are not in the text. */
  readonly writesAnything: boolean;
  /** Calls of `primary` that change something outside. */
  readonly effects: readonly Span[];
  /** A comment says that the step may simply run again, and why. */
  readonly needsNoValidation: boolean;
  /** `primary` reads static data and looks at none of it before its first effect. */
  readonly trustsInput: boolean;
}

export interface NamedUse extends Span {
  readonly name: string;
}

export interface ErrorUse extends NamedUse {
  /** It says when to try again, so it is meant to be tried again. */
  readonly isRetried: boolean;
}

/** Methods that the engine calls with an order. */
const calledByEngine: ReadonlySet<string> = new Set([
  'primary',
  'validation',
  'array',
  'end',
  'attach',
  'detach',
  'errorHandler',
  'run',
]);

/** Looks at the methods of a class that extends the SDK's class `base`. */
export function classUses(
  declaration: ts.ClassLikeDeclaration,
  base: string | undefined,
  checker: ts.TypeChecker,
  outside: OutsideCalls,
): ClassUses {
  const source = declaration.getSourceFile();
  const methods = orderMethods(declaration);
  const primary = methods.find((method) => method.name === 'primary');
  const gathered = gather(methods, source);
  const effects = primary ? callsIn(primary.body, (call) => outside.isEffect(call)) : [];
  const isChecked = primary === undefined || looksFirst(primary.body, effects[0]);
  return {
    findings: ignoring(source, [
      ...(primary ? obligationFindings(primary, base, source) : []),
      ...methods.flatMap((method) => [
        ...(base === undefined ? [] : foreignCalls(method, base, source)),
        // An object of a job belongs to one run at a time.
        ...(base === 'Job' ? [] : writesToMembers(method, source)),
        ...swallowedErrors(method, source),
        ...floatingPromises(method, source, checker),
      ]),
      ...methods.filter((method) => method.name === 'array').flatMap((method) => unsteadyElements(method, source)),
    ]),
    ...gathered,
    effects: ignoring(
      source,
      effects.map((call) => ({ ...spanOf(call.expression, source), code: 'ORDO-REC-001' })),
    ),
    needsNoValidation: saysWhy(declaration, source),
    trustsInput: !isChecked && primary !== undefined && /\bstaticData\b/.test(primary.body.getText(source)),
  };
}

function orderMethods(declaration: ts.ClassLikeDeclaration): readonly OrderMethod[] {
  return declaration.members.flatMap((member) => {
    const name = member.name && ts.isIdentifier(member.name) ? member.name.text : '';
    if (!calledByEngine.has(name)) return [];
    const written = ts.isPropertyDeclaration(member) ? member.initializer : member;
    if (!written || !ts.isFunctionLike(written) || !('body' in written)) return [];
    const { body } = written as { body?: ts.Node };
    if (!body || !ts.isBlock(body)) return [];
    const parameter = written.parameters[0];
    const order = parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
    return [{ name, body, order, parameter }];
  });
}

type Gathered = Pick<ClassUses, 'orderKeys' | 'configItems' | 'errors' | 'dataRead' | 'dataWritten' | 'writesAnything'>;

/** Names that the methods use of keys, items, errors and data. */
function gather(methods: readonly OrderMethod[], source: ts.SourceFile): Gathered {
  const orderKeys: NamedUse[] = [];
  const configItems: NamedUse[] = [];
  const errors: ErrorUse[] = [];
  const dataRead: NamedUse[] = [];
  const dataWritten: string[] = [];
  let writesAnything = false;
  for (const { body, order } of methods)
    if (order !== undefined)
      visit(body, (node) => {
        if (!ts.isCallExpression(node)) {
          const item = memberOf(node, order, 'configItems');
          if (item) configItems.push({ name: item.text, ...spanOf(item, source) });
          return;
        }
        const called = pathOf(node.expression, order);
        const first = node.arguments[0];
        if (called === 'setOrderKeys' || called === 'appendOrderKeys')
          orderKeys.push(...keysOf(first).map((key) => ({ name: textOf(key), ...spanOf(key, source) })));
        if ((called === 'stepError' || called === 'stepWarning') && first && ts.isStringLiteralLike(first))
          errors.push({ name: first.text, ...spanOf(first, source), isRetried: node.arguments.length > 2 });
        if (called === 'dynamicData.get' && first && ts.isStringLiteralLike(first))
          dataRead.push({ name: first.text, ...spanOf(first, source) });
        if (called === 'dynamicData.update') {
          if (first && ts.isObjectLiteralExpression(first) && !first.properties.some(isOpen))
            dataWritten.push(...keysOf(first).map(textOf));
          else writesAnything = true;
        }
      });
  // Data handed to other code may be written there.
  if (methods.some((method) => handsOn(method))) writesAnything = true;
  return { orderKeys, configItems, errors, dataRead, dataWritten, writesAnything };
}

function isOpen(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isSpreadAssignment(property) || (property.name !== undefined && ts.isComputedPropertyName(property.name));
}

function keysOf(node: ts.Expression | undefined): readonly (ts.Identifier | ts.StringLiteralLike)[] {
  if (!node || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name] : [],
  );
}

function textOf(node: ts.Identifier | ts.StringLiteralLike): string {
  return node.text;
}

/** `dynamicData.get` for `order.dynamicData.get`. */
function pathOf(expression: ts.Expression, order: string): string | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { expression: left, name } = expression;
  if (ts.isIdentifier(left)) return left.text === order ? name.text : undefined;
  const path = pathOf(left, order);
  return path === undefined ? undefined : `${path}.${name.text}`;
}

/** The `x` of `order.configItems.x`. */
function memberOf(node: ts.Node, order: string, part: string): ts.Identifier | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.name)) return undefined;
  return pathOf(node.expression, order) === part ? node.name : undefined;
}

/** The order, or its dynamic data as a whole, leaves the method. */
function handsOn({ body, order, parameter }: OrderMethod): boolean {
  let leaves = order === undefined && parameter !== undefined;
  visit(body, (node) => {
    if (!ts.isIdentifier(node) || node.text !== order) return;
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) leaves = true;
    else if (parent.name.text === 'dynamicData' && !ts.isPropertyAccessExpression(parent.parent)) leaves = true;
  });
  return leaves;
}

/** Calls of a body that happen on one way through it: of branches that exclude each other only the one with most. */
function callsIn(node: ts.Node, isWanted: (call: ts.CallExpression) => boolean): readonly ts.CallExpression[] {
  if (ts.isIfStatement(node)) {
    const branches = [node.thenStatement, node.elseStatement].map((each) => (each ? callsIn(each, isWanted) : []));
    return [...callsIn(node.expression, isWanted), ...longest(branches)];
  }
  if (ts.isConditionalExpression(node))
    return [
      ...callsIn(node.condition, isWanted),
      ...longest([callsIn(node.whenTrue, isWanted), callsIn(node.whenFalse, isWanted)]),
    ];
  if (ts.isCaseBlock(node)) return longest(node.clauses.map((clause) => callsIn(clause, isWanted)));
  if (ts.isCatchClause(node)) return [];
  const found: ts.CallExpression[] = [];
  ts.forEachChild(node, (child) => void found.push(...callsIn(child, isWanted)));
  if (ts.isCallExpression(node) && isWanted(node)) found.push(node);
  return found;
}

function longest<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.reduce((best, each) => (each.length > best.length ? each : best), []);
}

/** Before the first effect something is thrown, raised, returned or asserted on a condition. */
function looksFirst(body: ts.Block, effect: ts.CallExpression | undefined): boolean {
  if (!effect) return true;
  let looks = false;
  visit(body, (node) => {
    if (node.pos >= effect.pos) return;
    if (ts.isThrowStatement(node) || ts.isReturnStatement(node)) looks = true;
    if (
      ts.isCallExpression(node) &&
      /^(assert|check|validate|verify|parse|require|ensure|stepError|expect)/i.test(calledName(node.expression) ?? '')
    )
      looks = true;
  });
  return looks;
}

/** `Needs no validation: the mail system sends a number once.` in the comment of the class. */
function saysWhy(declaration: ts.ClassLikeDeclaration, source: ts.SourceFile): boolean {
  return /needs no validation *[:,;(]/i.test(
    source.text.slice(declaration.getFullStart(), declaration.getStart(source)),
  );
}

/** Leaves out what a comment on the line before says is meant: `// ordo-ignore ORDO-REC-001 the mail system sends a number once`. */
function ignoring<Found extends Span & { readonly code: string }>(
  source: ts.SourceFile,
  found: readonly Found[],
): Found[] {
  return found.filter(({ start, code }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const [from, to] = [source.getPositionOfLineAndCharacter(Math.max(0, line - 1), 0), start];
    return !new RegExp(`//\\s*ordo-ignore\\b[^\\n]*\\b${code}\\b`).test(source.text.slice(from, to));
  });
}
