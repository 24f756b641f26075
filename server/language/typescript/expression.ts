import ts from 'typescript';

/** A TypeScript expression as JavaScript that answers its value; types are taken out, not checked. */
export function expressionToJavaScript(expression: string): string {
  return ts.transpile(`(${expression}\n)`, { target: ts.ScriptTarget.ES2022 });
}
