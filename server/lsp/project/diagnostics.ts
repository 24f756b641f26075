import path from 'node:path';
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from 'vscode-languageserver/node';
import type { Problem, ProblemSeverity } from '../../../schemas/protocol/problem.ts';
import { uriOfPath } from '../uri.ts';

/** Problems by the URI of their file; those without a file go to `fallback`, so that none is lost. */
export function diagnosticsByUri(
  root: string,
  problems: readonly Problem[],
  fallback: string,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>();
  for (const problem of problems) {
    const uri = uriOfPath(problem.file === undefined ? fallback : path.resolve(root, problem.file));
    const list = byUri.get(uri) ?? [];
    list.push(toDiagnostic(root, problem));
    byUri.set(uri, list);
  }
  return byUri;
}

/** The same words as on the command line and in the API's answer: what is wrong, then what to do. */
function toDiagnostic(root: string, problem: Problem): Diagnostic {
  return {
    range: problem.range ?? startOfFile,
    severity: severities[problem.severity],
    source: 'ordo',
    code: problem.code,
    message: `${problem.message} ${problem.remedy}`.trim(),
    ...(problem.data === undefined ? {} : { data: problem.data }),
    ...(problem.related === undefined ? {} : { relatedInformation: problem.related.map((one) => related(root, one)) }),
  };
}

function related(root: string, entry: NonNullable<Problem['related']>[number]): DiagnosticRelatedInformation {
  return { location: { uri: uriOfPath(path.resolve(root, entry.file)), range: entry.range }, message: entry.message };
}

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const severities: Readonly<Record<ProblemSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
