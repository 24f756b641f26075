import ts from 'typescript';
import type { ProblemCode } from '../diagnostics/problems.ts';

/** A method of the class with the name of its order parameter. */
export interface OrderMethod {
  readonly name: string;
  readonly body: ts.Block;
  /** The parameter's name; undefined when there is none or it is taken apart. */
  readonly order: string | undefined;
  readonly parameter: ts.ParameterDeclaration | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface UseFinding extends Span {
  readonly code: ProblemCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** Shows a node and all below it, functions inside included: mostly they are called where they stand. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

export function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return { start: node.getStart(source), end: node.getEnd() };
}
