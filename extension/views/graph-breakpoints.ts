import * as vscode from 'vscode';
import type { StepId, WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import type { GraphBreakpoint } from '../../schemas/protocol/graph-page.ts';

/** Breakpoints on the lines of the workflow's steps: the same list that the text editor shows. */
export function breakpointsOf(uri: vscode.Uri, graph: WorkflowGraph | undefined): readonly GraphBreakpoint[] {
  const lines = new Map<number, boolean>();
  for (const { location, enabled } of inFile(uri)) lines.set(location.range.start.line, enabled);
  return (graph?.steps ?? []).flatMap(({ id, range }) => {
    const isEnabled = lines.get(range.start.line);
    return isEnabled === undefined ? [] : [{ step: id, isEnabled }];
  });
}

/** Sets or removes the breakpoint of a step. */
export async function toggleBreakpoint(uri: vscode.Uri, graph: WorkflowGraph | undefined, step: StepId): Promise<void> {
  const line = graph?.steps.find(({ id }) => id === step)?.range.start.line;
  if (line === undefined) return;
  const there = inFile(uri).filter(({ location }) => location.range.start.line === line);
  if (there.length > 0) vscode.debug.removeBreakpoints(there);
  else
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0)))]);
}

function inFile(uri: vscode.Uri): readonly vscode.SourceBreakpoint[] {
  return vscode.debug.breakpoints.filter(
    (one): one is vscode.SourceBreakpoint =>
      one instanceof vscode.SourceBreakpoint && one.location.uri.toString() === uri.toString(),
  );
}
