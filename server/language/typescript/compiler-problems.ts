import ts from 'typescript';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { problems } from '../diagnostics/problems.ts';
import { LineIndex } from '../yaml/line-index.ts';

/** What to do about the compiler's most frequent findings in step code; the rest speak for themselves. */
const remedies: Readonly<Record<number, string>> = {
  2304: 'Correct the name, or import it.',
  2305: 'Correct the name of the import.',
  2307: 'Correct the path, or install the package.',
  2322: 'Change the value or the type.',
  2339: 'Correct the name. Types of order data come from "staticdata-type" of the workflows that use the step.',
  2345: 'Pass a value of that type.',
  2416: 'Give the method the parameters and the result of its base class.',
  2515: 'Add the method to the class.',
  2551: 'Correct the name.',
  2552: 'Correct the name.',
  2564: 'Give it a value. Keep data of an order in the order, not in the class: one object serves all orders.',
  2654: 'Add the methods to the class.',
  2724: 'Correct the name of the import.',
  4114: 'Write "override" before the method.',
  7006: 'Write the type after the name, for example "order: OrderOf<\'name-of-the-step\'>".',
};

/** A finding of the TypeScript compiler as a problem on its exact range. */
export function compilerProblem(diagnostic: ts.Diagnostic, relativePath: (file: string) => string): Problem {
  const { file, start = 0, length = 0, code } = diagnostic;
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').replaceAll(/\s+/g, ' ');
  const isSyntax = code >= 1000 && code < 2000;
  const values = { detail: sentence(text), code, remedy: remedies[code] ?? 'Correct the code.' };
  const place = file
    ? { file: relativePath(file.fileName), range: new LineIndex(file.text).range(start, start + length) }
    : {};
  return problems.problem(isSyntax ? 'ORDO-TS-001' : 'ORDO-TS-002', values, place, { typescript: code });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
