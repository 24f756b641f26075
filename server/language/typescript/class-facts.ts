import ts from 'typescript';
import { classUses, type ClassUses } from './class-uses.ts';
import { OutsideCalls } from './outside-calls.ts';
import { isSdkFile } from './sdk-files.ts';

/** What the code file of an object says about its class. */
export interface ClassFacts {
  readonly name: string;
  /** Offsets of the class's name. */
  readonly start: number;
  readonly end: number;
  readonly isAbstract: boolean;
  /** The SDK's class that it extends, directly or through classes of the project (`NormalStep`, `Workflow` …). */
  readonly baseClass?: string;
  /** Methods that the SDK's class offers. */
  readonly offered: readonly string[];
  /** Methods of the class and of the project's classes between it and the SDK's. */
  readonly methods: readonly MethodFacts[];
  /** What the methods of the class itself do with orders. */
  readonly uses: ClassUses;
}

export interface MethodFacts {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Declared in this file; otherwise the place is that of the class. */
  readonly isHere: boolean;
  readonly isPrivate: boolean;
}

/** The classes that a file exports, by the name under which it exports them. */
export function exportedClasses(
  source: ts.SourceFile,
  checker: ts.TypeChecker,
): ReadonlyMap<string, ts.ClassLikeDeclaration> {
  const module = checker.getSymbolAtLocation(source);
  const found = new Map<string, ts.ClassLikeDeclaration>();
  for (const symbol of module ? checker.getExportsOfModule(module) : []) {
    const declaration = classOf(resolveAlias(symbol, checker));
    if (declaration) found.set(symbol.name, declaration);
  }
  return found;
}

/** Facts about one class. */
export function classFacts(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ClassFacts {
  const source = declaration.getSourceFile();
  const place = declaration.name ?? declaration;
  const chain = inheritance(declaration, checker);
  const base = chain.find(isOfSdk) ?? sdkBaseOf(checker.getTypeAtLocation(declaration), checker);
  const own = chain.filter((each) => !isOfSdk(each));
  const start = place.getStart(source);
  const end = declaration.name ? declaration.name.getEnd() : start + 'class'.length;
  return {
    name: declaration.name?.text ?? 'default',
    start,
    end,
    isAbstract: (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0,
    ...(base?.name ? { baseClass: base.name.text } : {}),
    offered: base ? methodsOf(base).map((method) => method.name.getText(base.getSourceFile())) : [],
    methods: own.flatMap((each) => methodsOf(each).map((method) => methodFacts(method, source, { start, end }))),
    uses: classUses(declaration, base?.name?.text, checker, new OutsideCalls(checker)),
  };
}

function methodFacts(method: NamedMethod, source: ts.SourceFile, place: { start: number; end: number }): MethodFacts {
  const isHere = method.getSourceFile() === source;
  const flags = ts.getCombinedModifierFlags(method);
  return {
    name: method.name.text,
    start: isHere ? method.name.getStart(source) : place.start,
    end: isHere ? method.name.getEnd() : place.end,
    isHere,
    isPrivate:
      ts.isPrivateIdentifier(method.name) || (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
  };
}

type NamedMethod = ts.ClassElement & { readonly name: ts.Identifier | ts.PrivateIdentifier };

/** Methods, and members that hold a function (`primary = async () => …`). */
function methodsOf(declaration: ts.ClassLikeDeclaration): readonly NamedMethod[] {
  return declaration.members.filter((member): member is NamedMethod => {
    if (member.name === undefined || !(ts.isIdentifier(member.name) || ts.isPrivateIdentifier(member.name)))
      return false;
    if ((ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0) return false;
    if (ts.isMethodDeclaration(member)) return true;
    return (
      ts.isPropertyDeclaration(member) && member.initializer !== undefined && ts.isFunctionLike(member.initializer)
    );
  });
}

function isOfSdk(declaration: ts.ClassLikeDeclaration): boolean {
  return isSdkFile(declaration.getSourceFile().fileName);
}

/** What a class extends that is made by a function (a mixin) is known by its type alone. */
function sdkBaseOf(type: ts.Type, checker: ts.TypeChecker, depth = 0): ts.ClassLikeDeclaration | undefined {
  if (depth > 8) return undefined;
  const bases = type.isIntersection() ? type.types : type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
  for (const base of bases) {
    const declaration = base.symbol?.declarations?.find(ts.isClassLike);
    const found = declaration && isOfSdk(declaration) ? declaration : sdkBaseOf(base, checker, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The class and the classes it extends, nearest first. Circles (an error of the code) end the walk. */
function inheritance(
  declaration: ts.ClassLikeDeclaration,
  checker: ts.TypeChecker,
): readonly ts.ClassLikeDeclaration[] {
  const chain: ts.ClassLikeDeclaration[] = [];
  for (
    let each: ts.ClassLikeDeclaration | undefined = declaration;
    each && !chain.includes(each);
    each = parentOf(each, checker)
  )
    chain.push(each);
  return chain;
}

function parentOf(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.ClassLikeDeclaration | undefined {
  const clause = declaration.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword);
  const expression = clause?.types[0]?.expression;
  const symbol = expression && checker.getSymbolAtLocation(expression);
  return symbol ? classOf(resolveAlias(symbol, checker)) : undefined;
}

function resolveAlias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}

function classOf(symbol: ts.Symbol): ts.ClassLikeDeclaration | undefined {
  for (const declaration of symbol.declarations ?? []) {
    if (ts.isClassLike(declaration)) return declaration;
    // export const Pay = class extends NormalStep { … }
    if (
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer &&
      ts.isClassExpression(declaration.initializer)
    )
      return declaration.initializer;
  }
  return undefined;
}
