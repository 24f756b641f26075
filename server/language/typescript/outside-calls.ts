import ts from 'typescript';
import { isSdkFile } from './sdk-files.ts';

/**
 * Calls by which code changes something outside the order: a request that is not a mere question, a file that is written, a
 * program that is started, a package's function whose name does not say that it only reads. Functions of the project
 * are followed to what they call.
 */
export class OutsideCalls {
  readonly #checker: ts.TypeChecker;
  readonly #known = new Map<ts.Node, boolean>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Whether a call may change something outside. */
  isEffect(call: ts.CallExpression): boolean {
    const name = calledName(call.expression);
    if (name === undefined || onlyReads(name)) return false;
    const declaration = this.#declaration(call.expression);
    const file = declaration?.getSourceFile();
    if (name === 'fetch' && (file === undefined || file.isDeclarationFile)) return !isQuestion(call);
    if (!file || isSdkFile(file.fileName)) return false;
    const module = file.isDeclarationFile ? moduleOf(call.expression, this.#checker) : undefined;
    if (module !== undefined) return isOutsideModule(module);
    return file.isDeclarationFile ? false : this.#bodyHasEffect(declaration);
  }

  #bodyHasEffect(declaration: ts.Node | undefined): boolean {
    if (!declaration) return false;
    const known = this.#known.get(declaration);
    if (known !== undefined) return known;
    // A function that calls itself has no effect but those of its other calls.
    this.#known.set(declaration, false);
    const has = this.#contains(declaration);
    this.#known.set(declaration, has);
    return has;
  }

  #contains(node: ts.Node): boolean {
    if (ts.isCallExpression(node) && this.isEffect(node)) return true;
    return ts.forEachChild(node, (child) => this.#contains(child) || undefined) ?? false;
  }

  #declaration(expression: ts.Expression): ts.Node | undefined {
    const symbol = this.#checker.getSymbolAtLocation(
      ts.isPropertyAccessExpression(expression) ? expression.name : expression,
    );
    const target =
      symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.#checker.getAliasedSymbol(symbol) : symbol;
    const declaration = target?.declarations?.[0];
    return declaration && ts.isVariableDeclaration(declaration)
      ? (declaration.initializer ?? declaration)
      : declaration;
  }
}

/** The last name of what is called: `send` of `mail.send(…)`. */
export function calledName(expression: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : undefined;
}

/** By its name a function only asks: `findPayment`, `getUser`, `isOpen`. */
function onlyReads(name: string): boolean {
  return /^(get|find|read|list|query|select|search|load|look|lookup|is|has|count|exists|check|validate|verify|parse|format|to|from|build|compute|calculate|assert|describe|compare|resolve|map|filter|on|once|close|log|info|warn|debug)(?=[A-Z_]|$)/.test(
    name,
  );
}

/** A request without a method, or with one that changes nothing. */
function isQuestion(call: ts.CallExpression): boolean {
  const options = call.arguments[1];
  if (!options) return true;
  if (!ts.isObjectLiteralExpression(options)) return false;
  const method = options.properties.find(
    (each) => each.name && ts.isIdentifier(each.name) && each.name.text === 'method',
  );
  if (!method) return !options.properties.some(ts.isSpreadAssignment);
  const value = ts.isPropertyAssignment(method) ? method.initializer : undefined;
  return value !== undefined && ts.isStringLiteralLike(value) && /^(GET|HEAD|OPTIONS)$/i.test(value.text);
}

/** The module that a called name was imported from, if it is a package or a part of Node. */
function moduleOf(expression: ts.Expression, checker: ts.TypeChecker): string | undefined {
  let root: ts.Expression = expression;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
  const declaration = checker.getSymbolAtLocation(root)?.declarations?.[0];
  for (let node: ts.Node | undefined = declaration; node; node = node.parent)
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier.text;
  return undefined;
}

const outsideOfNode: ReadonlySet<string> = new Set(
  ['fs', 'fs/promises', 'http', 'https', 'http2', 'net', 'tls', 'dgram', 'child_process', 'sqlite'].flatMap((name) => [
    name,
    `node:${name}`,
  ]),
);

/** Packages that only compute are rare among those that steps await; those of Node are known by name. */
function isOutsideModule(name: string): boolean {
  return outsideOfNode.has(name);
}
