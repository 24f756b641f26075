import * as vscode from 'vscode';
import type { ProjectFolder, WorkspaceObject } from '../../schemas/protocol/editor.ts';
import type { Projects } from '../client/projects.ts';
import { objectKindLooks } from './object-kinds.ts';
import { problemText, problemUri } from './problem-badges.ts';

/** What the Project view shows: folders (when there are several), kinds, objects. */
export type ProjectNode =
  | { readonly type: 'folder'; readonly folder: string; readonly project: ProjectFolder }
  | { readonly type: 'kind'; readonly folder: string; readonly kind: string }
  | { readonly type: 'object'; readonly folder: string; readonly object: WorkspaceObject };

/** The Project view: the workspace's objects by kind, with the number of problems of each. */
export class ProjectTree implements vscode.TreeDataProvider<ProjectNode> {
  readonly #projects: Projects;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(projects: Projects) {
    this.#projects = projects;
    this.onDidChangeTreeData = projects.onDidChange;
  }

  getChildren(node?: ProjectNode): ProjectNode[] {
    if (node === undefined) return this.#roots();
    if (node.type === 'folder') return this.#kinds(node.folder);
    return node.type === 'kind' ? this.#objects(node.folder, node.kind) : [];
  }

  getParent(node: ProjectNode): ProjectNode | undefined {
    if (node.type === 'object') return { type: 'kind', folder: node.folder, kind: node.object.kind };
    const project = this.#projects.folders.find((one) => node.type === 'kind' && one.folder === node.folder);
    if (project === undefined || this.#projects.folders.length === 1) return undefined;
    return { type: 'folder', folder: project.folder, project };
  }

  getTreeItem(node: ProjectNode): vscode.TreeItem {
    if (node.type === 'folder') return folderItem(node.project);
    return node.type === 'kind'
      ? kindItem(node.folder, node.kind, this.#objects(node.folder, node.kind).length)
      : objectItem(node.folder, node.object);
  }

  #roots(): ProjectNode[] {
    const [first, ...others] = this.#projects.folders;
    if (first === undefined) return [];
    if (others.length === 0) return this.#kinds(first.folder);
    return this.#projects.folders.map((project) => ({ type: 'folder', folder: project.folder, project }));
  }

  #kinds(folder: string): ProjectNode[] {
    const present = new Set(this.#projects.objects(folder).map(({ kind }) => kind));
    return objectKindLooks()
      .filter(({ kind }) => present.has(kind))
      .map(({ kind }) => ({ type: 'kind', folder, kind }));
  }

  #objects(folder: string, kind: string): (ProjectNode & { type: 'object' })[] {
    return this.#projects
      .objects(folder)
      .filter((object) => object.kind === kind)
      .map((object) => ({ type: 'object', folder, object }));
  }
}

function folderItem(folder: ProjectFolder): vscode.TreeItem {
  const item = new vscode.TreeItem(folder.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = folder.folder;
  item.iconPath = vscode.ThemeIcon.Folder;
  item.tooltip = vscode.Uri.parse(folder.folder).fsPath;
  item.contextValue = 'ordo.folder';
  return item;
}

function kindItem(folder: string, kind: string, count: number): vscode.TreeItem {
  const look = objectKindLooks().find((one) => one.kind === kind);
  const item = new vscode.TreeItem(look?.label ?? kind, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${folder}#${kind}`;
  item.iconPath = new vscode.ThemeIcon(look?.icon ?? 'file');
  item.description = String(count);
  item.contextValue = `ordo.kind.${kind}`;
  return item;
}

function objectItem(folder: string, object: WorkspaceObject): vscode.TreeItem {
  const { kind, name, version, problemCount } = object;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.id = `${folder}#${kind}#${name}#${version ?? ''}#${object.uri}`;
  item.resourceUri = problemUri(item.id, problemCount);
  item.iconPath = new vscode.ThemeIcon(objectKindLooks().find((look) => look.kind === kind)?.icon ?? 'file');
  item.description = version ?? '';
  item.tooltip = object.description === '' ? name : `${name}: ${object.description}`;
  const problems = problemCount > 0 ? problemText(problemCount) : undefined;
  item.accessibilityInformation = { label: [name, version, problems].filter(Boolean).join(', ') };
  item.contextValue = object.codeUri === undefined ? `ordo.object.${kind}` : `ordo.object.${kind}.code`;
  item.command = {
    command: 'ordo.openObject',
    title: vscode.l10n.t('Open'),
    arguments: [{ type: 'object', folder, object }],
  };
  return item;
}
