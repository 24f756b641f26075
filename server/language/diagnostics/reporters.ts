import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import { problems, type ProblemCode } from './problems.ts';
import type { Report, ReportMore, WorkspaceReport } from './rule.ts';

/** Gathers problems of one file. */
export function objectReporter(
  { file }: { readonly file: string },
  workspace: WorkspaceView,
  found: Problem[],
): Report {
  return (code, range, values = {}, more) => found.push(buildProblem(workspace, file, code, range, values, more));
}

/** Gathers problems of any file. */
export function placeReporter(workspace: WorkspaceView, found: Problem[]): WorkspaceReport {
  return (code, place, values = {}, more) =>
    found.push(buildProblem(workspace, place.file, code, place.range, values, more));
}

function buildProblem(
  workspace: WorkspaceView,
  file: string,
  code: ProblemCode,
  range: Problem['range'],
  values: Readonly<Record<string, string | number>>,
  more: ReportMore | undefined,
): Problem {
  const place = { file: workspace.relativePath(file), ...(range ? { range } : {}) };
  const problem = problems.problem(code, values, place, more?.data);
  if (!more?.related || more.related.length === 0) return problem;
  const related = more.related.map((other) => ({
    file: workspace.relativePath(other.file ?? file),
    range: other.range,
    message: other.message,
  }));
  return { ...problem, related };
}
