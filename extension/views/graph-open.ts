import * as vscode from 'vscode';
import type { GraphResult } from '../../schemas/protocol/editor.ts';
import type { WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import type { FromGraphPage } from '../../schemas/protocol/graph-page.ts';
import type { ProblemRange } from '../../schemas/protocol/problem.ts';
import type { Ordo } from '../ordo.ts';

export interface GraphPlace {
  readonly ordo: Ordo;
  readonly document: vscode.TextDocument;
  readonly graph: WorkflowGraph | undefined;
  /** Of the graph. */
  readonly column: vscode.ViewColumn;
}

/** Goes to what the page names. The page says names only: which file that is, is known here. */
export async function openFromGraph(
  place: GraphPlace,
  { what, step, name }: FromGraphPage & { type: 'open' },
  last: GraphResult | undefined,
): Promise<void> {
  const { ordo, document, graph } = place;
  const node = graph?.steps.find(({ id }) => id === step);
  switch (what) {
    case 'text':
      return openText(place, document.uri, node?.range);
    case 'error':
      return last?.type === 'broken' ? openText(place, document.uri, last.range) : undefined;
    case 'yaml':
      return node?.uri === undefined ? undefined : openText(place, vscode.Uri.parse(node.uri));
    case 'code':
      return node?.codeUri === undefined ? openWorkflowCode(place) : openText(place, vscode.Uri.parse(node.codeUri));
    case 'method': {
      const params = { uri: document.uri.toString(), ...(step === undefined ? {} : { step }) };
      const method = (await ordo.server.graphDetails(params)).methods.find((one) => one.name === name);
      return method === undefined ? undefined : openText(place, vscode.Uri.parse(method.uri), method.range);
    }
    case 'problem': {
      const problem = (step === undefined ? graph?.problems : node?.problems)?.[Number(name)];
      return problem === undefined ? undefined : openText(place, vscode.Uri.parse(problem.uri), problem.range);
    }
    case 'subworkflow':
      return openSubworkflow(ordo, document.uri, node?.subworkflow ?? '');
  }
}

/** Opens a place in a text: where the text is to be seen already, else beside the graph when it is the graph's own. */
async function openText({ document, column }: GraphPlace, uri: vscode.Uri, at?: ProblemRange): Promise<void> {
  const isShown = (editor: vscode.TextEditor): boolean => editor.document.uri.toString() === uri.toString();
  const shown = vscode.window.visibleTextEditors.find(isShown)?.viewColumn;
  const isOwn = uri.toString() === document.uri.toString();
  // Told by the graph's own column: which group is active is known here only a moment after the click.
  await vscode.window.showTextDocument(uri, {
    ...(at === undefined
      ? {}
      : { selection: new vscode.Range(at.start.line, at.start.character, at.start.line, at.start.character) }),
    preview: false,
    viewColumn: shown ?? (isOwn ? column + 1 : column),
  });
}

async function openWorkflowCode(place: GraphPlace): Promise<void> {
  const own = place.document.uri.toString();
  const code = place.ordo.projects.allObjects.find(({ uri }) => uri === own)?.codeUri;
  if (code !== undefined) await openText(place, vscode.Uri.parse(code));
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
