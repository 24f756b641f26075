import * as vscode from 'vscode';
import type { JsonObject } from '../../schemas/model/data.ts';
import type { CreateOrderRequest, WorkflowHash } from '../../schemas/protocol/rest.ts';
import type { Ordo } from '../ordo.ts';
import { describeType, misfit } from './data-type.ts';
import { parseObject, readOrderFile } from './order-file.ts';

/** What a new order consists of: from a file of the project, from another file, or typed in. */
export async function pickOrderData(
  ordo: Ordo,
  folder: string,
  workflow: WorkflowHash,
  file?: vscode.Uri,
): Promise<CreateOrderRequest | undefined> {
  if (file?.path.endsWith('.json') === true) return readRequest(file);
  const items = [typeItem(), chooseItem(), ...(await orderFileItems(folder, workflow.name))];
  const title = vscode.l10n.t('Data of the order of {0}', workflow.name);
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  if (picked === undefined) return undefined;
  if (picked.action === 'type') return typeData(ordo, folder, workflow);
  const chosen = picked.action === 'choose' ? await chooseFile(folder) : picked.uri;
  return chosen && readRequest(chosen);
}

interface DataItem extends vscode.QuickPickItem {
  readonly action: 'type' | 'choose' | 'file';
  readonly uri?: vscode.Uri;
}

function typeItem(): DataItem {
  return { label: `$(edit) ${vscode.l10n.t('Type the data…')}`, action: 'type' };
}

function chooseItem(): DataItem {
  return { label: `$(folder-opened) ${vscode.l10n.t('Choose a JSON file…')}`, action: 'choose' };
}

/** JSON files of the project that name this workflow. */
async function orderFileItems(folder: string, workflow: string): Promise<readonly DataItem[]> {
  const pattern = new vscode.RelativePattern(vscode.Uri.parse(folder), '**/*.json');
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.ordo,.vscode,dist}/**', maxFiles);
  const items = await Promise.all(files.map((uri) => orderFileItem(uri, workflow)));
  return items.flatMap((item) => item ?? []).sort((a, b) => a.label.localeCompare(b.label));
}

async function orderFileItem(uri: vscode.Uri, workflow: string): Promise<DataItem | undefined> {
  try {
    if (readOrderFile(await textOf(uri), 0, vscode.l10n.t).workflow !== workflow) return undefined;
  } catch {
    // Not an order: a package file, a broken one, one that is too big. It can still be chosen by name.
    return undefined;
  }
  const label = `$(json) ${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`;
  return { label, description: vscode.workspace.asRelativePath(uri), action: 'file', uri };
}

async function chooseFile(folder: string): Promise<vscode.Uri | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.parse(folder),
      filters: { JSON: ['json'] },
      openLabel: vscode.l10n.t('Run Order'),
    })) ?? [];
  return uri;
}

async function readRequest(uri: vscode.Uri): Promise<CreateOrderRequest> {
  try {
    return readOrderFile(await textOf(uri), Date.now(), vscode.l10n.t).request;
  } catch (error) {
    const name = vscode.workspace.asRelativePath(uri);
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function textOf(uri: vscode.Uri): Promise<string> {
  if ((await vscode.workspace.fs.stat(uri)).size > maxBytes) {
    throw new Error(vscode.l10n.t('An order file is at most 10 MiB.'));
  }
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** An input box with an example that fits; what is wrong shows while it is typed. */
async function typeData(ordo: Ordo, folder: string, workflow: WorkflowHash): Promise<CreateOrderRequest | undefined> {
  const { name, version } = workflow;
  const { schema, example } = await ordo.server.orderForm({ folder, workflow: name, version });
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Static data of the order of {0}', name),
    value: JSON.stringify(example),
    prompt: schema === undefined ? vscode.l10n.t('A JSON object') : describeType(schema),
    ignoreFocusOut: true,
    validateInput: (typed) => problemIn(typed, schema),
  });
  return text === undefined ? undefined : { staticdata: parseObject(text, vscode.l10n.t) };
}

function problemIn(text: string, schema: JsonObject | undefined): string | undefined {
  try {
    const data = parseObject(text, vscode.l10n.t);
    return schema === undefined ? undefined : misfit(schema, data, vscode.l10n.t);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const maxFiles = 500;
const maxBytes = 10 * 1024 * 1024;
