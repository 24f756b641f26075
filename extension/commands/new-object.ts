import * as vscode from 'vscode';
import type { NewObjectParams } from '../../schemas/protocol/editor.ts';
import { stepBaseClasses } from '../../schemas/model/steps.ts';
import type { Ordo } from '../ordo.ts';
import { createFiles } from './new-files.ts';
import { pickFolderForNew } from './pick.ts';
import { requireTrust } from './trust.ts';

/** Asks for the kind of a new object, then for what that kind needs, and writes its files. */
export async function newObject(ordo: Ordo, on?: unknown): Promise<void> {
  const kind = await pickKind();
  if (kind !== undefined) await newOfKind(ordo, kind, on);
}

/** Creates a step of a chosen base class: its YAML and a class with exactly the methods that it needs. */
export async function newStep(ordo: Ordo, on?: unknown): Promise<void> {
  await newOfKind(ordo, 'step', on);
}

async function newOfKind(ordo: Ordo, kind: string, on: unknown): Promise<void> {
  if (!(await requireTrust())) return;
  const folder = await pickFolderForNew(ordo.projects, on);
  if (folder === undefined) return;
  const given = await askName(ordo, { folder, kind, name: '', ...intoOf(on) });
  const wanted = given && (await askMore(ordo, given));
  if (wanted === undefined) return;
  const { files } = await ordo.server.newObject(wanted);
  await createFiles(files.map(({ uri, text }) => ({ uri: vscode.Uri.parse(uri), text })));
  for (const { uri } of files) await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
}

/** The folder that a menu was opened on. */
function intoOf(on: unknown): { into?: string } {
  if (!(on instanceof vscode.Uri)) return {};
  const folder = /\.[^/]+$/.test(on.path) ? vscode.Uri.joinPath(on, '..') : on;
  return { into: folder.toString() };
}

async function pickKind(): Promise<string | undefined> {
  const items = Object.entries(kinds()).map(([kind, detail]) => ({ label: kind, detail }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('What shall be created?'),
    matchOnDetail: true,
  });
  return picked?.label;
}

/** Kinds that can be created, with what they are for. */
function kinds(): Readonly<Record<string, string>> {
  return {
    step: vscode.l10n.t('One action of a workflow, with its class'),
    queue: vscode.l10n.t('Where answers for asynchronous steps arrive'),
    event: vscode.l10n.t('Something that many orders may wait for'),
    errors: vscode.l10n.t('Errors and what is done about them'),
    job: vscode.l10n.t('Code that runs by a schedule'),
    group: vscode.l10n.t('Objects that are switched on and off together'),
    type: vscode.l10n.t('A type of data'),
    class: vscode.l10n.t('A class that others use'),
    'value-map': vscode.l10n.t('A table of values'),
    connection: vscode.l10n.t('Where another system is reached'),
  };
}

async function askName(ordo: Ordo, params: NewObjectParams): Promise<NewObjectParams | undefined> {
  const name = await vscode.window.showInputBox({
    // What opens meanwhile (a preview, a file) must not take the question away; Escape does.
    ignoreFocusOut: true,
    title: vscode.l10n.t('Name of the {0}', params.kind),
    placeHolder: params.kind === 'errors' ? 'shop' : 'reserve-stock',
    validateInput: async (text) => (await ordo.server.newObject({ ...params, name: text })).problem,
  });
  return name === undefined ? undefined : { ...params, name };
}

/** What a kind needs besides its name. */
async function askMore(ordo: Ordo, params: NewObjectParams): Promise<NewObjectParams | undefined> {
  if (params.kind !== 'step') return params;
  const baseClass = await pickBaseClass();
  if (baseClass === undefined) return undefined;
  const wanted = { ...params, baseClass };
  if (baseClass.startsWith('Async')) return askReference(ordo, wanted, 'queue');
  return baseClass.startsWith('Event') ? askReference(ordo, wanted, 'event') : wanted;
}

async function pickBaseClass(): Promise<string | undefined> {
  const about: Readonly<Record<string, string>> = {
    NORMAL: vscode.l10n.t('does its work in one call'),
    ASYNC: vscode.l10n.t('starts something and waits for its result in a queue'),
    EVENT: vscode.l10n.t('waits for an event that may release many orders'),
    SUBWORKFLOW: vscode.l10n.t('creates an order of another workflow and waits for its end'),
  };
  const items = Object.entries(stepBaseClasses).map(([label, { stepType, arrayType }]) => ({
    label,
    description:
      arrayType === 'NONE'
        ? (about[stepType] ?? '')
        : vscode.l10n.t('for each element of a list: {0}', about[stepType] ?? ''),
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('What kind of step is it?') }))?.label;
}

async function askReference(
  ordo: Ordo,
  params: NewObjectParams,
  key: 'queue' | 'event',
): Promise<NewObjectParams | undefined> {
  const names = ordo.projects.objects(params.folder).flatMap((object) => (object.kind === key ? [object.name] : []));
  if (names.length === 0) return params;
  const title = key === 'queue' ? vscode.l10n.t('Which queue?') : vscode.l10n.t('Which event?');
  const name = await vscode.window.showQuickPick(names, { title });
  return name === undefined ? undefined : { ...params, [key]: name };
}
