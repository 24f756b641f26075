import * as vscode from 'vscode';
import type { GraphResult } from '../../schemas/protocol/editor.ts';
import type { WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import type { FromGraphPage } from '../../schemas/protocol/graph-page.ts';
import type { ProblemRange } from '../../schemas/protocol/problem.ts';
import type { Ordo } from '../ordo.ts';

interface Place {
  readonly ordo: Ordo;
  readonly document: vscode.TextDocument;
  readonly graph: WorkflowGraph | undefined;
}

/** Goes to what the page names. The page says names only: which file that is, is known here. */
export async function openFromGraph(
  { ordo, document, graph }: Place,
  { what, step, name }: FromGraphPage & { type: 'open' },
  last: GraphResult | undefined,
): Promise<void> {
  const node = graph?.steps.find(({ id }) => id === step);
  switch (what) {
    case 'text':
      return openText(document.uri, node?.range);
    case 'error':
      return last?.type === 'broken' ? openText(document.uri, last.range) : undefined;
    case 'yaml':
      return node?.uri === undefined ? undefined : openText(vscode.Uri.parse(node.uri));
    case 'code':
      return node?.codeUri === undefined ? openWorkflowCode(ordo, document) : openText(vscode.Uri.parse(node.codeUri));
    case 'method': {
      const params = { uri: document.uri.toString(), ...(step === undefined ? {} : { step }) };
      const method = (await ordo.server.graphDetails(params)).methods.find((one) => one.name === name);
      return method === undefined ? undefined : openText(vscode.Uri.parse(method.uri), method.range);
    }
    case 'problem': {
      const problem = (step === undefined ? graph?.problems : node?.problems)?.[Number(name)];
      return problem === undefined ? undefined : openText(vscode.Uri.parse(problem.uri), problem.range);
    }
    case 'subworkflow':
      return openSubworkflow(ordo, document.uri, node?.subworkflow ?? '');
  }
}

/** Opens a place in a text; beside the graph when it is the graph's own text. */
export async function openText(uri: vscode.Uri, at?: ProblemRange): Promise<void> {
  const selection =
    at === undefined
      ? undefined
      : new vscode.Range(at.start.line, at.start.character, at.start.line, at.start.character);
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isOwn = tab instanceof vscode.TabInputCustom && tab.uri.toString() === uri.toString();
  await vscode.window.showTextDocument(uri, {
    ...(selection === undefined ? {} : { selection }),
    preview: false,
    viewColumn: isOwn ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
  });
}

async function openWorkflowCode(ordo: Ordo, document: vscode.TextDocument): Promise<void> {
  const code = ordo.projects.allObjects.find(({ uri }) => uri === document.uri.toString())?.codeUri;
  if (code !== undefined) await openText(vscode.Uri.parse(code));
}

async function openSubworkflow(ordo: Ordo, from: vscode.Uri, target: string): Promise<void> {
  const [name = '', version] = target.split(':');
  const folder = ordo.projects.of(from)?.folder ?? '';
  const object = ordo.projects
    .objects(folder)
    .filter((one) => one.kind === 'workflow' && one.name === name)
    .find((one) => version === undefined || version === '' || one.version === version);
  if (object !== undefined) await vscode.commands.executeCommand('ordo.openGraph', vscode.Uri.parse(object.uri));
}
