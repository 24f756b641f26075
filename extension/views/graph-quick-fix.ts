import * as vscode from 'vscode';
import type { StepId, WorkflowGraph } from '../../schemas/model/workflow-graph.ts';

/** Offers the quick fixes of a problem and applies the chosen one; without any it goes to the problem. */
export async function applyQuickFix(graph: WorkflowGraph | undefined, step: StepId, index: number): Promise<void> {
  const problem = graph?.steps.find(({ id }) => id === step)?.problems[index];
  if (problem === undefined) return;
  const uri = vscode.Uri.parse(problem.uri);
  const { start, end } = problem.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.workspace.openTextDocument(uri);
  const found = await vscode.commands.executeCommand<readonly (vscode.CodeAction | vscode.Command)[] | undefined>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
  const fixes = found ?? [];
  if (fixes.length === 0) {
    await vscode.window.showTextDocument(uri, {
      selection: range,
      preview: false,
      viewColumn: vscode.ViewColumn.Beside,
    });
    return;
  }
  const picked = await vscode.window.showQuickPick(
    fixes.map((fix) => ({ label: fix.title, fix })),
    { title: problem.message },
  );
  if (picked !== undefined) await apply(picked.fix);
}

async function apply(fix: vscode.CodeAction | vscode.Command): Promise<void> {
  if ('edit' in fix && fix.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
  const command = typeof fix.command === 'string' ? (fix as vscode.Command) : fix.command;
  if (command !== undefined) {
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  }
}
