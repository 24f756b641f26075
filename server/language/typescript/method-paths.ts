import ts from 'typescript';

/** How often a path through a method has made one of the calls; an error that was raised makes them needless. */
type Count = 0 | 'raised' | 1 | 2;
type Counts = ReadonlySet<Count>;

/** What a call is to the paths: one of those that must be made, one that raises an error, or neither. */
export type CallOf = (call: ts.CallExpression) => 'made' | 'raised' | undefined;

/** What the paths through a method's body do with calls that must be made exactly once. */
export interface PathFindings {
  /** Some path ends without any of the calls. */
  readonly mayMiss: boolean;
  /** Calls that some path makes although it made one before. */
  readonly again: readonly ts.CallExpression[];
}

/**
 * Follows all paths through a body. Undefined when that cannot be told from the text: the order is handed on to other
 * code, a call is made inside a function of its own, or labels are used. Then nothing is claimed.
 */
export function followPaths(body: ts.Block, isCall: CallOf): PathFindings | undefined {
  const walk = new Paths(isCall);
  const end = walk.block(body, new Set<Count>([0]));
  if (walk.isUnclear) return undefined;
  return { mayMiss: end.has(0) || walk.exits.has(0), again: [...walk.again] };
}

const none: Counts = new Set();

class Paths {
  readonly exits = new Set<Count>();
  readonly again = new Set<ts.CallExpression>();
  isUnclear = false;
  readonly #isCall: CallOf;
  readonly #breaks: Set<Count>[] = [];
  readonly #continues: Set<Count>[] = [];
  /** All counts seen anywhere in the `try` blocks that are open: from any of them its `catch` may begin. */
  readonly #tries: Set<Count>[] = [];

  constructor(isCall: CallOf) {
    this.#isCall = isCall;
  }

  block(block: ts.Block | ts.CaseOrDefaultClause, from: Counts): Counts {
    let at = from;
    for (const statement of block.statements) at = this.#statement(statement, at);
    return at;
  }

  #statement(node: ts.Statement, from: Counts): Counts {
    for (const seen of this.#tries) for (const count of from) seen.add(count);
    if (from.size === 0) return none;
    if (ts.isBlock(node)) return this.block(node, from);
    if (ts.isIfStatement(node)) return this.#if(node, from);
    if (ts.isReturnStatement(node)) return this.#leave(this.#expression(node.expression, from), this.exits);
    if (ts.isThrowStatement(node)) return this.#leave(this.#expression(node.expression, from), new Set());
    if (ts.isTryStatement(node)) return this.#try(node, from);
    if (ts.isSwitchStatement(node)) return this.#switch(node, from);
    if (ts.isBreakStatement(node)) return this.#jump(node, from);
    if (ts.isContinueStatement(node)) return this.#jump(node, from);
    if (ts.isIterationStatement(node, false)) return this.#loop(node, from);
    if (ts.isLabeledStatement(node)) return this.#giveUp();
    return this.#expression(node, from);
  }

  #if(node: ts.IfStatement, from: Counts): Counts {
    const at = this.#expression(node.expression, from);
    const yes = this.#statement(node.thenStatement, at);
    return join(yes, node.elseStatement ? this.#statement(node.elseStatement, at) : at);
  }

  #leave(at: Counts, exits: Set<Count>): Counts {
    for (const count of at) exits.add(count);
    return none;
  }

  #jump(node: ts.BreakOrContinueStatement, from: Counts): Counts {
    const target = (ts.isBreakStatement(node) ? this.#breaks : this.#continues).at(-1);
    if (node.label || !target) return this.#giveUp();
    return this.#leave(from, target);
  }

  #try(node: ts.TryStatement, from: Counts): Counts {
    const seen = new Set<Count>(from);
    this.#tries.push(seen);
    let end = this.block(node.tryBlock, from);
    this.#tries.pop();
    if (node.catchClause) end = join(end, this.block(node.catchClause.block, join(seen, end)));
    if (!node.finallyBlock) return end;
    const after = this.block(node.finallyBlock, end.size === 0 ? seen : end);
    return end.size === 0 ? none : after;
  }

  #switch(node: ts.SwitchStatement, from: Counts): Counts {
    const at = this.#expression(node.expression, from);
    this.#breaks.push(new Set());
    let through: Counts = none;
    for (const clause of node.caseBlock.clauses) through = this.block(clause, join(at, through));
    const ends = this.#breaks.pop() ?? none;
    // A switch without default may name all there is; it gets the benefit of the doubt when every clause leaves or calls.
    const hasDefault = node.caseBlock.clauses.some(ts.isDefaultClause);
    return join(join(through, ends), hasDefault || node.caseBlock.clauses.length > 1 ? none : at);
  }

  #loop(node: ts.IterationStatement, from: Counts): Counts {
    const ends = new Set<Count>();
    const at = this.#head(node, from);
    this.#breaks.push(ends);
    // Two turns show what a third one could do.
    const once = this.#turn(node, at);
    const turned = join(once, this.#turn(node, once));
    this.#breaks.pop();
    if (isEndless(node)) return ends;
    return join(ts.isDoStatement(node) ? turned : join(at, turned), ends);
  }

  #turn(node: ts.IterationStatement, from: Counts): Counts {
    const goesOn = new Set<Count>();
    this.#continues.push(goesOn);
    const end = this.#statement(node.statement, from);
    this.#continues.pop();
    return join(end, goesOn);
  }

  #head(node: ts.IterationStatement, from: Counts): Counts {
    if (ts.isForStatement(node)) return this.#expression(node.condition, this.#expression(node.initializer, from));
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return this.#expression(node.expression, from);
    return ts.isWhileStatement(node) || ts.isDoStatement(node) ? this.#expression(node.expression, from) : from;
  }

  /** Counts the calls of an expression (or of a simple statement) in the order in which they are made. */
  #expression(node: ts.Node | undefined, from: Counts): Counts {
    if (!node) return from;
    if (ts.isFunctionLike(node) || ts.isClassLike(node))
      return containsCall(node, this.#isCall) ? this.#giveUp() : from;
    if (ts.isConditionalExpression(node)) {
      const at = this.#expression(node.condition, from);
      return join(this.#expression(node.whenTrue, at), this.#expression(node.whenFalse, at));
    }
    if (ts.isBinaryExpression(node) && maySkipRight.has(node.operatorToken.kind)) {
      const at = this.#expression(node.left, from);
      return join(at, this.#expression(node.right, at));
    }
    let at = from;
    ts.forEachChild(node, (child) => {
      at = this.#expression(child, at);
    });
    const made = ts.isCallExpression(node) ? this.#isCall(node) : undefined;
    if (made === 'raised') return new Set([...at].map((count): Count => (count === 0 ? 'raised' : count)));
    return made === 'made' ? this.#call(node as ts.CallExpression, at) : at;
  }

  #call(node: ts.CallExpression, from: Counts): Counts {
    if (from.has(1) || from.has(2)) this.again.add(node);
    return new Set([...from].map((count): Count => (count === 0 || count === 'raised' ? 1 : 2)));
  }

  #giveUp(): Counts {
    this.isUnclear = true;
    return none;
  }
}

function isEndless(node: ts.IterationStatement): boolean {
  if (ts.isForStatement(node)) return node.condition === undefined;
  return (ts.isWhileStatement(node) || ts.isDoStatement(node)) && node.expression.kind === ts.SyntaxKind.TrueKeyword;
}

const maySkipRight: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function join(a: Counts, b: Counts): Counts {
  return b.size === 0 ? a : a.size === 0 ? b : new Set([...a, ...b]);
}

function containsCall(node: ts.Node, isCall: CallOf): boolean {
  if (ts.isCallExpression(node) && isCall(node) !== undefined) return true;
  return ts.forEachChild(node, (child) => containsCall(child, isCall) || undefined) ?? false;
}
